import * as z from "zod/mini";
import { channel } from "../signal/signal.ts";
import { type Instant } from "../time/instant.ts";
import { type DutyPost, dutyPost } from "./duty-post.ts";

/** Kinds of clock that run on an incident. */
export const clockKind = z.enum(["reaction", "answer", "final", "statutory"]);
export type ClockKind = z.infer<typeof clockKind>;

/**
 * How long something may take: `4h` hours, `9wh` working hours, `7wd` working days, `30d` days. Days end at the close
 * of the last one.
 */
export const duration = z
  .string()
  .check(z.regex(/^[1-9][0-9]{0,3}(h|wh|wd|d)$/, "must be a duration, as 4h, 9wh, 7wd or 30d"));

type DurationUnit = "h" | "wh" | "wd" | "d";

export interface Duration {
  readonly amount: number;
  readonly unit: DurationUnit;
}

const read = new Map<string, Duration>();

/** Reads a duration that the schema accepted; throws on any other text. */
export const parseDuration = (text: string): Duration => {
  const known = read.get(text);
  if (known !== undefined) return known;
  const match = /^([1-9][0-9]{0,3})(h|wh|wd|d)$/.exec(text);
  const [, amount, unit] = match ?? [];
  if (amount === undefined || (unit !== "h" && unit !== "wh" && unit !== "wd" && unit !== "d"))
    throw new RangeError(`"${text}" is not a duration: write 4h, 9wh, 7wd or 30d.`);
  const made = { amount: Number(amount), unit } as const;
  read.set(text, made);
  return made;
};

const share = z.int().check(z.gte(1), z.lte(99));

/** At which share of a norm's own time a clock warns, in per cent. A warning that is left out is not given. */
const warnAt = z
  .strictObject({ "warned-50": z.optional(share), "warned-75": z.optional(share), "warned-90": z.optional(share) })
  .check(
    z.refine((shares) => {
      const given = [shares["warned-50"], shares["warned-75"], shares["warned-90"]].filter(
        (each) => each !== undefined,
      );
      return given.every((each, index) => index === 0 || each > (given[index - 1] ?? 0));
    }, "Warnings come one after the other: the shares have to grow."),
  );
export type WarnAt = z.infer<typeof warnAt>;

/** What becomes of a clock when its incident is reopened. */
const onReopening = z.enum(["continues", "restarts"]);

/** A rung of an escalation: how long after the one before it, the first after the breach, and whom it tells. */
const rung = z.strictObject({ after: duration, tells: z.optional(z.array(dutyPost).check(z.minLength(1))) });

export interface Rung {
  readonly after: string;
  /** In place of whom the roster names for the stage `escalated`. */
  readonly tells?: readonly DutyPost[] | undefined;
}

/** Each further rung has a mark of its own among those of a clock. */
const MOST_RUNGS = 5;

const escalateAfter = z.union(
  [duration, z.array(z.union([duration, rung])).check(z.minLength(1), z.maxLength(MOST_RUNGS))],
  `must be a duration, as "1wd", or a list of up to ${MOST_RUNGS} rungs, as [{"after": "1wd", "tells": ["head"]}]`,
);

const ladderOf = (given: z.infer<typeof escalateAfter>): readonly Rung[] =>
  (typeof given === "string" ? [given] : given).map((each) => (typeof each === "string" ? { after: each } : each));

/** How a clock runs, beside its duration. */
const manner = {
  warnAt,
  /** How long a breach stays unmended before it is escalated: one rung, or a ladder of them. */
  escalateAfter,
  /** Whether a norm in days whose last day is free ends with the next working day. */
  rollOver: z.boolean(),
  onReopening,
};

/**
 * A deadline rule of a centre. A rule without a condition applies to all; the most specific rule wins. What it does not
 * say of its manner is the centre's usual one.
 */
