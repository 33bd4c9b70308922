import * as z from "zod/mini";
import { type Instant, instant, MINUTE } from "../time/instant.ts";
import { plainTime, type Reckoned, type WorkingTime } from "../time/working-time.ts";
import { type ClockKind, clockKind, duration, parseDuration, type Terms } from "./norm.ts";
import { pause } from "./pause.ts";
import { addOutside, endedPauses, endOf, ownTime, untilOutside } from "./reckon.ts";

/** Stages a running clock passes as time goes by, in order. */
export const timedStages = ["warned-50", "warned-75", "warned-90", "breached", "escalated"] as const;
export type TimedStage = (typeof timedStages)[number];

/** Of an escalation the first rung bears the stage's own name; these are the further ones. */
const furtherRungs = ["escalated-2", "escalated-3", "escalated-4", "escalated-5"] as const;

/** What a running clock passes as time goes by, in order: its stages, and the further rungs of its escalation. */
export const marks = [...timedStages, ...furtherRungs] as const;
export type Mark = (typeof marks)[number];
const mark = z.enum(marks);

/** Where a clock is. */
export const stage = z.enum(["running", ...timedStages, "paused", "met", "cancelled"]);
export type Stage = z.infer<typeof stage>;

/** An alert later than this after its moment says so. */
export const LATE_AFTER = MINUTE;

/** More time, promised to the citizen at a moment: a duration from the deadline on, or a new deadline. */
const extension = z.object({
  at: instant,
  why: z.string(),
  by: z.optional(duration),
  until: z.optional(instant),
  /** The joined signal whose deadline this is. */
  of: z.optional(z.string()),
});
export type Extension = z.infer<typeof extension>;

/** One running deadline of an incident. What is not usual is left out: a write costs by the kilobyte. */
export const clock = z.object({
  kind: clockKind,
  norm: duration,
  startedAt: instant,
  dueAt: instant,
  /** 1 when it was set, one more each time the deadline or a warning moved. */
  version: z.int(),
  stage,
  /** Of an escalated clock the rung that it has come to, beyond the first. */
  rung: z.optional(z.int()),
  /** What is still to come, each with its moment. Empty once nothing is pending. */
  ahead: z.partialRecord(mark, instant),
  /** True when the norm ran past the last loaded year of the calendar. */
  beyondCalendar: z.optional(z.boolean()),
  /** Version of the centre's norms and calendar that it was reckoned under. Clocks were set before there was one. */
  rules: z.optional(z.string()),
  /** The platform's due date that it goes by. */
  ownDate: z.optional(instant),
  /** Whether its calendar days roll over, where it counts some. */
  rollOver: z.optional(z.boolean()),
  pauses: z.optional(z.array(pause)),
  extensions: z.optional(z.array(extension)),
  /** What it had come to before it was paused or stopped. */
  reached: z.optional(mark),
  /** When it was met or cancelled. */
  overAt: z.optional(instant),
  /** The joined signal that brought it. */
  of: z.optional(z.string()),
});
export type Clock = z.infer<typeof clock>;

/** A stage that a clock has just passed. */
export interface PassedStage {
  readonly clock: ClockKind;
  readonly stage: TimedStage;
  /** Of an escalation beyond its first rung. */
  readonly rung?: number;
  readonly clockVersion: number;
  readonly dueAt: Instant;
  /** When it should have been noticed. */
  readonly moment: Instant;
  readonly late: boolean;
}

/** What a clock is reckoned by. */
export interface Rules {
  readonly time: WorkingTime;
  readonly terms: Terms;
  /** Version of the centre's norms and calendar. */
  readonly version: string;
}

/** What was recorded of a clock, from which its deadline follows. */
type Facts = Pick<Clock, "startedAt" | "pauses" | "extensions">;

interface Deadline {
  readonly due: Reckoned;
  readonly moments: Partial<Record<Mark, Instant>>;
}

/** A promised date, put off by the pauses that come after the promise. */
const dateOutside = (promised: Instant, at: Instant, facts: Facts): Reckoned => ({
  at: addOutside(plainTime, at, Math.max(0, promised - at), endedPauses(facts.pauses)).at,
  beyondCalendar: false,
});

/** When what a joined signal brought to a clock is due. */
export const broughtDate = (clock: Clock, { until = clock.dueAt, at }: Extension): Instant =>
  dateOutside(until, at, clock).at;

/** Whether a clock goes by the platform's own due date. One that lies before the start is none. */
export const goesByOwnDate = (facts: Pick<Clock, "startedAt">, terms: Terms): terms is Terms & { ownDate: Instant } =>
  terms.ownDate !== undefined && terms.ownDate > facts.startedAt;

/** Whether calendar days are counted for a clock, by its norm or by an extension. */
const countsDays = ({ extensions = [] }: Facts, norm: string): boolean =>
  [norm, ...extensions.flatMap(({ by }) => by ?? [])].some((each) => parseDuration(each).unit === "d");

/** Where the norm alone has the deadline. */
export const dueByNorm = (facts: Facts, { time, terms }: Omit<Rules, "version">): Reckoned =>
  goesByOwnDate(facts, terms)
    ? dateOutside(terms.ownDate, facts.startedAt, facts)
    : endOf(time, terms.norm, facts.startedAt, endedPauses(facts.pauses), terms.rollOver);

