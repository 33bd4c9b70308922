import * as z from "zod/mini";
import { place } from "../domain/signal/signal.ts";

const LONGEST_TEXT = 20_000;

const short = z.string().check(z.minLength(1), z.maxLength(200));

/** Half of a point is none. */
const whole = place.check(
  z.refine(({ lat, lon }) => lon === undefined || lat !== undefined, {
    path: ["lat"],
    error: "must be given with lon",
  }),
  z.refine(({ lat, lon }) => lat === undefined || lon !== undefined, {
    path: ["lon"],
    error: "must be given with lat",
  }),
);

/** What a partner posts to `/signals`. */
export const partnerSignal = z.object({
  text: z.string().check(z.trim(), z.minLength(1), z.maxLength(LONGEST_TEXT)),
  /** The sender's own id of the message; the same id with another text revises it. */
  externalId: z.optional(short),
  author: z.optional(z.object({ name: z.optional(short), contact: z.optional(short) })),
  place: z.optional(whole),
  page: z.optional(short),
  /** RFC 3339, with a zone; not before 1970, from when on moments are counted. */
  sentAt: z.optional(
    z.iso.datetime({ offset: true }).check(z.refine((text) => !(Date.parse(text) < 0), "must not be before 1970")),
  ),
});
export type PartnerSignal = z.infer<typeof partnerSignal>;

/** What they are answered: the id under which the message is known from then on. */
export const acceptedSignal = z.object({ signalId: z.string() });

/** An `Idempotency-Key`: any text of so many characters. */
export const idempotencyKey = z.string().check(z.minLength(1), z.maxLength(200));
