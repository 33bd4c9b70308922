import * as z from "zod/mini";
import { signal } from "../domain/signal.ts";

export const SIGNAL_MESSAGE_VERSION = 1;

/** What the signals queue carries. */
export const signalMessage = z.object({ schemaVersion: z.literal(SIGNAL_MESSAGE_VERSION), signal });
export type SignalMessage = z.infer<typeof signalMessage>;
