import { Temporal } from "temporal-polyfill";
import { DAY, type Instant, MINUTE } from "./instant.ts";

/** Whether that is the name of a zone. */
export const isZone = (zone: string): boolean => {
  try {
    return new Intl.DateTimeFormat("en-US", { timeZone: zone }).resolvedOptions().timeZone !== "";
  } catch (error) {
    if (error instanceof RangeError) return false;
    throw error;
  }
};

const zoned = (zone: string, at: Instant): Temporal.ZonedDateTime =>
  Temporal.Instant.fromEpochMilliseconds(at).toZonedDateTimeISO(zone);

/** Milliseconds by which a zone is ahead of UTC. */
const offsetOf = ({ offsetNanoseconds }: Temporal.ZonedDateTime): number => offsetNanoseconds / 1e6;

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

interface Change {
  readonly at: Instant;
  readonly offset: number;
}

/** Every change of a zone's offset between two instants, the first entry being what it is at the beginning. */
const changesOf = (zone: string, from: Instant, to: Instant): readonly Change[] => {
  const changes: Change[] = [];
  for (
    let next: Temporal.ZonedDateTime | null = zoned(zone, from);
    next !== null && next.epochMilliseconds < to;
    next = next.getTimeZoneTransition("next")
  )
    changes.push({ at: next.epochMilliseconds, offset: offsetOf(next) });
  return changes;
};

/**
 * The wall clock of a zone, compiled for the years from `firstYear` to `lastYear`: Temporal is asked for the changes of
 * offset once, where each single question would take it some 30 µs. Outside of those years it is asked.
 */
export const wallClock = (zone: string, firstYear: number, lastYear: number): WallClock => {
  const from = Date.UTC(firstYear, 0, 1) - 2 * DAY;
  const to = Date.UTC(lastYear + 1, 0, 1) + 2 * DAY;
  const changes = changesOf(zone, from, to);

  const offsetAt = (at: Instant): number => {
    if (at < from || at >= to) return offsetOf(zoned(zone, at));
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
