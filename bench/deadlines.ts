import { timeOf } from "../shared/domain/centre/centre.ts";
import { startClock } from "../shared/domain/clock/clock.ts";
import { endOf } from "../shared/domain/clock/reckon.ts";
import { rulesFor } from "../shared/domain/incident/rules.ts";
import { DAY, HOUR } from "../shared/domain/time/instant.ts";
import { workingTime } from "../shared/domain/time/working-time.ts";
import { exampleCentre } from "../shared/reference/example-centre.ts";

export interface DeadlineSpeed {
  /** Deadlines in working hours reckoned in a second by one core, over starts of ten years. */
  readonly perSecond: number;
  /** The same for norms that run over two thousand working hours, across a year and more. */
  readonly longPerSecond: number;
  /** Whole clocks: the deadline, three warnings, the escalation. */
  readonly clocksPerSecond: number;
  /** Milliseconds it takes to compile a calendar of ten years. */
  readonly compiling: number;
}

const FIRST = Date.UTC(2018, 0, 10);
const SPAN = 3_000 * DAY;

/** Moments all over the calendar, the same in every run. */
const moments = (count: number): Float64Array => {
  const row = new Float64Array(count);
  let seed = 1;
  for (let index = 0; index < count; index += 1) {
    seed = (Math.imul(seed, 1_664_525) + 1_013_904_223) >>> 0;
    row[index] = FIRST + Math.floor((seed / 2 ** 32) * SPAN);
  }
  return row;
};

const perSecond = (starts: Float64Array, reckon: (from: number) => number): number => {
  let sum = 0;
  for (const from of starts) sum += reckon(from);
  const began = performance.now();
  for (const from of starts) sum += reckon(from);
  const seconds = (performance.now() - began) / 1_000;
  if (!Number.isFinite(sum)) throw new Error("A deadline is not a moment.");
  return starts.length / seconds;
};

/** How fast deadlines are reckoned, with the example's calendar. */
export const deadlines = (count: number): DeadlineSpeed => {
  const centre = exampleCentre();
  const { production, hours } = centre.calendar;
  const began = performance.now();
  workingTime(production, hours);
  const compiling = performance.now() - began;
  const time = timeOf(centre);
  const rules = rulesFor(centre, "answer", { channel: "vk", group: "roads", topic: "road-snow", urgent: false });
  if (rules === undefined) throw new Error("The example centre has a norm for answers.");
  const starts = moments(count);
  return {
    perSecond: perSecond(starts, (from) => endOf(time, "9wh", from, [], true).at),
    longPerSecond: perSecond(starts, (from) => time.add(from, 2_000 * HOUR).at),
    clocksPerSecond: perSecond(starts.subarray(0, count / 5), (from) => startClock("answer", from, rules).dueAt),
    compiling,
  };
};

if (import.meta.main) {
  const speed = deadlines(1_000_000);
  for (const [name, value] of Object.entries(speed)) process.stdout.write(`${name}: ${value.toFixed(1)}\n`);
}
