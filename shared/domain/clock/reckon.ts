import { HOUR, type Instant } from "../time/instant.ts";
import { plainTime, type Reckoned, type WorkingTime } from "../time/working-time.ts";
import { parseDuration } from "./norm.ts";
import type { Pause } from "./pause.ts";

/** A pause that is over. */
export interface EndedPause {
  readonly from: Instant;
  readonly to: Instant;
  readonly why: string;
}

/** Of a clock's pauses those that are over, in order. One that still lasts moves nothing before its end is known. */
export const endedPauses = (pauses: readonly Pause[] | undefined): readonly EndedPause[] =>
  (pauses ?? []).flatMap(({ from, to, why }) => (to === undefined || to <= from ? [] : [{ from, to, why }]));

/** The time that a norm counts: of work for `wh` and `wd`, that on the wall for `h` and `d`. */
export const ownTime = (time: WorkingTime, norm: string): Pick<WorkingTime, "add" | "until"> => {
  const { unit } = parseDuration(norm);
  return unit === "wh" || unit === "wd" ? time : plainTime;
};

/** So much time after a moment, without what passed in pauses. */
export const addOutside = (
  time: Pick<WorkingTime, "add" | "until">,
  from: Instant,
  duration: number,
  pauses: readonly EndedPause[],
): Reckoned => {
  let at = from;
  let left = duration;
  for (const pause of pauses) {
    if (pause.to <= at) continue;
    const before = time.until(at, pause.from);
    if (left <= before) break;
    left -= before;
    at = pause.to;
  }
  return time.add(at, left);
};

/** Time between two moments, without what passed in pauses. */
export const untilOutside = (
  time: Pick<WorkingTime, "add" | "until">,
  from: Instant,
  to: Instant,
  pauses: readonly EndedPause[],
): number => {
  let sum = time.until(from, to);
  for (const pause of pauses) sum -= time.until(Math.max(from, pause.from), Math.min(to, pause.to));
  return sum;
};

/** Days in a row, each with a moment at which it is full. */
export interface Days {
  /** The first one that a duration counts. */
  readonly first: number;
  closeOf(day: number): Reckoned;
  /** The first one that closes after a moment. */
  closingAfter(at: Instant): number;
}

/** Working days after the local day of `from`, by their place in the calendar. */
export const workingDaysAfter = (time: WorkingTime, from: Instant): Days => ({
  first: time.workingDayFrom(time.dayOf(from) + 1),
  closeOf: (place) => time.closeOfWorkingDay(place),
  closingAfter: (at) => time.workingDayClosingAfter(at),
});

/** Calendar days after the local day of `from`. */
export const daysAfter = (time: WorkingTime, from: Instant): Days => ({
  first: time.dayOf(from) + 1,
  closeOf: (day) => time.closeOfDay(day),
  closingAfter: (at) => {
    const day = time.dayOf(at);
    return time.closeOfDay(day).at > at ? day : day + 1;
  },
});

/** The last of so many days. A day whose close falls into a pause does not count: `(from, to]` of it. */
const lastDay = (days: Days, amount: number, pauses: readonly EndedPause[]): number => {
  let last = days.first + amount - 1;
  for (const { from, to } of pauses) {
    const paused = Math.max(days.first, days.closingAfter(from));
    if (paused > last) break;
    last += Math.max(0, days.closingAfter(to) - paused);
  }
  return last;
};

/** The close of the first working day that closes after a moment and not in a pause. */
const nextWorkingClose = (time: WorkingTime, after: Instant, pauses: readonly EndedPause[]): Reckoned => {
  let place = time.workingDayClosingAfter(after);
  for (const { from, to } of pauses) {
    const { at } = time.closeOfWorkingDay(place);
    if (at > from && at <= to) place = time.workingDayClosingAfter(to);
  }
  return time.closeOfWorkingDay(place);
};

/** The end of calendar days: the close of the last one, or where that is free and the norm rolls over, of the next working day. */
const endOfDays = (
  time: WorkingTime,
  from: Instant,
  amount: number,
  pauses: readonly EndedPause[],
  rollOver: boolean,
): Reckoned => {
  const days = daysAfter(time, from);
  const close = days.closeOf(lastDay(days, amount, pauses));
  if (!rollOver || close.beyondCalendar) return close;
  const place = time.workingDayClosingAfter(close.at - 1);
  return time.closeOfWorkingDay(place).at === close.at ? close : nextWorkingClose(time, close.at, pauses);
};

/** The moment at which a duration is used up that runs from a moment on and stands still in pauses. */
export const endOf = (
  time: WorkingTime,
  duration: string,
  from: Instant,
  pauses: readonly EndedPause[],
  rollOver: boolean,
): Reckoned => {
  const { amount, unit } = parseDuration(duration);
  const known = from >= time.begin ? undefined : { at: time.end, beyondCalendar: true };
  const within = ({ at, beyondCalendar }: Reckoned): Reckoned => ({ at: Math.max(from, at), beyondCalendar });
  switch (unit) {
    case "h":
      return addOutside(plainTime, from, amount * HOUR, pauses);
    case "wh":
      return addOutside(time, from, amount * HOUR, pauses);
    case "wd": {
      const days = workingDaysAfter(time, from);
      return known ?? within(days.closeOf(lastDay(days, amount, pauses)));
    }
    case "d":
      return known ?? within(endOfDays(time, from, amount, pauses, rollOver));
    default:
      return unit satisfies never;
  }
};
