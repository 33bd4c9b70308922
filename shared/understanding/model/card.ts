import * as z from "zod/mini";

const scores = z.object({
  n: z.number(),
  accuracy: z.number(),
  weightedF1: z.number(),
  macroF1: z.number(),
  top3: z.number(),
  /** Expected calibration error: how far the confidence is from the share of right answers, on average. */
  ece: z.number(),
});
export type Scores = z.infer<typeof scores>;

const head = z.object({
  /** The column it was learned from. */
  name: z.string(),
  labels: z.array(z.string()),
  /** Where its labels' weights begin in a row. */
  from: z.number(),
  /** The head whose labels contain this one's, the place of each label's container, and how far they are averaged. */
  within: z.optional(z.object({ head: z.string(), labels: z.array(z.number()), blend: z.number() })),
  /** How much each label is favoured when one is chosen: the rare ones more, or they would never be. */
  favour: z.array(z.number()),
  /** From this probability on at least 95 % of the answers were right in cross-validation; over 1: from none. */
  sureFrom: z.number(),
  /** How often an answer was right, by its likelihood from 0 to 1 in equal steps. Absent: as often as it is likely. */
  rightness: z.optional(z.array(z.number())),
  /** In cross-validation on the rows it was learned from. */
  scores,
});
export type ModelHead = z.infer<typeof head>;

/** What a model file says of itself. */
export const modelCard = z.object({
  format: z.literal(1),
  name: z.string(),
  /** Whose messages it was learned from, and on what terms. */
  source: z.string(),
  trainedAt: z.string(),
  rows: z.number(),
  features: z.number(),
  /** Labels of all heads. */
  width: z.number(),
  seed: z.number(),
  heads: z.array(head),
});
export type ModelCard = z.infer<typeof modelCard>;
