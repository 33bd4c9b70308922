/** A day in a zone's calendar; `weekday` is 1 (Sunday) to 7, as cron expressions count. */
interface CalendarDay {
  readonly year: number;
  readonly month: number;
  readonly day: number;
  readonly weekday: number;
  readonly daysInMonth: number;
}

export type DayTest = (day: CalendarDay) => boolean;

const months = ["JAN", "FEB", "MAR", "APR", "MAY", "JUN", "JUL", "AUG", "SEP", "OCT", "NOV", "DEC"];
const weekdays = ["SUN", "MON", "TUE", "WED", "THU", "FRI", "SAT"];

interface Range {
  readonly from: number;
  readonly to: number;
  readonly names?: readonly string[];
}

export const ranges = {
  minute: { from: 0, to: 59 },
  hour: { from: 0, to: 23 },
  dayOfMonth: { from: 1, to: 31 },
  month: { from: 1, to: 12, names: months },
  weekday: { from: 1, to: 7, names: weekdays },
  year: { from: 1970, to: 2199 },
} as const satisfies Record<string, Range>;

/** The values a field stands for: `*`, `5`, `MON-FRI`, `0/15`, `1-10/3`, and lists of these; undefined when it is none. */
export function valuesOf(field: string, range: Range): ReadonlySet<number> | undefined {
  const values = new Set<number>();
  for (const part of field.split(",")) {
    const [span = "", every, ...more] = part.split("/");
    const bounds = boundsOf(span, range, every !== undefined);
    const step = every === undefined ? 1 : integer(every);
    if (bounds === undefined || step === undefined || step === 0 || more.length > 0) return undefined;
    for (let value = bounds.from; value <= bounds.to; value += step) values.add(value);
  }
  return values;
}

function boundsOf(span: string, range: Range, stepped: boolean): Range | undefined {
  if (span === "*") return range;
  const [low = "", high, ...more] = span.split("-");
  const from = valueOf(low, range);
  const to = high === undefined ? (stepped ? range.to : from) : valueOf(high, range);
  if (from === undefined || to === undefined || from > to || more.length > 0) return undefined;
  return { from, to };
}

function valueOf(text: string, range: Range): number | undefined {
  const named = range.names?.indexOf(text.toUpperCase()) ?? -1;
  const value = named >= 0 ? range.from + named : integer(text);
  return value !== undefined && value >= range.from && value <= range.to ? value : undefined;
}

const integer = (text: string): number | undefined => (/^\d{1,4}$/.test(text) ? Number(text) : undefined);

/** Day of month: values, `L` (last), `LW` (last working day), `15W` (the working day nearest to the 15th). */
export function dayOfMonthTest(field: string): DayTest | undefined {
  if (field === "L") return ({ day, daysInMonth }) => day === daysInMonth;
  if (field === "LW") return (day) => day.day === nearestWorkingDay(day.daysInMonth, day);
  const nearest = /^(\d{1,2})W$/.exec(field)?.[1];
  if (nearest !== undefined) {
    const wanted = Number(nearest);
    if (wanted < 1 || wanted > 31) return undefined;
    return (day) => wanted <= day.daysInMonth && day.day === nearestWorkingDay(wanted, day);
  }
  const values = valuesOf(field, ranges.dayOfMonth);
  return values === undefined ? undefined : ({ day }) => values.has(day);
}

/** Monday to Friday nearest to a day of the month, without leaving the month. */
function nearestWorkingDay(wanted: number, { day, weekday, daysInMonth }: CalendarDay): number {
  const weekdayWanted = ((weekday - 1 + wanted - day + 35) % 7) + 1;
  if (weekdayWanted === 7) return wanted === 1 ? 3 : wanted - 1;
  if (weekdayWanted === 1) return wanted === daysInMonth ? wanted - 2 : wanted + 1;
  return wanted;
}

/** Day of week: values, `L` (Saturday), `6L` (the last Friday of the month), `6#3` (the third Friday). */
export function dayOfWeekTest(field: string): DayTest | undefined {
  if (field === "L") return ({ weekday }) => weekday === 7;
  const [name = "", nth, ...more] = field.split("#");
  if (nth !== undefined) {
    const wanted = valueOf(name, ranges.weekday);
    if (wanted === undefined || !/^[1-5]$/.test(nth) || more.length > 0) return undefined;
    return ({ day, weekday }) => weekday === wanted && Math.ceil(day / 7) === Number(nth);
  }
  if (field.endsWith("L")) {
    const wanted = valueOf(field.slice(0, -1), ranges.weekday);
    if (wanted === undefined) return undefined;
    return ({ day, weekday, daysInMonth }) => weekday === wanted && day + 7 > daysInMonth;
  }
  const values = valuesOf(field, ranges.weekday);
  return values === undefined ? undefined : ({ weekday }) => values.has(weekday);
}
