import * as z from "zod/mini";
import { existence } from "../domain/signal/existence.ts";
import { membership } from "../domain/signal/membership.ts";
import { keptSignal } from "../domain/signal/signal.ts";

export const SIGNAL_MESSAGE_VERSION = 2;
export const EXISTENCE_MESSAGE_VERSION = 3;
export const MEMBERSHIP_MESSAGE_VERSION = 4;

/** What only an incident knows of its signal. */
const kept = {
  erased: true,
  pastWordings: true,
  wordings: true,
  placedAt: true,
  deletions: true,
  restorations: true,
  markedAt: true,
  settled: true,
  dividedFrom: true,
  dividedInto: true,
} as const;

/** A signal on its way: what names its citizen, and their words, closed. */
export const sealedSignal = z.extend(z.omit(keptSignal, { text: true, place: true, attachments: true, ...kept }), {
  /** What is personal of it as JSON, sealed under the signal's id, in base64. */
  sealed: z.string().check(z.minLength(1)),
});
export type SealedSignal = z.infer<typeof sealedSignal>;

/** What the signals queue carries: a signal, that one was deleted or restored on its platform, or where a bot is. */
export const signalMessage = z.discriminatedUnion("schemaVersion", [
  z.object({ schemaVersion: z.literal(SIGNAL_MESSAGE_VERSION), signal: sealedSignal }),
  z.object({ schemaVersion: z.literal(EXISTENCE_MESSAGE_VERSION), existence }),
  z.object({ schemaVersion: z.literal(MEMBERSHIP_MESSAGE_VERSION), membership }),
]);
export type SignalMessage = z.infer<typeof signalMessage>;
