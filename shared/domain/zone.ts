import { DAY, HOUR, type Instant, MINUTE } from "./instant.ts";

const formats = new Map<string, Intl.DateTimeFormat>();

const formatOf = (zone: string): Intl.DateTimeFormat => {
  const known = formats.get(zone);
  if (known !== undefined) return known;
  const made = new Intl.DateTimeFormat("en-US", { timeZone: zone, timeZoneName: "longOffset" });
  formats.set(zone, made);
  return made;
};

/** Whether that is the name of a zone. */
export const isZone = (zone: string): boolean => {
  try {
    return formatOf(zone).resolvedOptions().timeZone !== "";
  } catch (error) {
    if (error instanceof RangeError) return false;
    throw error;
  }
};

/** Milliseconds by which the zone is ahead of UTC at an instant. */
const askedOffset = (zone: string, at: Instant): number => {
  const text = formatOf(zone).format(at);
  const match = /GMT(?:([+-])(\d{2}):(\d{2}))?$/.exec(text);
  if (match === null) throw new RangeError(`The offset of zone ${zone} is not known.`);
  const [, sign, hours, minutes] = match;
  if (hours === undefined || minutes === undefined) return 0;
  return (sign === "-" ? -1 : 1) * (Number(hours) * HOUR + Number(minutes) * MINUTE);
};

/** A zone's clock on the wall. Days are numbered from 1970-01-01, which is 0. */
export interface WallClock {
  /** The local day at an instant. */
  dayOf(at: Instant): number;
  /**
   * The instant of a local time. As RFC 5545 and Temporal's `compatible` do, a time that a change of the clocks skips is
   * read with the offset before the change, and of one that comes twice the first is taken.
   */
  instantOf(day: number, minutes: number): Instant;
}

/** No zone has changed its clocks twice within so short a time since 2018. */
const STEP = 14 * DAY;

interface Change {
  readonly at: Instant;
  readonly offset: number;
}

/** The first minute of `(from, to]` with another offset than `from` has. */
const changeWithin = (zone: string, from: Instant, to: Instant, offset: number): Change => {
  let [before, after] = [from, to];
  while (after - before > MINUTE) {
    const middle = before + Math.floor((after - before) / 2 / MINUTE) * MINUTE;
    if (askedOffset(zone, middle) === offset) before = middle;
    else after = middle;
  }
  return { at: after, offset: askedOffset(zone, after) };
};

/** Every change of a zone's offset between two instants, the first entry being what it is at the beginning. */
const changesOf = (zone: string, from: Instant, to: Instant): readonly Change[] => {
  const changes: Change[] = [{ at: from, offset: askedOffset(zone, from) }];
  let offset = changes[0]?.offset ?? 0;
  for (let at = from; at < to; at += STEP) {
    if (askedOffset(zone, at + STEP) === offset) continue;
    const change = changeWithin(zone, at, at + STEP, offset);
    changes.push(change);
    offset = change.offset;
  }
  return changes;
};

/**
 * The wall clock of a zone, compiled for the years from `firstYear` to `lastYear` so that it asks the zone's data some
 * hundreds of times instead of at every question. Outside of those years it asks.
 */
export const wallClock = (zone: string, firstYear: number, lastYear: number): WallClock => {
  const from = Date.UTC(firstYear, 0, 1) - 2 * DAY;
  const to = Date.UTC(lastYear + 1, 0, 1) + 2 * DAY;
  const changes = changesOf(zone, from, to);

  const offsetAt = (at: Instant): number => {
    if (at < from || at >= to) return askedOffset(zone, at);
    let index = changes.length - 1;
    if (index > 0) {
      let low = 0;
      while (low < index) {
        const middle = (low + index + 1) >> 1;
        if ((changes[middle]?.at ?? 0) <= at) low = middle;
        else index = middle - 1;
      }
    }
    return changes[index]?.offset ?? 0;
  };

  return {
    dayOf: (at) => Math.floor((at + offsetAt(at)) / DAY),
    instantOf: (day, minutes) => {
      const asUtc = day * DAY + minutes * MINUTE;
      // No zone is farther than a day from UTC: these are the offsets before and after any change near that time.
      const before = asUtc - offsetAt(asUtc - DAY);
      const after = asUtc - offsetAt(asUtc + DAY);
      const isRead = (at: Instant): boolean => at + offsetAt(at) === asUtc;
      return before === after || isRead(before) || !isRead(after) ? before : after;
    },
  };
};

/** The number of a day written as `2026-11-22`. */
export const dayNumber = (date: string): number => Date.parse(`${date}T00:00:00Z`) / DAY;

/** The date of a day's number, as `2026-11-22`. */
export const dateText = (day: number): string => new Date(day * DAY).toISOString().slice(0, 10);
