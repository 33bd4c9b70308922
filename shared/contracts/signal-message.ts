import * as z from "zod/mini";
import { keptSignal } from "../domain/signal.ts";

export const SIGNAL_MESSAGE_VERSION = 2;

/** A signal on its way: what names its citizen, and their words, closed. */
export const sealedSignal = z.extend(z.omit(keptSignal, { text: true, place: true, erased: true }), {
  /** Text, author and place as JSON, sealed under the signal's id, in base64. */
  sealed: z.string().check(z.minLength(1)),
});
export type SealedSignal = z.infer<typeof sealedSignal>;

/** What the signals queue carries. */
export const signalMessage = z.object({ schemaVersion: z.literal(SIGNAL_MESSAGE_VERSION), signal: sealedSignal });
export type SignalMessage = z.infer<typeof signalMessage>;
