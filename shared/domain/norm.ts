import * as z from "zod/mini";
import { channel } from "./signal.ts";

/** Kinds of clock that run on an incident. */
export const clockKind = z.enum(["reaction", "answer", "final", "statutory"]);
export type ClockKind = z.infer<typeof clockKind>;

/**
 * How long something may take: `4h` hours, `9wh` working hours, `7wd` working days, `30d` days. Days end at the close
 * of the last one.
 */
export const duration = z.string().check(z.regex(/^[1-9][0-9]{0,3}(h|wh|wd|d)$/));

type DurationUnit = "h" | "wh" | "wd" | "d";

export interface Duration {
  readonly amount: number;
  readonly unit: DurationUnit;
}

/** Reads a duration that the schema accepted; throws on any other text. */
export const parseDuration = (text: string): Duration => {
  const match = /^([1-9][0-9]{0,3})(h|wh|wd|d)$/.exec(text);
  const [, amount, unit] = match ?? [];
  if (amount === undefined || (unit !== "h" && unit !== "wh" && unit !== "wd" && unit !== "d"))
    throw new RangeError(`"${text}" is not a duration: write 4h, 9wh, 7wd or 30d.`);
  return { amount: Number(amount), unit };
};

/** A deadline rule of a centre. A rule without a condition applies to all; the most specific rule wins. */
export const norm = z.object({
  clock: clockKind,
  duration,
  channel: z.optional(channel),
  group: z.optional(z.string()),
  topic: z.optional(z.string()),
  urgent: z.optional(z.boolean()),
});
export type Norm = z.infer<typeof norm>;

export interface Matter {
  readonly channel: string;
  readonly group: string;
  readonly topic: string;
  readonly urgent: boolean;
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
