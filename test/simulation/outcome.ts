import * as z from "zod/mini";
import { SECOND } from "../../shared/domain/time/instant.ts";
import type { Run } from "./runs.ts";
import type { Simulated } from "./simulate.ts";

/** Lateness is counted in steps of so many milliseconds. */
const STEP = 100;

/** What is kept of a run: small enough for a million signals, and to be written to a file line by line. */
export const outcome = z.object({
  /** Arguments of `npm run simulate` that bring the run back. */
  replay: z.string(),
  violations: z.array(z.string()),
  accepted: z.int(),
  incidents: z.int(),
  alerts: z.int(),
  toldAgain: z.int(),
  redriven: z.int(),
  /** How often something went wrong. */
  struck: z.int(),
  /** Milliseconds of virtual time. */
  lasted: z.int(),
  /** How many stages were late by how many steps. */
  late: z.record(z.string(), z.int()),
});
export type Outcome = z.infer<typeof outcome>;

const counted = (lateness: readonly number[]): Record<string, number> => {
  const counts: Record<string, number> = {};
  for (const late of lateness) {
    const step = String(Math.max(0, Math.ceil(late / STEP)));
    counts[step] = (counts[step] ?? 0) + 1;
  }
  return counts;
};

export const outcomeOf = ({ replay }: Run, run: Simulated): Outcome => ({
  replay,
  violations: [...run.violations],
  accepted: run.accepted,
  incidents: run.incidents,
  alerts: run.alerts,
  toldAgain: run.toldAgain,
  redriven: run.redriven,
  struck: [...run.struck.values()].reduce((sum, times) => sum + times, 0),
  lasted: run.lasted,
  late: counted(run.lateness),
});

/** The sum of many runs. */
export const summed = (outcomes: readonly Outcome[]) => {
  const sums = { accepted: 0, incidents: 0, alerts: 0, toldAgain: 0, redriven: 0, struck: 0, lasted: 0, failed: 0 };
  const counts = new Map<number, number>();
  let stages = 0;
  for (const { replay: _, violations, late, ...numbers } of outcomes) {
    sums.failed += violations.length > 0 ? 1 : 0;
    for (const name of ["accepted", "incidents", "alerts", "toldAgain", "redriven", "struck", "lasted"] as const)
      sums[name] += numbers[name];
    for (const [step, times] of Object.entries(late)) {
      counts.set(Number(step), (counts.get(Number(step)) ?? 0) + times);
      stages += times;
    }
  }
  const steps = [...counts].toSorted(([one], [other]) => one - other);
  /** The lateness in seconds that this share of all stages did not exceed. */
  const lateness = (share: number): number => {
    let before = 0;
    for (const [step, times] of steps) {
      before += times;
      if (before >= stages * share) return (step * STEP) / SECOND;
    }
    return 0;
  };
  const beyond = (seconds: number): number =>
    steps.reduce((sum, [step, times]) => (step * STEP > seconds * SECOND ? sum + times : sum), 0) / Math.max(1, stages);
  return { ...sums, lateness, beyond };
};
