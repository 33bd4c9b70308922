import { randomUUID } from "node:crypto";
import type { RunnerClock } from "../clock/virtual-clock.ts";
import type { Part, QueueMessage, Queues, Transfer } from "../ports.ts";
import { StartFailure } from "../start-failure.ts";
import type { RunnerStore } from "../store/store-port.ts";
import type { Queue } from "../template/deployment.ts";
import { createArrivals } from "./arrivals.ts";
import { insertMessage, messageState, removeMessage, sequenceOf } from "./message-rows.ts";
import { measureDepth, peekMessages, receiveMessages } from "./receiving.ts";
import { anythingRipe, nextDelayEnd, nextLeaseEnd, releaseLeases, ripen } from "./ripening.ts";

const longestTimer = 60 * 60_000;

export interface EmbeddedQueues extends Queues, Part {
  /** The oldest messages of a queue, whatever their state, without receiving them. Their receipts are empty. */
  peek(queueName: string, most: number): Promise<readonly QueueMessage[]>;
  transfer: Transfer;
}

/**
 * The queues of the deployment in the runner's store. Delays, retention and deduplication follow the product's clock;
 * leases (visibility) run in real time and are given back at start.
 */
export function createEmbeddedQueues(options: {
  store: RunnerStore;
  clock: RunnerClock;
  queues: readonly Queue[];
  report: (line: string) => void;
}): EmbeddedQueues {
  const { store, clock, report } = options;
  const byName = new Map(options.queues.map((queue) => [queue.name, queue]));
  const byArn = new Map(options.queues.map((queue) => [queue.arn, queue]));
  const arrivals = createArrivals();
  let timer: { readonly at: number; readonly handle: NodeJS.Timeout } | undefined;
  let stopClock = (): void => {};
  let stopped = false;

  const queueNamed = (name: string): Queue => {
    const queue = byName.get(name);
    if (queue === undefined) throw new Error(`the deployment has no queue ${name}`);
    return queue;
  };
  const deadLetterQueueOf = (queue: Queue): Queue | undefined => {
    if (queue.redrive === undefined) return undefined;
    const target = byArn.get(queue.redrive.deadLetterArn);
    if (target === undefined) {
      throw new StartFailure(
        `queue ${queue.name}: its dead-letter queue ${queue.redrive.deadLetterArn} is not in the template`,
      );
    }
    return target;
  };
  const present = () => ({ product: clock.now(), real: Date.now() });

  /** Wakes no later than the real instant given. */
  const wakeAt = (at: number): void => {
    if (stopped || (timer !== undefined && timer.at <= at)) return;
    clearTimeout(timer?.handle);
    const handle = setTimeout(() => void wake(), Math.min(Math.max(0, at - Date.now()), longestTimer));
    handle.unref();
    timer = { at, handle };
  };
  const wake = async (): Promise<void> => {
    timer = undefined;
    try {
      if (store.read((database) => anythingRipe(database, present())))
        arrivals.announce(await store.commit((database) => ripen(database, present()), "kill"));
      const next = store.read((database) => [
        nextLeaseEnd(database),
        clock.virtual ? undefined : nextDelayEnd(database),
      ]);
      for (const at of next) if (at !== undefined) wakeAt(at);
    } catch (error) {
      if (!stopped) report(`queues: what ripened could not be made receivable: ${String(error)}`);
    }
  };

  return {
    start: async () => {
      for (const queue of options.queues) deadLetterQueueOf(queue);
      await store.commit((database) => {
        releaseLeases(database);
        database.run("DELETE FROM deduplications WHERE until <= ?", clock.now());
      });
      stopClock = clock.onMove(() => void wake());
      await wake();
    },
    stop: async () => {
      stopped = true;
      stopClock();
      clearTimeout(timer?.handle);
    },
    send: async (queueName, messages) => {
      const queue = queueNamed(queueName);
      const now = clock.now();
      const ids = await store.commit((database) =>
        messages.map((message) => insertMessage(database, queue, message, { id: randomUUID(), now })),
      );
      const delays = messages.map((message) => message.delaySeconds ?? queue.delaySeconds);
      if (delays.includes(0)) arrivals.announce([queueName]);
      if (!clock.virtual) for (const delay of delays) if (delay > 0) wakeAt(now + delay * 1_000);
      return ids;
    },
    receive: async (queueName, most, visibilitySeconds) => {
      const queue = queueNamed(queueName);
      const deadLetterQueue = deadLetterQueueOf(queue);
      const now = present();
      const leaseEndsAt = now.real + visibilitySeconds * 1_000;
      // A receive, a removal or a release that a power cut undoes is a message that comes once more.
      const { messages, deadLettered, ripened } = await store.commit(
        (database) => ({
          ripened: ripen(database, now),
          ...receiveMessages(database, queue, deadLetterQueue, { most, leaseEndsAt, now: now.product }),
        }),
        "kill",
      );
      if (messages.length > 0) wakeAt(leaseEndsAt);
      if (deadLettered && deadLetterQueue !== undefined) arrivals.announce([deadLetterQueue.name]);
      arrivals.announce(ripened.filter((name) => name !== queueName));
      return messages;
    },
    remove: async (queueName, receipts) => {
      const queue = queueNamed(queueName);
      await store.commit((database) => {
        for (const receipt of receipts) removeMessage(database, receipt);
      }, "kill");
      if (queue.fifo) arrivals.announce([queueName]);
    },
    release: async (queueName, receipts, afterSeconds) => {
      const at = Date.now() + afterSeconds * 1_000;
      const state = afterSeconds > 0 ? messageState.leased : messageState.receivable;
      await store.commit((database) => {
        for (const receipt of receipts) {
          database.run(
            "UPDATE messages SET state = ?, lease_ends_at = ? WHERE sequence = ? AND receipt = ? AND state = 2",
            state,
            at,
            sequenceOf(receipt),
            receipt,
          );
        }
      }, "kill");
      if (afterSeconds > 0) wakeAt(at);
      else arrivals.announce([queueName]);
    },
    transfer: async ({ from, receipts, to, messages }) => {
      const target = queueNamed(to);
      const now = clock.now();
      await store.commit((database) => {
        for (const message of messages) insertMessage(database, target, message, { id: randomUUID(), now });
        for (const receipt of receipts) removeMessage(database, receipt);
      });
      arrivals.announce([from, to]);
    },
    depth: async (queueName) => {
      const queue = queueNamed(queueName);
      const still = store.read((database) => {
        const now = present();
        return anythingRipe(database, now) ? undefined : measureDepth(database, queue, now.product);
      });
      if (still !== undefined) return still;
      const { ripened, depth } = await store.commit((database) => {
        const now = present();
        return { ripened: ripen(database, now), depth: measureDepth(database, queue, now.product) };
      }, "kill");
      arrivals.announce(ripened);
      return depth;
    },
    peek: async (queueName, most) => {
      const queue = queueNamed(queueName);
      return store.read((database) => peekMessages(database, queue, most));
    },
    nextDelayedAt: async () => store.read(nextDelayEnd),
    onArrival: arrivals.listen,
  };
}
