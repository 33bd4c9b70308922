import * as z from "zod/mini";
import { attachment, channel, place } from "../domain/signal/signal.ts";

const instant = z.iso.datetime();
const word = z.string().check(z.minLength(1), z.maxLength(500));

/** Why somebody wants to know who wrote a message: stands in the incident's history. */
export const authorReading = z.object({ why: z.string().check(z.trim(), z.minLength(1), z.maxLength(1_000)) });

const who = {
  channel: z.string(),
  source: z.string(),
  id: z.string(),
  name: z.optional(z.string()),
  contact: z.optional(z.string()),
  /** When this is forgotten, unless they write again. */
  keptUntil: instant,
};

/** Who wrote a message. */
export const authorAnswer = z.object(who);
export type AuthorAnswer = z.infer<typeof authorAnswer>;

/**
 * A citizen as their channel knows them: the id of the author there. A partner's author goes by the contact they left,
 * one who left none by the message's own id; that finds the author of any message.
 */
export const citizenRequest = z.object({ channel, source: word, author: word });
export type CitizenRequest = z.infer<typeof citizenRequest>;

/** One who was erased before: whatever a restored backup has of them is found by the name that stood for them. */
export const erasedCitizen = z.strictObject({ pseudonym: word });
export type ErasedCitizen = z.infer<typeof erasedCitizen>;

/** All that is kept of a citizen. */
export const citizenExport = z.object({
  /** Absent when a message is known and nobody as its author. */
  citizen: z.optional(
    z.extend(authorAnswer, {
      /** The channel's name of the dialogue with them, where it is asked for it by that. */
      dialogue: z.optional(z.string()),
    }),
  ),
  signals: z.array(
    z.object({
      id: z.string(),
      incidentId: z.string(),
      channel,
      externalId: z.string(),
      state: z.string(),
      text: z.string(),
      place: z.optional(place),
      attachments: z.optional(z.array(attachment)),
      sentAt: instant,
      receivedAt: instant,
      keptUntil: z.optional(instant),
      replies: z.array(z.object({ text: z.string(), at: instant, who: z.string() })),
      /** Who was shown their name, when, and what for. */
      readings: z.array(z.object({ at: instant, who: z.string(), why: z.string() })),
    }),
  ),
  /** Messages that are still on their way to an incident. */
  underWay: z.int(),
});
export type CitizenExport = z.infer<typeof citizenExport>;

/** What an erasure has done, and what is left to do by asking again. Nothing left: nothing of them is kept. */
export const citizenErasure = z.object({
  erased: z.int(),
  remaining: z.int(),
  /** What stood for them, also when nothing of them was found; absent for a message that nobody is known to have written. */
  pseudonym: z.optional(z.string()),
});
export type CitizenErasure = z.infer<typeof citizenErasure>;
