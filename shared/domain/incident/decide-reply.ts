import type { Instant } from "../time/instant.ts";
import { answerWith } from "./answer.ts";
import type { Change, Circumstances } from "./change.ts";
import { ledTo, type ReplyCommand } from "./command.ts";
import { HEARD_WITHIN } from "./hand-over.ts";
import type { Entry } from "./history.ts";
import type { Incident } from "./incident.ts";
import { publishedReply, withReply } from "./publish-reply.ts";
import { type Delivery, type DeliveryKey, isUnderWay, type Reply, reachedNobody } from "./reply.ts";

/** The text that is not published yet. */
const drafted = ({ replies }: Incident): Reply | undefined => replies.find(({ state }) => state !== "published");

const moved = (given: Incident, state: "on-approval" | "returned", what: "submitted" | "returned", why?: string) => {
  const reply = drafted(given);
  if (reply === undefined) return { refused: "There is no draft; write one first." };
  const replies = given.replies.map((each) => (each === reply ? { ...each, state } : each));
  return {
    incident: { ...given, replies },
    entry: { what, reply: reply.id, ...(why === undefined ? {} : { why }) },
  } satisfies Change;
};

const approve = (given: Incident, circumstances: Circumstances): Change => {
  const reply = given.replies.find(({ state }) => state === "on-approval");
  if (reply === undefined) return { refused: "No text waits for approval." };
  const change = answerWith(given, publishedReply(given, reply, circumstances.now), circumstances);
  const state = ledTo(reply.kind === "interim" ? "interim" : "answer", given.state);
  return state === undefined ? change : { ...change, state };
};

/** Replaces one delivery; an answer that had reached nobody, and now does, counts as given now. */
const withDelivery = (given: Incident, reply: Reply, delivery: Delivery, circumstances: Circumstances) => {
  const deliveries = reply.deliveries.map((each) => (each.signalId === delivery.signalId ? delivery : each));
  const state = ledTo(reply.kind === "interim" ? "interim" : "answer", given.state);
  const isAnswer = reply.kind === "interim" || reply.kind === "final";
  if (isAnswer && reachedNobody(reply) && state !== undefined) {
    const { incident } = answerWith(given, { ...reply, deliveries, at: circumstances.now }, circumstances);
    return { incident, state };
  }
  const replies = given.replies.map((each) => (each === reply ? { ...each, deliveries } : each));
  return { incident: { ...given, replies } };
};

interface Carrying {
  readonly key: DeliveryKey;
  readonly entry: Entry;
  readonly carried: (delivery: Delivery) => Delivery;
}

const carry = (given: Incident, { key, entry, carried }: Carrying, circumstances: Circumstances): Change => {
  const reply = given.replies.find(({ id, state }) => id === key.replyId && state === "published");
  const delivery = reply?.deliveries.find(({ signalId }) => signalId === key.signalId);
  if (reply === undefined || delivery === undefined)
    return { refused: "No published reply of the incident goes to such a signal." };
  if (delivery.state === "sent") return { refused: "It has been delivered." };
  if (isUnderWay(delivery)) return { refused: "It is on its way; decide when that has failed." };
  return { ...withDelivery(given, reply, carried(delivery), circumstances), entry };
};

const deliverByHand = (delivery: Delivery, at: Instant): Delivery => {
  const { why: _, ...rest } = delivery;
  return { ...rest, state: "sent", at };
};

const resend = (delivery: Delivery, now: Instant): Delivery => {
  const { why: _, ...rest } = delivery;
  return { ...rest, state: "waiting", at: now, since: now, tries: delivery.tries + 1, againAt: now + HEARD_WITHIN };
};

/** Carries out what a person does to a reply. */
export const decideReply = (given: Incident, command: ReplyCommand, circumstances: Circumstances): Change => {
  const { now: at, who } = circumstances;
  switch (command.name) {
    case "draft": {
      const { text, kind, replyId } = command;
      const before = drafted(given);
      // An approver may mend what waits for them.
      const state = before?.state === "on-approval" ? before.state : "draft";
      const reply: Reply = { id: before?.id ?? replyId, text, kind, at, who, state, deliveries: [] };
      const entry = { what: "drafted" as const, reply: reply.id };
      return { incident: { ...given, replies: withReply(given.replies, reply) }, entry };
    }
    case "submit":
      return moved(given, "on-approval", "submitted");
    case "return":
      return moved(given, "returned", "returned", command.why);
    case "approve":
      return approve(given, circumstances);
    case "deliver-by-hand":
    case "resend": {
      const { name, delivery: key } = command;
      const steps = { reply: key.replyId, signal: key.signalId };
      const carrying: Carrying =
        name === "resend"
          ? { key, entry: { what: "reply-resent", ...steps }, carried: (each) => resend(each, at) }
          : {
              key,
              entry: { what: "delivered-by-hand", ...steps, why: command.where },
              carried: (each) => deliverByHand(each, at),
            };
      return carry(given, carrying, circumstances);
    }
    default:
      return command satisfies never;
  }
};
