import * as z from "zod/mini";
import { clockKind } from "../domain/clock/norm.ts";

/** What the recompute queue carries: a centre whose norms or calendar have changed, and how far its incidents are done. */
export const recomputeMessage = z.object({
  schemaVersion: z.literal(1),
  centre: z.string().check(z.minLength(1)),
  cursor: z.optional(z.string()),
  /** What the pages before have come to. */
  seen: z._default(z.int(), 0),
  changed: z._default(z.int(), 0),
  moved: z._default(z.int(), 0),
});
export type RecomputeMessage = z.infer<typeof recomputeMessage>;

/** Functions keep a centre's data for a minute: what was opened under the old ones meanwhile is to be found, too. */
export const RECOMPUTE_DELAY_SECONDS = 120;

const instant = z.iso.datetime();

/** The body of a request to recompute, one page at a time. */
export const recomputeRequest = z.object({
  dryRun: z._default(z.boolean(), false),
  cursor: z.optional(z.string().check(z.regex(/^[A-Za-z0-9_-]{1,200}$/))),
});

/** What a page came to. */
export const recomputeReport = z.object({
  seen: z.int(),
  changed: z.int(),
  moved: z.array(z.object({ incidentId: z.string(), clock: clockKind, from: instant, to: instant })),
  cursor: z.optional(z.string()),
});
export type RecomputeReport = z.infer<typeof recomputeReport>;
