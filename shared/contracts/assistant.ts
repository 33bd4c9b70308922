import * as z from "zod/mini";

/** What a language model proposed, for a person to read; or that it did not, which holds nothing up. */
export const suggestion = z.discriminatedUnion("outcome", [
  z.object({ outcome: z.literal("suggested"), text: z.string() }),
  z.object({
    outcome: z.literal("not-available"),
    /** `time-limit`, `nothing-said`, or what the service calls its failure. */
    why: z.string(),
  }),
]);
export type Suggestion = z.infer<typeof suggestion>;
