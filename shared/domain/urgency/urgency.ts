import * as z from "zod/mini";

const name = z.string().check(z.minLength(1), z.maxLength(100));

/** As grave as it gets: somebody's life or health is in danger now, and people on duty are told at once. */
export const DANGER = 5;
/** Answered under the urgent norm. */
export const URGENT = 4;

const phrase = z.string().check(z.regex(/[\p{L}\p{N}]/u, "A phrase needs a letter."), z.maxLength(1_000));

const month = z.int().check(z.gte(1), z.lte(12));

/** What makes a message urgent, by its words. */
const rule = z.strictObject({
  id: name,
  /** Phrases, each of which is enough: `пахн|запах + газом$|газа$`. How they are written: docs/understanding.md. */
  words: z.array(phrase).check(z.minLength(1)),
  /** 1 to 5: 4 is urgent, 5 is danger. */
  severity: z.int().check(z.gte(1), z.lte(DANGER)),
  /** The months in which it counts; without them all the year round. */
  months: z.optional(z.array(month).check(z.minLength(1))),
});

/** What stands among the rules that were met, when it is not by words. */
export const RESONANCE = "resonance";
/** The same, when a message is told as dangers are, though in no rule's words. */
export const LIKELY_DANGER = "likely-danger";

const likelihood = z.number().check(z.gte(0), z.lte(1));

const threshold = z.optional(z.int().check(z.gte(2)));

export const urgency = z.strictObject({
  rules: z.array(rule),
  /** From so many reporters on, or from so much reach of one message, a matter is urgent. Without it, never. */
  resonance: z.optional(z.strictObject({ reporters: threshold, reach: threshold })),
  /** From these likelihoods on what is told as dangers are is urgent, and danger. Without them, rules alone say. */
  likely: z.optional(z.strictObject({ urgentFrom: likelihood, dangerFrom: likelihood })),
  /** Words by which it is over: «потушили», «год назад». */
  over: z._default(z.array(phrase), []),
  /** Words by which it is not happening now, but feared, drilled or asked about: urgent at most. */
  supposed: z._default(z.array(phrase), []),
});
export type Urgency = z.infer<typeof urgency>;