/** Where the deadline is after one more extension. What a joined signal brought is kept where it is the earlier one. */
const extended = (due: Reckoned, more: Extension, facts: Facts, { time, terms }: Omit<Rules, "version">): Reckoned => {
  if (more.until !== undefined) {
    const promised = dateOutside(more.until, more.at, facts);
    return more.of !== undefined && promised.at >= due.at ? due : promised;
  }
  if (more.by === undefined) return due;
  const { at, beyondCalendar } = endOf(time, more.by, due.at, endedPauses(facts.pauses), terms.rollOver);
  return { at, beyondCalendar: beyondCalendar || due.beyondCalendar };
};

/** Reckons a deadline and the moments of its stages from what was recorded. */
export const reckonDeadline = (facts: Facts, { time, terms }: Omit<Rules, "version">): Deadline => {
  const { norm, warnAt, ladder, rollOver } = terms;
  const pauses = endedPauses(facts.pauses);
  let due = dueByNorm(facts, { time, terms });
  for (const more of facts.extensions ?? []) due = extended(due, more, facts, { time, terms });
  const own = ownTime(time, norm);
  const whole = untilOutside(own, facts.startedAt, due.at, pauses);
  const moments: Partial<Record<Mark, Instant>> = {};
  for (const warning of ["warned-50", "warned-75", "warned-90"] as const) {
    const percent = warnAt[warning];
    if (percent === undefined) continue;
    const { at } = addOutside(own, facts.startedAt, Math.round((whole * percent) / 100), pauses);
    moments[warning] = Math.min(at, due.at);
  }
  moments.breached = due.at;
  let last = due.at;
  for (const [index, { after }] of ladder.entries()) {
    last = endOf(time, after, last, pauses, rollOver).at;
    moments[furtherRungs[index - 1] ?? "escalated"] = last;
  }
  // Warnings in working time are not certain either where a promised date lies past the calendar.
  const beyondCalendar = due.beyondCalendar || (own !== plainTime && due.at > time.end);
  return { due: { ...due, beyondCalendar }, moments };
};

/**
 * What a clock keeps of the terms of its matter, beside the norm: once it is over, its incident may become another
 * matter, and it is still explained by these.
 */
export const keptTerms = (facts: Facts, terms: Terms): Pick<Clock, "ownDate" | "rollOver"> => ({
  ...(goesByOwnDate(facts, terms) ? { ownDate: terms.ownDate } : {}),
  ...(countsDays(facts, terms.norm) ? { rollOver: terms.rollOver } : {}),
});

/** Sets a clock going. */
export const startClock = (kind: ClockKind, from: Instant, rules: Rules): Clock => {
  const { due, moments } = reckonDeadline({ startedAt: from }, rules);
  return {
    kind,
    norm: rules.terms.norm,
    startedAt: from,
    dueAt: due.at,
    version: 1,
    stage: "running",
    ahead: moments,
    ...(due.beyondCalendar ? { beyondCalendar: true } : {}),
    rules: rules.version,
    ...keptTerms({ startedAt: from }, rules.terms),
  };
};

/** The moment of the next stage, or nothing when none is pending. */
export const nextStageAt = (clock: Clock): Instant | undefined => {
  const moments = Object.values(clock.ahead);
  return moments.length === 0 ? undefined : Math.min(...moments);
};

type Standing = Pick<Clock, "stage" | "rung">;

/** The stage that a mark stands for, and the rung where it is a further one. */
const standingOf = (passed: Mark): Pick<PassedStage, "stage" | "rung"> => {
  const stage = timedStages.find((timed) => timed === passed);
  return stage === undefined ? { stage: "escalated", rung: marks.indexOf(passed) - timedStages.length + 2 } : { stage };
};

/** Where a clock is that runs and has come to a mark, or to none yet. */
export const standingAt = (reached: Mark | undefined): Standing =>
  reached === undefined ? { stage: "running" } : standingOf(reached);

/** Passes every stage whose moment has come. The same clock at the same moment passes nothing twice. */
export const passStages = (clock: Clock, now: Instant): { clock: Clock; passed: readonly PassedStage[] } => {
  const passed: PassedStage[] = [];
  const ahead: Clock["ahead"] = {};
  let standing: Standing = { stage: clock.stage };
  for (const next of marks) {
    const moment = clock.ahead[next];
    if (moment === undefined) continue;
    if (moment > now) {
      ahead[next] = moment;
      continue;
    }
    standing = standingOf(next);
    passed.push({
      clock: clock.kind,
      ...standingOf(next),
      clockVersion: clock.version,
      dueAt: clock.dueAt,
      moment,
      late: now - moment > LATE_AFTER,
    });
  }
  return passed.length === 0 ? { clock, passed } : { clock: { ...clock, ...standing, ahead }, passed };
};

/** Whether nothing is awaited of a clock any more. */
export const isOver = ({ stage }: Pick<Clock, "stage">): boolean => stage === "met" || stage === "cancelled";

/** What a clock has come to, kept while it stands still. */
export const reachedMark = ({ stage, rung = 1, reached }: Clock): Mark | undefined =>
  stage === "escalated" ? (furtherRungs[rung - 2] ?? stage) : (timedStages.find((timed) => timed === stage) ?? reached);

const stop = (clock: Clock, stage: "met" | "cancelled", now: Instant): Clock => {
  if (isOver(clock)) return clock;
  const reached = reachedMark(clock);
  const { rung: _, ...rest } = clock;
  return { ...rest, stage, ahead: {}, overAt: now, ...(reached === undefined ? {} : { reached }) };
};

/** Stops a clock because what it waited for has happened. A clock that is over stays as it is. */
export const meetClock = (clock: Clock, now: Instant): Clock => stop(clock, "met", now);

/** Stops a clock because nothing is awaited any more. */
export const cancelClock = (clock: Clock, now: Instant): Clock => stop(clock, "cancelled", now);
