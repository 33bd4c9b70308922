import * as z from "zod/mini";
import type { Entry } from "./change.ts";
import { HOUR, type Instant } from "./instant.ts";
import { type Delivery, isUnderWay, type Reply } from "./reply.ts";
import { channel } from "./signal.ts";

/** One delivery that is to be sent now. Its text is not here: whoever sends it reads the incident. */
export const handOver = z.object({
  replyId: z.string(),
  signalId: z.string(),
  /** Another hand-over of the same delivery has another number. */
  tries: z.int(),
  channel,
  source: z.string(),
});
export type HandOver = z.infer<typeof handOver>;

/** A delivery of which nothing is heard for so long is handed over once more: what was handed over may be lost. */
export const HEARD_WITHIN = HOUR;

const published = (replies: readonly Reply[]): readonly Reply[] => replies.filter(({ state }) => state === "published");

/**
 * The deliveries to be sent now. A reporter gets one reply after the other: what stands behind a reply that is still on
 * its way to them waits for it.
 */
export const handOvers = (replies: readonly Reply[]): readonly HandOver[] => {
  const busy = new Set<string>();
  return published(replies).flatMap(({ id: replyId, deliveries }) =>
    deliveries.flatMap(({ signalId, tries, channel, source, state, parked }): readonly HandOver[] => {
      if (!isUnderWay({ state }) || busy.has(signalId)) return [];
      busy.add(signalId);
      return parked === true ? [] : [{ replyId, signalId, tries, channel, source }];
    }),
  );
};

/** When the first delivery that is under way is handed over again; nothing when none is. */
export const nextHandOver = (replies: readonly Reply[]): Instant | undefined => {
  const moments = published(replies)
    .flatMap(({ deliveries }) => deliveries)
    .filter(isUnderWay)
    .flatMap(({ againAt }) => (againAt === undefined ? [] : [againAt]));
  return moments.length === 0 ? undefined : Math.min(...moments);
};

const again = (delivery: Delivery, now: Instant): Delivery => {
  const { againAt, parked: _, ...rest } = delivery;
  if (!isUnderWay(delivery) || againAt === undefined || againAt > now) return delivery;
  return { ...rest, tries: delivery.tries + 1, againAt: now + HEARD_WITHIN };
};

const isDue = (reply: Reply, now: Instant): boolean => (nextHandOver([reply]) ?? Number.POSITIVE_INFINITY) <= now;

/** Hands over again what it is time for, with a step of the history for each reply; nothing when there is none. */
export const handedOverAgain = (replies: readonly Reply[], now: Instant) => {
  const due = new Set(replies.filter((reply) => isDue(reply, now)));
  if (due.size === 0) return undefined;
  return {
    replies: replies.map((reply) =>
      due.has(reply) ? { ...reply, deliveries: reply.deliveries.map((delivery) => again(delivery, now)) } : reply,
    ),
    entries: [...due].map(({ id }): Entry => ({ what: "reply-retried", reply: id })),
  };
};
