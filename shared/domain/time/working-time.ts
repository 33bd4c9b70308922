import { type CentreHours, type ProductionCalendar, workingDays } from "./calendar.ts";
import type { Instant } from "./instant.ts";
import { dayNumber, type WallClock, wallClock } from "./zone.ts";

/** A moment, and whether the calendar reached that far: past its last loaded year no deadline is certain. */
export interface Reckoned {
  readonly at: Instant;
  readonly beyondCalendar: boolean;
}

/**
 * Arithmetic on a centre's working time, with the names that Temporal has for its own. Durations are in milliseconds,
 * days are numbered from 1970-01-01. Every answer takes O(log n) of all the working spans of the loaded years.
 */
export interface WorkingTime {
  /** The moment by which so much working time has passed. */
  add(from: Instant, duration: number): Reckoned;
  /** Working time between two moments, 0 when they are the other way round. */
  until(from: Instant, to: Instant): number;
  /** The spans of work between two moments, in order. */
  spans(from: Instant, to: Instant): readonly { readonly from: Instant; readonly to: Instant }[];
  /** The local day at a moment. */
  dayOf(at: Instant): number;
  /** When a local day closes: with its work, or when it is free at midnight. */
  closeOfDay(day: number): Reckoned;
  /** The n-th working day from a local day on, which is 0 when it is worked, by its place in the calendar. */
  workingDayFrom(day: number): number;
  /** When a working day closes, by its place in the calendar. */
  closeOfWorkingDay(place: number): Reckoned;
  /** The place of the first working day that closes after a moment. */
  workingDayClosingAfter(at: Instant): number;
  /** The loaded years. */
  readonly begin: Instant;
  readonly end: Instant;
}

/** The loaded calendar as rows of numbers, to be searched by halves. */
interface Compiled {
  /** When each working span begins and ends, and how much was worked before it. */
  readonly from: Float64Array;
  readonly to: Float64Array;
  readonly before: Float64Array;
  readonly total: number;
  /** Each working day, and when it closes. */
  readonly days: Float64Array;
  readonly closes: Float64Array;
}

const compile = (calendar: ProductionCalendar, hours: CentreHours, wall: WallClock): Compiled => {
  const spans: { readonly from: Instant; readonly to: Instant }[] = [];
  const days: number[] = [];
  const closes: Instant[] = [];
  for (const { day, segments } of workingDays(calendar.firstYear, calendar.lastYear, calendar, hours)) {
    let close: Instant | undefined;
    for (const [start, end] of segments) {
      // Where the clocks skip an hour, a time within it comes after one that follows it on the wall.
      const from = Math.max(wall.instantOf(day, start), spans.at(-1)?.to ?? Number.NEGATIVE_INFINITY);
      const to = wall.instantOf(day, end);
      if (to <= from) continue;
      spans.push({ from, to });
      close = to;
    }
    if (close === undefined) continue;
    days.push(day);
    closes.push(close);
  }
  const before = new Float64Array(spans.length);
  let total = 0;
  for (const [index, { from, to }] of spans.entries()) {
    before[index] = total;
    total += to - from;
  }
  return {
    from: Float64Array.from(spans, ({ from }) => from),
    to: Float64Array.from(spans, ({ to }) => to),
    before,
    total,
    days: Float64Array.from(days),
    closes: Float64Array.from(closes),
  };
};

/** The place of the first entry above `value` in a sorted row; its length when there is none. */
const firstAbove = (row: Float64Array, value: number): number => {
  let low = 0;
  let high = row.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((row[middle] ?? 0) > value) high = middle;
    else low = middle + 1;
  }
  return low;
};

/** Compiles a calendar of a decade in some milliseconds. */
export const workingTime = (calendar: ProductionCalendar, hours: CentreHours): WorkingTime => {
  const wall = wallClock(hours.zone, calendar.firstYear, calendar.lastYear);
  const { from: starts, to: ends, before, total, days, closes } = compile(calendar, hours, wall);
  const begin = wall.instantOf(dayNumber(`${calendar.firstYear}-01-01`), 0);
  const end = wall.instantOf(dayNumber(`${calendar.lastYear + 1}-01-01`), 0);
  const beyond = (from: Instant): Reckoned => ({ at: Math.max(from, end), beyondCalendar: true });

  /** Working time from the beginning of the calendar to a moment. */
  const worked = (at: Instant): number => {
    const place = firstAbove(ends, at);
    return place === ends.length ? total : (before[place] ?? 0) + Math.max(0, at - (starts[place] ?? 0));
  };

  return {
    begin,
    end,
    add: (from, duration) => {
      if (duration === 0) return { at: from, beyondCalendar: false };
      const wanted = worked(from) + duration;
      // Before the first loaded year nothing is known either.
      if (from < begin || wanted > total) return beyond(from);
      const place = firstAbove(before, wanted - 0.5) - 1;
      return {
        at: Math.max(from, (starts[place] ?? 0) + wanted - (before[place] ?? 0)),
        beyondCalendar: false,
      };
    },
    until: (from, to) => (to <= from ? 0 : worked(to) - worked(from)),
    spans: (from, to) => {
      const found: { readonly from: Instant; readonly to: Instant }[] = [];
      for (let place = firstAbove(ends, from); (starts[place] ?? to) < to; place += 1)
        found.push({ from: Math.max(from, starts[place] ?? from), to: Math.min(to, ends[place] ?? to) });
      return found;
    },
    dayOf: (at) => wall.dayOf(at),
    closeOfDay: (day) => {
      const midnight = wall.instantOf(day + 1, 0);
      if (midnight > end || midnight <= begin) return beyond(end);
      const place = firstAbove(days, day - 1);
      return { at: days[place] === day ? (closes[place] ?? midnight) : midnight, beyondCalendar: false };
    },
    workingDayFrom: (day) => firstAbove(days, day - 1),
    closeOfWorkingDay: (place) => {
      const at = closes[place];
      return at === undefined ? { at: end, beyondCalendar: true } : { at, beyondCalendar: false };
    },
    workingDayClosingAfter: (at) => firstAbove(closes, at),
  };
};

/** The same questions of time on the wall, which runs day and night and needs no calendar. */
export const plainTime: Pick<WorkingTime, "add" | "until"> = {
  add: (from, duration) => ({ at: from + duration, beyondCalendar: false }),
  until: (from, to) => Math.max(0, to - from),
};
