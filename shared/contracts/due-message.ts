import * as z from "zod/mini";
import { type Instant, instant, MINUTE, SECOND } from "../domain/time/instant.ts";

/** What the due queue carries: an incident with a stage whose moment comes with the end of the message's delay. */
export const dueMessage = z.object({ schemaVersion: z.literal(1), incidentId: z.string(), at: instant });
export type DueMessage = z.infer<typeof dueMessage>;

/** How far ahead of its moment a stage is put on the due queue: past two more sweeps, so that two that fail make nobody late. */
export const DUE_AHEAD = 3 * MINUTE;

/** Has an incident looked at when a moment has come; at once when it has passed. */
export const lookAt = (incidentId: string, at: Instant, moment: Instant, now: Instant) => ({
  message: { schemaVersion: 1, incidentId, at } satisfies DueMessage,
  delaySeconds: Math.max(0, Math.ceil((moment - now) / SECOND)),
});
