import * as z from "zod/mini";
import { channel } from "../signal/signal.ts";
import { DAY, HOUR, type Instant } from "../time/instant.ts";
import type { Entry } from "./history.ts";
import { type Delivery, type DeliveryKey, isUnderWay, type Reply } from "./reply.ts";

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

/** Each further time it is waited for twice as long, and never longer than this. */
const HEARD_WITHIN_AT_MOST = DAY;

/** Of what is not heard of for so long a person has to know. */
const GIVEN_UP_AFTER = 3 * DAY;

const published = (replies: readonly Reply[]): readonly Reply[] => replies.filter(({ state }) => state === "published");

/** The first delivery to each reporter that is under way: what stands behind it waits for it. */
const ahead = (replies: readonly Reply[]): readonly (DeliveryKey & { readonly delivery: Delivery })[] => {
  const busy = new Set<string>();
  return published(replies).flatMap(({ id: replyId, deliveries }) =>
    deliveries.flatMap((delivery) => {
      const { signalId } = delivery;
      if (!isUnderWay(delivery) || busy.has(signalId)) return [];
      busy.add(signalId);
      return [{ replyId, signalId, delivery }];
    }),
  );
};

/** The deliveries to be sent now: a reporter gets one reply after the other. */
export const handOvers = (replies: readonly Reply[]): readonly HandOver[] =>
  ahead(replies).flatMap(({ replyId, signalId, delivery: { tries, channel, source, parked } }) =>
    parked === true ? [] : [{ replyId, signalId, tries, channel, source }],
  );

/** When the first delivery that is under way is handed over again; nothing when none is. */
export const nextHandOver = (replies: readonly Reply[]): Instant | undefined => {
  const moments = published(replies)
    .flatMap(({ deliveries }) => deliveries)
    .filter(isUnderWay)
    .flatMap(({ againAt }) => (againAt === undefined ? [] : [againAt]));
  return moments.length === 0 ? undefined : Math.min(...moments);
};

const isDue = ({ againAt }: Delivery, now: Instant): boolean => againAt !== undefined && againAt <= now;

const isGivenUp = (delivery: Delivery, now: Instant): boolean =>
  delivery.parked !== true && isDue(delivery, now) && now - delivery.since >= GIVEN_UP_AFTER;

/** A delivery of which nothing has been heard for so long that it is handed over no more. */
export interface Unheard extends DeliveryKey {
  /** Of what was being sent nobody knows whether it arrived. */
  readonly kind: "failed" | "unknown";
}

/** The deliveries of which nothing has been heard for days, however often they were handed over. */
export const unheardOf = (replies: readonly Reply[], now: Instant): readonly Unheard[] =>
  ahead(replies).flatMap(({ replyId, signalId, delivery }) =>
    isGivenUp(delivery, now)
      ? [{ replyId, signalId, kind: delivery.state === "sending" ? "unknown" : "failed" } as const]
      : [],
  );

const pauseAfter = ({ since }: Delivery, now: Instant): number =>
  Math.min(HEARD_WITHIN_AT_MOST, Math.max(HEARD_WITHIN, now - since));

const again = (delivery: Delivery, now: Instant): Delivery => {
  const { parked: _, ...rest } = delivery;
  return { ...rest, tries: delivery.tries + 1, againAt: now + pauseAfter(delivery, now) };
};

/** Hands over again what it is time for, with a step of the history for each reply; nothing when there is none. */
export const handedOverAgain = (replies: readonly Reply[], now: Instant) => {
  const unheard = new Set(unheardOf(replies, now).map(({ replyId, signalId }) => `${replyId} ${signalId}`));
  const isMeant = ({ id }: Reply, delivery: Delivery): boolean =>
    isUnderWay(delivery) && isDue(delivery, now) && !unheard.has(`${id} ${delivery.signalId}`);
  const due = new Set(published(replies).filter((reply) => reply.deliveries.some((each) => isMeant(reply, each))));
  if (due.size === 0) return undefined;
  return {
    replies: replies.map((reply) =>
      due.has(reply)
        ? { ...reply, deliveries: reply.deliveries.map((each) => (isMeant(reply, each) ? again(each, now) : each)) }
        : reply,
    ),
    entries: [...due].map(({ id }): Entry => ({ what: "reply-retried", reply: id })),
  };
};
