import * as z from "zod/mini";
import { timeOfDay, zone } from "./time-of-day.ts";
import { dayNumber } from "./zone.ts";

const date = z.iso.date();

/** As `timeOfDay`, and midnight at the end of the day. */
const endOfSpan = z
  .string()
  .check(z.regex(/^(([01][0-9]|2[0-3]):[0-5][0-9]|24:00)$/, "must be a time of the day, as 17:30 or 24:00"));

const segments = z.array(z.tuple([timeOfDay, endOfSpan])).check(
  z.refine((spans) => {
    const times = spans.flat();
    // Written so, times sort as they come; a span may begin where the one before it ends.
    return times.every(
      (at, place) => place === 0 || (times[place - 1] ?? "") < at || (place % 2 === 0 && times[place - 1] === at),
    );
  }, "must be spans of one day, one after the other, each ending after it begins"),
);

/** Hours of each day of the week, Monday first; a free day is empty. */
const week = z.array(segments).check(z.length(7));

const year = z.int().check(z.gte(1970), z.lte(2100));

/** The country's production calendar: what the government moved, shortened and freed. */
export const productionCalendar = z
  .object({
    version: z.string(),
    firstYear: year,
    lastYear: year,
    /** Free days that fall, or could fall, on Monday to Friday. */
    daysOff: z.array(date),
    shortDays: z.array(date),
    /** Weekend days that were made working days. */
    workingWeekends: z.array(date),
  })
  .check(
    z.refine(({ firstYear, lastYear }) => firstYear <= lastYear, "must end with a year that is not before its first"),
  );
export type ProductionCalendar = z.infer<typeof productionCalendar>;

/** A centre's own hours on top of the production calendar. */
export const centreHours = z.object({
  /** IANA zone, as `Europe/Moscow`. */
  zone,
  week,
  /** By how much a short day ends earlier, in minutes. */
  shortDayMinutes: z.int().check(z.gte(0), z.lte(24 * 60)),
  /** The region's own free days. */
  daysOff: z.array(date),
});
export type CentreHours = z.infer<typeof centreHours>;

const FRIDAY = 4;

export interface WorkingDay {
  /** Number of the day from 1970-01-01 on. */
  readonly day: number;
  /** Minutes since local midnight. */
  readonly segments: readonly (readonly [number, number])[];
}

const minutesOf = (clock: string): number => {
  const [hours = "0", minutes = "0"] = clock.split(":");
  return Number(hours) * 60 + Number(minutes);
};

const endingEarlier = (
  day: readonly (readonly [number, number])[],
  minutes: number,
): readonly (readonly [number, number])[] => {
  const last = day.at(-1);
  if (last === undefined) return day;
  const end = last[1] - minutes;
  return end > last[0] ? [...day.slice(0, -1), [last[0], end]] : endingEarlier(day.slice(0, -1), last[0] - end);
};

/** 1970-01-01 was a Thursday. */
const weekdayOf = (day: number): number => (day + 3) % 7;

/** The working days of some years, in order. */
export const workingDays = (
  firstYear: number,
  lastYear: number,
  calendar: ProductionCalendar,
  hours: CentreHours,
): readonly WorkingDay[] => {
  const numbers = (dates: readonly string[]): ReadonlySet<number> => new Set(dates.map(dayNumber));
  const off = numbers([...calendar.daysOff, ...hours.daysOff]);
  const short = numbers(calendar.shortDays);
  const moved = numbers(calendar.workingWeekends);
  const plans = hours.week.map((plan) => {
    const whole = plan.map(([from, to]) => [minutesOf(from), minutesOf(to)] as const);
    return { whole, shortened: endingEarlier(whole, hours.shortDayMinutes) };
  });
  const found: WorkingDay[] = [];
  const end = dayNumber(`${lastYear + 1}-01-01`);
  for (let day = dayNumber(`${firstYear}-01-01`); day < end; day += 1) {
    // A weekend day that was made a working one is worked as a Friday.
    const plan = plans[moved.has(day) ? FRIDAY : weekdayOf(day)];
    if (plan === undefined || plan.whole.length === 0 || off.has(day)) continue;
    found.push({ day, segments: short.has(day) ? plan.shortened : plan.whole });
  }
  return found;
};