export const norm = z.strictObject({
  clock: clockKind,
  duration,
  channel: z.optional(channel),
  group: z.optional(z.string()),
  topic: z.optional(z.string()),
  urgent: z.optional(z.boolean()),
  /** Where the message brings a due date of its platform, that is the deadline; the duration is for those without one. */
  byOwnDate: z.optional(z.boolean()),
  warnAt: z.optional(manner.warnAt),
  escalateAfter: z.optional(manner.escalateAfter),
  rollOver: z.optional(manner.rollOver),
  onReopening: z.optional(manner.onReopening),
});
export type Norm = z.infer<typeof norm>;

/** What becomes of an incident whose citizen was asked something and stays silent. */
const silence = z.strictObject({
  after: duration,
  outcome: z.enum(["resumes", "closes"]),
});

/** A centre's rules for deadlines. What is left out is as most centres have it. */
export const centreNorms = z.strictObject({
  norms: z.array(norm).check(z.minLength(1)),
  escalateAfter: z._default(manner.escalateAfter, "1wd"),
  warnAt: z._default(manner.warnAt, { "warned-50": 50, "warned-75": 75, "warned-90": 90 }),
  rollOver: z._default(manner.rollOver, true),
  onReopening: z._default(manner.onReopening, "restarts"),
  silence: z._default(silence, { after: "5d", outcome: "resumes" }),
});
export type CentreNorms = z.infer<typeof centreNorms>;

/** Under which terms one clock of a matter runs: the norm that applies, whole. */
export interface Terms {
  readonly norm: string;
  /** The due date of the platform, where the norm goes by it. */
  readonly ownDate?: Instant;
  readonly warnAt: WarnAt;
  /** The rungs of its escalation, at least one. */
  readonly ladder: readonly Rung[];
  readonly rollOver: boolean;
  readonly onReopening: z.infer<typeof onReopening>;
}

export interface Matter {
  readonly channel: string;
  readonly group: string;
  readonly topic: string;
  readonly urgent: boolean;
  /** When the platform wants the signal that opened it answered by. */
  readonly dueAt?: Instant | undefined;
}

const applies = (rule: Norm, matter: Matter): boolean =>
  (rule.channel === undefined || rule.channel === matter.channel) &&
  (rule.group === undefined || rule.group === matter.group) &&
  (rule.topic === undefined || rule.topic === matter.topic) &&
  (rule.urgent === undefined || rule.urgent === matter.urgent);

const specificity = (rule: Norm): number =>
  (rule.topic === undefined ? 0 : 8) +
  (rule.urgent === undefined ? 0 : 4) +
  (rule.group === undefined ? 0 : 2) +
  (rule.channel === undefined ? 0 : 1);

/** The rule for one clock of a matter, or nothing when the centre sets none. Of equally specific rules the first wins. */
export const normFor = (norms: readonly Norm[], clock: ClockKind, matter: Matter): Norm | undefined => {
  let best: Norm | undefined;
  for (const rule of norms) {
    if (rule.clock !== clock || !applies(rule, matter)) continue;
    if (best === undefined || specificity(rule) > specificity(best)) best = rule;
  }
  return best;
};

/** The terms of a norm, as the centre usually has them where it says nothing of its own. */
export const termsOf = (rules: CentreNorms, own: Partial<Norm> & Pick<Norm, "duration">): Terms => ({
  norm: own.duration,
  warnAt: own.warnAt ?? rules.warnAt,
  ladder: ladderOf(own.escalateAfter ?? rules.escalateAfter),
  rollOver: own.rollOver ?? rules.rollOver,
  onReopening: own.onReopening ?? rules.onReopening,
});

/** The terms of one clock of a matter, or nothing when the centre sets no norm for it. */
export const termsFor = (rules: CentreNorms, clock: ClockKind, matter: Matter): Terms | undefined => {
  const found = normFor(rules.norms, clock, matter);
  if (found === undefined) return undefined;
  const terms = termsOf(rules, found);
  return found.byOwnDate === true && matter.dueAt !== undefined ? { ...terms, ownDate: matter.dueAt } : terms;
};
