import * as z from "zod/mini";
import { instant } from "../time/instant.ts";
import { channel, type KeptSignal, keptSignal } from "./signal.ts";

/** What an incident knows of a signal that joined it: who is to be answered, where. Its words are at its own key. */
export const joinedEntry = z.object({
  id: z.string(),
  channel,
  source: z.string(),
  externalId: z.string(),
  citizen: z.optional(z.string()),
  /** True once its citizen's data were erased: they are not answered any more. */
  erased: z.optional(z.boolean()),
  receivedAt: instant,
  /** It answers a question: the citizen is answered where they wrote before. */
  answers: z.optional(z.literal(true)),
});
export type JoinedEntry = z.infer<typeof joinedEntry>;

/** A signal that joined an incident: at its own key, which no other may claim. */
export const joinedSignal = z.object({
  signal: keptSignal,
  /** Grows by one with every change; the condition of every write. */
  version: z.int(),
  /** Where it is dealt with. */
  incidentId: z.string(),
  /** What it is in kind, as it was understood. */
  kind: z.string(),
  /** It is kept as long as its incident. */
  keptUntil: z.optional(instant),
});
export type JoinedSignal = z.infer<typeof joinedSignal>;

export const entryOf = ({ id, channel, source, externalId, citizen, erased, receivedAt }: KeptSignal): JoinedEntry => ({
  id,
  channel,
  source,
  externalId,
  ...(citizen === undefined ? {} : { citizen }),
  ...(erased === undefined ? {} : { erased }),
  receivedAt,
});
