import * as z from "zod/mini";
import { channel } from "../signal/signal.ts";
import { instant } from "../time/instant.ts";

/** What a text to the citizens of an incident is: an answer, a question to them, or the notice of a later deadline. */
export const replyKind = z.enum(["interim", "final", "question", "notice"]);

export const replyState = z.enum(["draft", "on-approval", "returned", "published"]);

/**
 * How far a reply has come on its way to one reporter. `sending`: the platform is being called. `unknown`: it may have
 * been taken, and nobody can ask. `by-hand`: a person has to carry it. `not-possible`: nobody can.
 */
export const deliveryState = z.enum(["waiting", "sending", "sent", "failed", "unknown", "by-hand", "not-possible"]);

/** A reply on its way to one reporter of an incident, in the channel where they wrote. */
export const delivery = z.object({
  signalId: z.string(),
  channel,
  source: z.string(),
  state: deliveryState,
  /** When it came to this state. */
  at: instant,
  /** Since when it has been tried. */
  since: instant,
  /** How often it was handed over to be sent. */
  tries: z.int(),
  /** When it is handed over again if nothing has come of it by then. */
  againAt: z.optional(instant),
  /** Nobody is to send it before `againAt`. */
  parked: z.optional(z.boolean()),
  /** Parts of a long text that have been sent. */
  partsSent: z.optional(z.int()),
  /** Why it is not sent: a word, and the platform's own code where there is one. */
  why: z.optional(z.string()),
  /** The platform's own id of what was sent. */
  externalId: z.optional(z.string()),
});
export type Delivery = z.infer<typeof delivery>;

/** Text to the citizens of an incident. Replies that were kept before they were carried back have no deliveries. */
export const reply = z.object({
  id: z.string(),
  text: z.string(),
  kind: replyKind,
  /** When it was published; of one that is not, when it was written. */
  at: instant,
  who: z.string(),
  state: z._default(replyState, "published"),
  deliveries: z._default(z.array(delivery), []),
});
export type Reply = z.infer<typeof reply>;

/** Which delivery of an incident is meant. */
export interface DeliveryKey {
  readonly replyId: string;
  readonly signalId: string;
}

/** Whether it is still on its way by itself. */
export const isUnderWay = ({ state }: Pick<Delivery, "state">): boolean => state === "waiting" || state === "sending";

/** Whether it never arrived and nobody carries it. */
const isLost = ({ state }: Delivery): boolean => state === "failed" || state === "not-possible";

/** Whether a published reply has reached nobody, for good. */
export const reachedNobody = ({ deliveries }: Reply): boolean => deliveries.length > 0 && deliveries.every(isLost);

const leftToPeople: ReadonlySet<Delivery["state"]> = new Set<Delivery["state"]>(["failed", "unknown", "by-hand"]);

/** Whether the last reply to one of those who wrote waits for a person: what came before it, it stands for. */
export const hasUnsettled = (replies: readonly Reply[]): boolean => {
  const last = new Map<string, Delivery>();
  for (const { state, deliveries } of replies)
    if (state === "published") for (const each of deliveries) last.set(each.signalId, each);
  return [...last.values()].some(({ state }) => leftToPeople.has(state));
};
