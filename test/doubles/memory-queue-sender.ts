import { LONGEST_DELAY_SECONDS } from "../../shared/contracts/queues.ts";
import type { Outgoing, Queue } from "../../shared/platform/queue.ts";

export interface MemoryQueueSender<Message> extends Queue<Message> {
  /** What the queue took, in order. */
  readonly sent: readonly Outgoing<Message>[];
  /** The next message is not taken. Several are refused by as many messages. */
  failNext(error: Error): void;
}

/** The sending end of a queue, in memory: takes copies, and only delays that SQS takes. */
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
