import type { Format } from "./format.ts";
import type { TimeRange } from "./metric-lines.ts";

/** Round values from the least to the most, a handful of them, the ends included. */
export function valueTicks(least: number, most: number, wanted = 4): readonly number[] {
  const span = most - least || 1;
  const rough = span / wanted;
  const power = 10 ** Math.floor(Math.log10(rough));
  const step = [1, 2, 2.5, 5, 10].map((factor) => factor * power).find((candidate) => candidate >= rough) ?? 10 * power;
  const first = Math.floor(least / step) * step;
  const count = Math.ceil((most - first) / step - 1e-9);
  return Array.from({ length: Math.max(1, count) + 1 }, (_, at) => Number((first + at * step).toPrecision(12)));
}

export interface TimeTick {
  readonly at: number;
  readonly label: string;
}

const MINUTE = 60_000;
const DAY = 24 * 60 * MINUTE;
const steps = [1, 5, 10, 15, 30, 60, 120, 180, 360, 720]
  .map((minutes) => minutes * MINUTE)
  .concat([DAY, 2 * DAY, 7 * DAY, 14 * DAY]);

/** Moments at round hours of the zone's own clock; midnight is named by its day. */
export function timeTicks({ from, to }: TimeRange, most: number, format: Format): readonly TimeTick[] {
  const step = steps.find((candidate) => (to - from) / candidate <= most) ?? 28 * DAY;
  const offset = format.offset(from);
  const ticks: TimeTick[] = [];
  for (let at = Math.ceil((from + offset) / step) * step - offset; at < to; at += step) {
    ticks.push({ at, label: step >= DAY || (at + offset) % DAY === 0 ? format.day(at) : format.clock(at) });
  }
  return ticks;
}
