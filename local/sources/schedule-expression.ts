import { type DayTest, dayOfMonthTest, dayOfWeekTest, ranges, valuesOf } from "./cron-fields.ts";
import { instantOfWallClock, wallClock } from "./zoned-time.ts";

/** When a schedule fires. */
export interface Recurrence {
  /** The first firing after an instant; undefined when there is none any more. `from` is where a rate counts from. */
  nextAfter(instant: number, from: number): number | undefined;
}

/** A schedule expression that EventBridge Scheduler would refuse, or that the runner does not honour. */
export class InvalidSchedule extends Error {
  override readonly name = "InvalidSchedule";
}

const minute = 60_000;
const day = 86_400_000;
const units: Readonly<Record<string, number>> = { minute, hour: 60 * minute, day };
/** The rarest thing a cron expression can name, the 29th of February on a given weekday, comes every 40 years at worst. */
const searchedDays = 41 * 366;

/**
 * Reads `rate(…)` and `cron(…)`. A cron time that the clocks are put forward over is skipped; one that comes twice when
 * they are put back fires the first time only.
 * https://docs.aws.amazon.com/scheduler/latest/UserGuide/schedule-types.html
 */
export function parseSchedule(expression: string, zone: string): Recurrence {
  const rate = /^rate\((\d{1,6}) (minute|hour|day)(s?)\)$/.exec(expression);
  if (rate !== null) return readRate(expression, rate);
  const cron = /^cron\(([^()]+)\)$/.exec(expression);
  if (cron !== null) return readCron(expression, (cron[1] ?? "").trim().split(/\s+/), zone);
  throw new InvalidSchedule(`${expression}: only rate(…) and cron(…) are known`);
}

function readRate(expression: string, [, value, unit, plural]: RegExpExecArray): Recurrence {
  const every = Number(value) * (units[unit ?? ""] ?? 0);
  if (every === 0) throw new InvalidSchedule(`${expression}: the rate must be positive`);
  if ((Number(value) === 1) === (plural === "s")) {
    throw new InvalidSchedule(`${expression}: 1 takes a singular unit, more take a plural one`);
  }
  return { nextAfter: (instant, from) => from + (Math.floor(Math.max(0, instant - from) / every) + 1) * every };
}

function readCron(expression: string, fields: readonly string[], zone: string): Recurrence {
  const invalid = (problem: string) => new InvalidSchedule(`${expression}: ${problem}`);
  const [minuteField = "", hourField = "", dayField = "", monthField = "", weekdayField = "", yearField = ""] = fields;
  if (fields.length !== 6) throw invalid("six fields are needed: minutes hours day-of-month month day-of-week year");
  if ((dayField === "?") === (weekdayField === "?")) {
    throw invalid("exactly one of day-of-month and day-of-week must be ?");
  }
  const minutes = valuesOf(minuteField, ranges.minute);
  const hours = valuesOf(hourField, ranges.hour);
  const months = valuesOf(monthField, ranges.month);
  const years = valuesOf(yearField, ranges.year);
  const onDay = dayField === "?" ? dayOfWeekTest(weekdayField) : dayOfMonthTest(dayField);
  if (!minutes || !hours || !months || !years || !onDay) throw invalid("a field is not understood");
  try {
    wallClock(0, zone);
  } catch {
    throw invalid(`there is no time zone ${zone}`);
  }
  const times = [...hours]
    .flatMap((hour) => [...minutes].map((each) => (hour * 60 + each) * minute))
    .toSorted((one, other) => one - other);
  const fires: DayTest = (date) => years.has(date.year) && months.has(date.month) && onDay(date);
  return { nextAfter: (instant) => nextCron(instant, fires, times, zone) };
}

function nextCron(instant: number, fires: DayTest, times: readonly number[], zone: string): number | undefined {
  const today = Math.floor(wallClock(instant, zone) / day) * day;
  for (let index = 0; index < searchedDays; index += 1) {
    const midnight = today + index * day;
    if (!fires(calendarDay(midnight))) continue;
    for (const time of times) {
      const firing = instantOfWallClock(midnight + time, zone);
      if (firing !== undefined && firing > instant) return firing;
    }
  }
  return undefined;
}

function calendarDay(midnight: number) {
  const date = new Date(midnight);
  const [year, month] = [date.getUTCFullYear(), date.getUTCMonth() + 1];
  const daysInMonth = new Date(Date.UTC(year, month, 0)).getUTCDate();
  return { year, month, day: date.getUTCDate(), weekday: date.getUTCDay() + 1, daysInMonth };
}
