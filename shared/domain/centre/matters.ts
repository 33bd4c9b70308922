import * as z from "zod/mini";

const likelihood = z.number().check(z.gte(0), z.lte(1));

/** How a centre wants messages of one matter brought together. */
export const matters = z.strictObject({
  /**
   * From this likelihood on a message joins by itself, where both came with coordinates and these are near. Nothing joins by
   * itself when it is left out.
   */
  joinFrom: z.optional(likelihood),
  /** From this likelihood on operators are shown what it is like. */
  suggestFrom: likelihood,
  /** So many days back it is looked for. */
  days: z.int().check(z.gte(1), z.lte(60)),
  /** Groups whose matters are each citizen's own, as a pension is: they are shown and never joined by themselves. */
  personal: z.array(z.string()),
});
export type Matters = z.infer<typeof matters>;

export const usualMatters: Matters = {
  joinFrom: 0.95,
  suggestFrom: 0.5,
  days: 21,
  personal: ["social", "health", "employment", "military"],
};

/** An incident that may be of the same matter. */
export const similarIncident = z.object({ id: z.string(), likeness: likelihood });
export type SimilarIncident = z.infer<typeof similarIncident>;
