import type { Instant } from "../../shared/domain/instant.ts";
import { SECOND } from "../../shared/domain/instant.ts";
import type { NewMessage, QueueDepth, QueueMessage } from "../../local/ports.ts";

interface Held {
  readonly id: string;
  readonly message: NewMessage;
  readonly sentAt: Instant;
  /** Cannot be received before. */
  visibleAt: Instant;
  /** Names the last receive; an older receipt removes nothing. */
  receipt: string | undefined;
  firstReceivedAt: Instant | undefined;
  receiveCount: number;
}

/** A queue without order: every call happens at once, whole, when it arrives. */
export interface SimulatedQueue {
  /** Answers the message's id: its own, or the one it had before it died. */
  send(message: NewMessage, id?: string): string;
  receive(most: number, visibilitySeconds: number): readonly QueueMessage[];
  remove(receipt: string): void;
  release(receipt: string, afterSeconds: number): void;
  depth(): QueueDepth;
  /** The next moment at which something can be received that cannot be now. */
  nextVisibleAt(): Instant | undefined;
  /** Bodies of all it holds, received ones included. */
  held(): readonly string[];
}

interface Parts {
  readonly name: string;
  readonly now: () => Instant;
  /** Says which of so many messages is handed over first: 0 is the oldest. */
  readonly first?: (count: number) => number;
  /** Where a message goes that was received as often as allowed. */
  readonly dead?: { readonly queue: SimulatedQueue; readonly maxReceiveCount: number };
  readonly onSent?: (visibleAt: Instant) => void;
}

export const simulatedQueue = ({ name, now, first = () => 0, dead, onSent = () => {} }: Parts): SimulatedQueue => {
  const messages = new Map<string, Held>();
  const receipts = new Map<string, Held>();
  let count = 0;

  const handOver = (held: Held, visibilitySeconds: number): QueueMessage => {
    if (held.receipt !== undefined) receipts.delete(held.receipt);
    held.receiveCount += 1;
    held.receipt = `${held.id}-${held.receiveCount}`;
    held.firstReceivedAt ??= now();
    held.visibleAt = now() + visibilitySeconds * SECOND;
    receipts.set(held.receipt, held);
    const { id, message, sentAt, firstReceivedAt, receiveCount, receipt } = held;
    return {
      id,
      receipt,
      body: message.body,
      attributes: message.attributes ?? {},
      sentAt,
      firstReceivedAt,
      receiveCount,
    };
  };
  const visible = (): Held[] => [...messages.values()].filter(({ visibleAt }) => visibleAt <= now());
  const forget = (held: Held): void => {
    messages.delete(held.id);
    if (held.receipt !== undefined) receipts.delete(held.receipt);
  };

  return {
    send: (message, id = `${name}-${(count += 1)}`) => {
      const visibleAt = now() + (message.delaySeconds ?? 0) * SECOND;
      messages.set(id, {
        id,
        message,
        sentAt: now(),
        visibleAt,
        receipt: undefined,
        firstReceivedAt: undefined,
        receiveCount: 0,
      });
      onSent(visibleAt);
      return id;
    },
    receive: (most, visibilitySeconds) => {
      const ready = visible();
      const taken: QueueMessage[] = [];
      while (taken.length < most && ready.length > 0) {
        const [held] = ready.splice(first(ready.length), 1);
        if (held === undefined) break;
        if (dead !== undefined && held.receiveCount >= dead.maxReceiveCount) {
          forget(held);
          dead.queue.send({ body: held.message.body, attributes: held.message.attributes ?? {} }, held.id);
        } else taken.push(handOver(held, visibilitySeconds));
      }
      return taken;
    },
    remove: (receipt) => {
      const held = receipts.get(receipt);
      if (held !== undefined) forget(held);
    },
    release: (receipt, afterSeconds) => {
      const held = receipts.get(receipt);
      if (held === undefined) return;
      held.visibleAt = now() + afterSeconds * SECOND;
      onSent(held.visibleAt);
    },
    depth: () => {
      const all = [...messages.values()];
      const hidden = all.filter(({ visibleAt }) => visibleAt > now());
      const ready = visible();
      return {
        visible: ready.length,
        inFlight: hidden.filter(({ receiveCount }) => receiveCount > 0).length,
        delayed: hidden.filter(({ receiveCount }) => receiveCount === 0).length,
        oldestAgeSeconds: ready.length === 0 ? 0 : (now() - Math.min(...ready.map(({ sentAt }) => sentAt))) / SECOND,
      };
    },
    nextVisibleAt: () => {
      const ahead = [...messages.values()].flatMap(({ visibleAt }) => (visibleAt > now() ? [visibleAt] : []));
      return ahead.length === 0 ? undefined : Math.min(...ahead);
    },
    held: () => [...messages.values()].map(({ message }) => message.body),
  };
};
