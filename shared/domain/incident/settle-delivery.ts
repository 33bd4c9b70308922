import { HOUR, type Instant, MINUTE } from "../time/instant.ts";
import { withoutReply } from "./answer.ts";
import { carriedOn } from "./carried.ts";
import type { At } from "./change.ts";
import { HEARD_WITHIN } from "./hand-over.ts";
import { type Entry, OTKLIK } from "./history.ts";
import type { Incident } from "./incident.ts";
import { type Delivery, type DeliveryKey, isUnderWay, type Reply, reachedNobody } from "./reply.ts";

/**
 * How one try to send a reply ended. `later`: nothing was sent, and another try may help. `unknown`: it may have been
 * sent, and sending it again could say it twice. `afterSeconds`: the page is left alone for so long. Parts are those of a
 * long text that have arrived, before and now.
 */
export type Outcome =
  | { readonly kind: "sent"; readonly externalId?: string }
  | { readonly kind: "later"; readonly why: string; readonly afterSeconds?: number; readonly partsSent?: number }
  | {
      readonly kind: "failed" | "unknown" | "by-hand" | "not-possible";
      readonly why: string;
      readonly afterSeconds?: number;
      readonly partsSent?: number;
    };

/** How long tries go on that meet no answer but "later". */
const TRIED_FOR = 24 * HOUR;

/** Every try is written down, and whoever has waited for hours waits for another few. */
const LONGEST_PAUSE = 4 * HOUR;

const pauseAfter = (tries: number): number => Math.min(LONGEST_PAUSE, MINUTE * 2 ** Math.min(tries, 10));

/** The reply and the delivery that are meant, when both are there. */
export const deliveryOf = (
  { replies }: Incident,
  { replyId, signalId }: DeliveryKey,
): { readonly reply: Reply; readonly delivery: Delivery } | undefined => {
  const reply = replies.find(({ id, state }) => id === replyId && state === "published");
  const delivery = reply?.deliveries.find((each) => each.signalId === signalId);
  return reply === undefined || delivery === undefined ? undefined : { reply, delivery };
};

const replaced = ({ replies }: Incident, reply: Reply, delivery: Delivery): Reply[] =>
  replies.map((each) =>
    each.id === reply.id
      ? { ...each, deliveries: each.deliveries.map((one) => (one.signalId === delivery.signalId ? delivery : one)) }
      : each,
  );

/**
 * Notes that a platform is about to be called. Whoever finds that noted, and no outcome, knows that the call may have
 * been made. `read`: its author has to be known for it.
 */
export const beginSending = (incident: Incident, key: DeliveryKey, now: Instant, read: boolean): Incident => {
  const found = deliveryOf(incident, key);
  if (found === undefined || !isUnderWay(found.delivery)) throw new RangeError("Nothing is waiting to be sent.");
  const { reply, delivery } = found;
  const sending: Delivery = { ...delivery, state: "sending", at: now, againAt: now + HEARD_WITHIN };
  const why = `reply ${reply.id}`;
  const noted = incident.history.some((entry) => entry.what === "author-read" && entry.why === why);
  const reading: Entry[] = read && !noted ? [{ what: "author-read", why }] : [];
  const begun: Entry = { what: "reply-sending", reply: key.replyId, signal: key.signalId };
  return carriedOn(incident, replaced(incident, reply, sending), now, [...reading, begun]);
};

/** Whether that was noted at an earlier try. */
export const isSaidToBeSent = ({ history }: Incident, { replyId, signalId }: DeliveryKey): boolean =>
  history.some((entry) => entry.what === "reply-sending" && entry.reply === replyId && entry.signal === signalId);

/** A "later" that has gone on for too long is a failure. */
const final = (outcome: Outcome, { since }: Delivery, now: Instant): Outcome =>
  outcome.kind === "later" && now - since >= TRIED_FOR
    ? { ...outcome, kind: "failed", why: `tried-for-a-day ${outcome.why}` }
    : outcome;

const settled = (delivery: Delivery, outcome: Outcome, now: Instant): Delivery => {
  const { againAt: _, parked: _parked, why: _why, ...rest } = delivery;
  switch (outcome.kind) {
    case "sent": {
      const { externalId } = outcome;
      return { ...rest, state: "sent", at: now, ...(externalId === undefined ? {} : { externalId }) };
    }
    case "later": {
      const pause = Math.max(pauseAfter(delivery.tries), (outcome.afterSeconds ?? 0) * 1_000);
      const { why, partsSent } = outcome;
      return {
        ...rest,
        state: "waiting",
        at: now,
        againAt: now + pause,
        parked: true,
        why,
        ...(partsSent === undefined ? {} : { partsSent }),
      };
    }
    case "failed":
    case "unknown":
    case "by-hand":
    case "not-possible": {
      const { kind: state, why, partsSent } = outcome;
      return { ...rest, state, at: now, why, ...(partsSent === undefined ? {} : { partsSent }) };
    }
    default:
      return outcome satisfies never;
  }
};

const entryOf = (outcome: Outcome, { replyId: reply, signalId: signal }: DeliveryKey): Entry => {
  if (outcome.kind === "later") return { what: "reply-delayed", reply, signal, why: outcome.why };
  if (outcome.kind === "sent") return { what: "reply-sent", reply, signal };
  return { what: "reply-failed", reply, signal, outcome: outcome.kind, why: outcome.why };
};

/**
 * Writes down how a try to send a reply ended. When with it a reply has reached nobody, what it was to bring about is
 * undone. Nothing when the delivery is no longer under way.
 */
export const settleDelivery = (
  incident: Incident,
  key: DeliveryKey,
  given: Outcome,
  { centre, now }: At,
): Incident | undefined => {
  const found = deliveryOf(incident, key);
  if (found === undefined || !isUnderWay(found.delivery)) return undefined;
  const outcome = final(given, found.delivery, now);
  const replies = replaced(incident, found.reply, settled(found.delivery, outcome, now));
  const told = carriedOn(incident, replies, now, [entryOf(outcome, key)]);
  const reply = deliveryOf(told, key)?.reply;
  const undone = reply !== undefined && reachedNobody(reply) ? withoutReply(told, reply, { centre, now }) : undefined;
  if (undone === undefined) return told;
  // What somebody read of it before is no longer so: they decide anew.
  const { carried: _, ...rest } = undone.incident;
  const step = { version: told.version, at: now, who: OTKLIK, ...undone.entry };
  return { ...rest, state: undone.state ?? rest.state, history: [...told.history, step] };
};
