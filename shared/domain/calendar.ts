import * as z from "zod/mini";

const time = z.string().check(z.regex(/^([01][0-9]|2[0-3]):[0-5][0-9]$/));
const date = z.iso.date();

const segments = z.array(z.tuple([time, time]));

/** Hours of each day of the week, Monday first; a free day is empty. */
const week = z.array(segments).check(z.length(7));

/** The country's production calendar: what the government moved, shortened and freed. */
export const productionCalendar = z.object({
  version: z.string(),
  firstYear: z.int(),
  lastYear: z.int(),
  /** Free days that fall, or could fall, on Monday to Friday. */
  daysOff: z.array(date),
  shortDays: z.array(date),
  /** Weekend days that were made working days. */
  workingWeekends: z.array(date),
});
export type ProductionCalendar = z.infer<typeof productionCalendar>;

/** A centre's own hours on top of the production calendar. */
export const centreHours = z.object({
  /** IANA zone, as `Europe/Moscow`. */
  zone: z.string(),
  week,
  /** By how much a short day ends earlier, in minutes. */
  shortDayMinutes: z.int(),
  /** The region's own free days. */
  daysOff: z.array(date),
});
export type CentreHours = z.infer<typeof centreHours>;

const FRIDAY = 4;

export interface WorkingDay {
  /** `2026-11-22` */
  readonly date: string;
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

/** The working days of one year, in order. */
export const workingDays = (year: number, calendar: ProductionCalendar, hours: CentreHours): readonly WorkingDay[] => {
  const off = new Set([...calendar.daysOff, ...hours.daysOff]);
  const short = new Set(calendar.shortDays);
  const moved = new Set(calendar.workingWeekends);
  const found: WorkingDay[] = [];
  for (let day = Date.UTC(year, 0, 1); day < Date.UTC(year + 1, 0, 1); day += 86_400_000) {
    const at = new Date(day);
    const date = at.toISOString().slice(0, 10);
    // A weekend day that was made a working one is worked as a Friday.
    const weekday = moved.has(date) ? FRIDAY : (at.getUTCDay() + 6) % 7;
    const plan = hours.week[weekday] ?? [];
    if (plan.length === 0 || off.has(date)) continue;
    const plain = plan.map(([from, to]) => [minutesOf(from), minutesOf(to)] as const);
    found.push({ date, segments: short.has(date) ? endingEarlier(plain, hours.shortDayMinutes) : plain });
  }
  return found;
};
