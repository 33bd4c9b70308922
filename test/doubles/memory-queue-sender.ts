import { LONGEST_DELAY_SECONDS } from "../../shared/contracts/queues.ts";
import type { Outgoing, Queue } from "../../shared/platform/queue.ts";

export interface MemoryQueueSender<Message> extends Queue<Message> {
  /** What the queue took, in order. */
  readonly sent: readonly Outgoing<Message>[];
  /** The next message is not taken. Several are refused by as many messages. */
  failNext(error: Error): void;
}

/** What SQS refuses in a message: control characters, halves of characters, and what Unicode says is none. */
const REFUSED = /[^\t\n\r\u{20}-\u{d7ff}\u{e000}-\u{fffd}\u{10000}-\u{10ffff}]/u;

/** The sending end of a queue, in memory: takes copies, and only the messages and delays that SQS takes. */
export const memoryQueueSender = <Message>(): MemoryQueueSender<Message> => {
  const sent: Outgoing<Message>[] = [];
  const failures: Error[] = [];

  const take = async (outgoing: Outgoing<Message>): Promise<void> => {
    await Promise.resolve();
    const failure = failures.shift();
    if (failure !== undefined) throw failure;
    const { delaySeconds = 0 } = outgoing;
    if (!Number.isInteger(delaySeconds) || delaySeconds < 0 || delaySeconds > LONGEST_DELAY_SECONDS)
      throw new RangeError(`A queue takes no delay of ${delaySeconds} seconds.`);
    if (REFUSED.test(JSON.stringify(outgoing.message))) throw new RangeError("A queue takes no such character.");
    sent.push(structuredClone(outgoing));
  };

  return {
    sent,
    send: (message) => take({ message }),
    sendAll: async (messages) => {
      for (const outgoing of messages) await take(outgoing);
    },
    failNext: (error) => {
      failures.push(error);
    },
  };
};
