import * as z from "zod/mini";
import { HOUR, type Instant, instant, MINUTE } from "./instant.ts";
import { type ClockKind, clockKind, duration, parseDuration } from "./norm.ts";
import type { Reckoned, WorkingTime } from "./working-time.ts";

/** Stages a running clock passes as time goes by, in order. */
export const timedStages = ["warned-50", "warned-75", "warned-90", "breached", "escalated"] as const;
export type TimedStage = (typeof timedStages)[number];
const timedStage = z.enum(timedStages);

/** Where a clock is. */
export const stage = z.enum(["running", ...timedStages, "paused", "met", "cancelled"]);
export type Stage = z.infer<typeof stage>;

const WARNING_SHARES = { "warned-50": 0.5, "warned-75": 0.75, "warned-90": 0.9 } as const;

/** An alert later than this after its moment says so. */
export const LATE_AFTER = MINUTE;

/** One running deadline of an incident. */
export const clock = z.object({
  kind: clockKind,
  norm: duration,
  startedAt: instant,
  dueAt: instant,
  /** 1 when it was set, one more each time the deadline moved. */
  version: z.int(),
  stage,
  /** Stages still to come, each with its moment. Empty once nothing is pending. */
  ahead: z.partialRecord(timedStage, instant),
  /** True when the norm ran past the last loaded year of the calendar. */
  beyondCalendar: z.optional(z.boolean()),
});
export type Clock = z.infer<typeof clock>;

/** A stage that a clock has just passed. */
export interface PassedStage {
  readonly clock: ClockKind;
  readonly stage: TimedStage;
  readonly clockVersion: number;
  readonly dueAt: Instant;
  /** When it should have been noticed. */
  readonly moment: Instant;
  readonly late: boolean;
}

const dueOf = (time: WorkingTime, norm: string, from: Instant): Reckoned => {
  const { amount, unit } = parseDuration(norm);
  switch (unit) {
    case "h":
      return { at: from + amount * HOUR, beyondCalendar: false };
    case "wh":
      return time.add(from, amount * HOUR);
    case "wd":
      return time.closeOfWorkingDay(from, amount);
    case "d":
      return time.closeOfDay(from, amount);
    default:
      return unit satisfies never;
  }
};

/** The moment at which a share of the norm's own time is used up: of working time where the norm counts that. */
const shareOf = (time: WorkingTime, norm: string, from: Instant, due: Instant, share: number): Instant => {
  const { unit } = parseDuration(norm);
  if (unit === "h" || unit === "d") return Math.round(from + (due - from) * share);
  return time.add(from, Math.round(time.between(from, due) * share)).at;
};

/** Sets a clock going. A breach that nobody mends is escalated after `escalateAfter`, a duration of its own. */
export const startClock = (
  time: WorkingTime,
  kind: ClockKind,
  norm: string,
  from: Instant,
  escalateAfter: string,
): Clock => {
  const due = dueOf(time, norm, from);
  const share = (part: number) => shareOf(time, norm, from, due.at, part);
  return {
    kind,
    norm,
    startedAt: from,
    dueAt: due.at,
    version: 1,
    stage: "running",
    ahead: {
      "warned-50": share(WARNING_SHARES["warned-50"]),
      "warned-75": share(WARNING_SHARES["warned-75"]),
      "warned-90": share(WARNING_SHARES["warned-90"]),
      breached: due.at,
      escalated: dueOf(time, escalateAfter, due.at).at,
    },
    ...(due.beyondCalendar ? { beyondCalendar: true } : {}),
  };
};

/** The moment of the next stage, or nothing when none is pending. */
export const nextStageAt = (clock: Clock): Instant | undefined => {
  const moments = Object.values(clock.ahead);
  return moments.length === 0 ? undefined : Math.min(...moments);
};

/** Passes every stage whose moment has come. The same clock at the same moment passes nothing twice. */
export const passStages = (clock: Clock, now: Instant): { clock: Clock; passed: readonly PassedStage[] } => {
  const passed: PassedStage[] = [];
  const ahead: Clock["ahead"] = {};
  let reached: Stage = clock.stage;
  for (const next of timedStages) {
    const moment = clock.ahead[next];
    if (moment === undefined) continue;
    if (moment > now) {
      ahead[next] = moment;
      continue;
    }
    reached = next;
    passed.push({
      clock: clock.kind,
      stage: next,
      clockVersion: clock.version,
      dueAt: clock.dueAt,
      moment,
      late: now - moment > LATE_AFTER,
    });
  }
  return passed.length === 0 ? { clock, passed } : { clock: { ...clock, stage: reached, ahead }, passed };
};

const isOver = (clock: Clock): boolean => clock.stage === "met" || clock.stage === "cancelled";

/** Stops a clock because what it waited for has happened. A clock that is over stays as it is. */
export const meetClock = (clock: Clock): Clock => (isOver(clock) ? clock : { ...clock, stage: "met", ahead: {} });

/** Stops a clock because nothing is awaited any more. */
export const cancelClock = (clock: Clock): Clock =>
  isOver(clock) ? clock : { ...clock, stage: "cancelled", ahead: {} };
