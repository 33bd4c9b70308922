import { type CentreHours, type ProductionCalendar, workingDays } from "./calendar.ts";
import type { Instant } from "./instant.ts";
import { addDays, dateOf, instantOf } from "./zone.ts";

interface Span {
  readonly from: Instant;
  readonly to: Instant;
  /** Working milliseconds of the year before this span. */
  readonly before: number;
  readonly date: string;
}

interface Year {
  readonly spans: readonly Span[];
  readonly total: number;
}

/** A moment, and whether the calendar reached that far: past its last loaded year no deadline is certain. */
export interface Reckoned {
  readonly at: Instant;
  readonly beyondCalendar: boolean;
}

/** Arithmetic on a centre's working time. All durations are in milliseconds. */
export interface WorkingTime {
  /** The moment by which so much working time has passed. Takes O(log n) of the spans of a year. */
  add(from: Instant, duration: number): Reckoned;
  /** Working time between two moments, 0 when they are the other way round. */
  between(from: Instant, to: Instant): number;
  /** The close of the n-th working day after the local day of `from`. */
  closeOfWorkingDay(from: Instant, days: number): Reckoned;
  /** The end of the n-th calendar day after the local day of `from`: the close of that day's work, or of the next working day. */
  closeOfDay(from: Instant, days: number): Reckoned;
}

const yearOf = (zone: string, at: Instant): number => Number(dateOf(zone, at).slice(0, 4));

const buildYear = (year: number, calendar: ProductionCalendar, hours: CentreHours): Year => {
  const spans: Span[] = [];
  let before = 0;
  for (const day of workingDays(year, calendar, hours)) {
    for (const [start, end] of day.segments) {
      const from = instantOf(hours.zone, day.date, start);
      const to = instantOf(hours.zone, day.date, end);
      spans.push({ from, to, before, date: day.date });
      before += to - from;
    }
  }
  return { spans, total: before };
};

/** The place of the first span that `holds`, in a sorted row of which the first ones do not. */
const firstWhere = (spans: readonly Span[], holds: (span: Span) => boolean): number => {
  let low = 0;
  let high = spans.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    const span = spans[middle];
    if (span !== undefined && holds(span)) high = middle;
    else low = middle + 1;
  }
  return low;
};

/** Working milliseconds of the year that lie before `at`. */
const passedBy = (year: Year, at: Instant): number => {
  const span = year.spans[firstWhere(year.spans, ({ to }) => to > at)];
  return span === undefined ? year.total : span.before + Math.max(0, at - span.from);
};

/** Years are reckoned when first needed and kept. */
export const workingTime = (calendar: ProductionCalendar, hours: CentreHours): WorkingTime => {
  const years = new Map<number, Year>();
  const yearAt = (year: number): Year | undefined => {
    if (year < calendar.firstYear || year > calendar.lastYear) return undefined;
    const known = years.get(year) ?? buildYear(year, calendar, hours);
    years.set(year, known);
    return known;
  };
  const endOfCalendar = instantOf(hours.zone, `${calendar.lastYear + 1}-01-01`, 0);
  const beyond = (from: Instant): Reckoned => ({ at: Math.max(from, endOfCalendar), beyondCalendar: true });

  const add = (from: Instant, duration: number): Reckoned => {
    if (duration === 0) return { at: from, beyondCalendar: false };
    let number = yearOf(hours.zone, from);
    let year = yearAt(number);
    let wanted = duration + (year === undefined ? 0 : passedBy(year, from));
    while (year !== undefined) {
      const target = wanted;
      const span = year.spans[firstWhere(year.spans, ({ before, from, to }) => before + to - from >= target)];
      if (span !== undefined) return { at: Math.max(from, span.from + target - span.before), beyondCalendar: false };
      wanted -= year.total;
      number += 1;
      year = yearAt(number);
    }
    return beyond(from);
  };

  const between = (from: Instant, to: Instant): number => {
    if (to <= from) return 0;
    let sum = 0;
    const last = yearOf(hours.zone, to);
    for (let number = yearOf(hours.zone, from); number <= last; number += 1) {
      const year = yearAt(number);
      if (year !== undefined) sum += passedBy(year, to) - passedBy(year, from);
    }
    return sum;
  };

  /** The close of the first working day that is so many days or more after the day of `from`, after `skip` of them. */
  const closeAfter = (from: Instant, days: number, skip: number): Reckoned => {
    const date = addDays(dateOf(hours.zone, from), days);
    let number = Number(date.slice(0, 4));
    let left = skip;
    for (let year = yearAt(number); year !== undefined; number += 1, year = yearAt(number)) {
      let index = firstWhere(year.spans, (span) => span.date >= date);
      for (let span = year.spans[index]; span !== undefined; span = year.spans[index]) {
        index = firstWhere(year.spans, (later) => later.date > span.date);
        if (left === 0) return { at: year.spans[index - 1]?.to ?? span.to, beyondCalendar: false };
        left -= 1;
      }
    }
    return beyond(from);
  };

  return {
    add,
    between,
    closeOfWorkingDay: (from, days) => closeAfter(from, 1, days - 1),
    closeOfDay: (from, days) => closeAfter(from, days, 0),
  };
};
