import * as z from "zod/mini";
import { instant } from "../domain/instant.ts";

/** What the due queue carries: an incident with a stage whose moment comes with the end of the message's delay. */
export const dueMessage = z.object({ schemaVersion: z.literal(1), incidentId: z.string(), at: instant });
export type DueMessage = z.infer<typeof dueMessage>;
