import type { NewMessage, QueueDepth, QueueMessage } from "../../local/ports.ts";
import type { Instant } from "../../shared/domain/time/instant.ts";
import { MINUTE, SECOND } from "../../shared/domain/time/instant.ts";

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

/**
 * A queue: every call happens at once, whole, when it arrives. Messages of a group are handed over in their order, none
 * while another one is under way; what came within five minutes before, by its id or its content, is not taken again.
 */
export interface SimulatedQueue {
  /** Answers the message's id: its own, or the one it had before it died. */
  send(message: NewMessage, was?: string): string;
  receive(most: number, visibilitySeconds: number): readonly QueueMessage[];
  remove(receipt: string): void;
  release(receipt: string, afterSeconds: number): void;
  depth(): QueueDepth;
  /** The next moment at which something can be received that cannot be now. */
  nextVisibleAt(): Instant | undefined;
  /** Bodies of all it holds, received ones included. */
  held(): readonly string[];
}

/** https://docs.aws.amazon.com/AWSSimpleQueueService/latest/SQSDeveloperGuide/using-messagededuplicationid-property.html */
const DEDUPLICATED_FOR = 5 * MINUTE;

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
  const sent = new Map<string, { readonly id: string; readonly at: Instant }>();
  let count = 0;

  const handOver = (held: Held, visibilitySeconds: number): QueueMessage => {
    if (held.receipt !== undefined) receipts.delete(held.receipt);
    held.receiveCount += 1;
    held.receipt = `${held.id}-${held.receiveCount}`;
    held.firstReceivedAt ??= now();
    held.visibleAt = now() + visibilitySeconds * SECOND;
    receipts.set(held.receipt, held);
    const { id, message, sentAt, firstReceivedAt, receiveCount, receipt } = held;
    const { groupId } = message;
    return {
      ...(groupId === undefined ? {} : { groupId }),
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
  /** Groups of which a message is under way. */
  const busy = (): ReadonlySet<string> => {
    const groups = new Set<string>();
    for (const { message, visibleAt } of messages.values())
      if (message.groupId !== undefined && visibleAt > now()) groups.add(message.groupId);
    return groups;
  };
  const forget = (held: Held): void => {
    messages.delete(held.id);
    if (held.receipt !== undefined) receipts.delete(held.receipt);
  };

  return {
    send: (message, was) => {
      const { groupId, deduplicationId = groupId && message.body } = message;
      const known = deduplicationId === undefined ? undefined : sent.get(deduplicationId);
      if (was === undefined && known !== undefined && now() - known.at < DEDUPLICATED_FOR) return known.id;
      const id = was ?? `${name}-${(count += 1)}`;
      if (deduplicationId !== undefined) sent.set(deduplicationId, { id, at: now() });
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
      const groups = busy();
      const ready = visible().filter(({ message: { groupId } }) => groupId === undefined || !groups.has(groupId));
      const taken: QueueMessage[] = [];
      while (taken.length < most && ready.length > 0) {
        const ordered = ready[0]?.message.groupId !== undefined;
        const [held] = ready.splice(ordered ? 0 : first(ready.length), 1);
        if (held === undefined) break;
        if (dead !== undefined && held.receiveCount >= dead.maxReceiveCount) {
          forget(held);
          const { delaySeconds: _, ...dying } = held.message;
          dead.queue.send(dying, held.id);
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
