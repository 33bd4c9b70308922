import type { SQSBatchResponse, SQSRecord } from "aws-lambda";
import type * as z from "zod/mini";
import { Metric } from "../contracts/metrics.ts";
import { TRIES } from "../contracts/queues.ts";
import { Rejection } from "../domain/signal/rejection.ts";
import type { DeadLetters } from "./dead-letters.ts";
import { failureFacts, type Log } from "./log.ts";
import type { Counter } from "./metrics.ts";
import { jsonParser } from "./parse.ts";

interface Parts<Message> {
  /** What the queue carries; anything else is buried, since no retry makes it readable. */
  readonly schema: z.ZodMiniType<Message>;
  readonly deadLetters: DeadLetters;
  readonly counter: Counter;
  readonly log: Log;
}

export interface Received<Message> {
  readonly record: SQSRecord;
  readonly message: Message;
}

/** What every function does with a batch that it works on in groups. */
export const queueBatch = <Message>({ schema, deadLetters, counter, log }: Parts<Message>) => {
  const parse = jsonParser(schema);

  const bury = async (record: Pick<SQSRecord, "body" | "messageId">, reason: string): Promise<void> => {
    await deadLetters.bury(record, reason);
    counter.add(Metric.DeadLetter);
    log.error("A message went to the dead letters.", { messageId: record.messageId, reason });
  };

  const readOne = async (record: SQSRecord): Promise<Received<Message>[]> => {
    try {
      return [{ record, message: parse(record.body) }];
    } catch (error) {
      if (!(error instanceof Rejection)) throw error;
      await bury(record, error.reason);
      return [];
    }
  };

  return {
    bury,
    read: async (records: readonly SQSRecord[]): Promise<readonly Received<Message>[]> =>
      (await Promise.all(records.map(readOne))).flat(),

    /** Does a group's work. When that fails the group comes again; a last try goes to the dead letters instead. */
    attempt: async (group: readonly Received<Message>[], work: () => Promise<void>): Promise<readonly SQSRecord[]> => {
      try {
        await work();
        return [];
      } catch (error) {
        const { error: kind } = failureFacts(error);
        log.error("Messages failed and will be tried again.", { messages: group.length, error: kind });
        const records = group.map(({ record }) => record);
        const lastTry = ({ attributes }: SQSRecord) => Number(attributes.ApproximateReceiveCount) >= TRIES;
        for (const record of records.filter(lastTry))
          await bury(record, `Failed ${TRIES} times, at last with ${kind}.`);
        return records.filter((record) => !lastTry(record));
      }
    },
  };
};

export const failures = (records: readonly SQSRecord[]): SQSBatchResponse => ({
  batchItemFailures: records.map(({ messageId }) => ({ itemIdentifier: messageId })),
});
