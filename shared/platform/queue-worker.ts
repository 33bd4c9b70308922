import { BatchProcessor, EventType, processPartialResponse } from "@aws-lambda-powertools/batch";
import type { Context, SQSBatchResponse, SQSEvent, SQSRecord } from "aws-lambda";
import type * as z from "zod/mini";
import { Metric } from "../contracts/metrics.ts";
import { TRIES } from "../contracts/queues.ts";
import { Rejection } from "../domain/signal/rejection.ts";
import type { DeadLetters } from "./dead-letters.ts";
import { failureFacts, type Log } from "./log.ts";
import type { Counter } from "./metrics.ts";
import { jsonParser } from "./parse.ts";

interface Parts<Message> {
  /** What the queue carries; anything else is a Rejection, since no retry makes it readable. */
  readonly schema: z.ZodMiniType<Message>;
  readonly work: (message: Message) => Promise<unknown>;
  readonly deadLetters: DeadLetters;
  readonly counter: Counter;
  readonly log: Log;
}

/**
 * Works off a batch message by message: what fails is tried again and holds up nobody else. A Rejection, or a failure
 * of the last try, goes to the dead letters with its reason.
 */
export const queueWorker = <Message>({ schema, work, deadLetters, counter, log }: Parts<Message>) => {
  const parse = jsonParser(schema);

  const bury = async (record: SQSRecord, reason: string) => {
    await deadLetters.bury(record, reason);
    counter.add(Metric.DeadLetter);
    log.error("A message went to the dead letters.", { messageId: record.messageId, reason });
  };

  const onRecord = async (record: SQSRecord): Promise<void> => {
    try {
      await work(parse(record.body));
    } catch (error) {
      if (error instanceof Rejection) return bury(record, error.reason);
      const { error: kind } = failureFacts(error);
      if (Number(record.attributes.ApproximateReceiveCount) >= TRIES)
        return bury(record, `Failed ${TRIES} times, at last with ${kind}.`);
      log.warn("A message failed and will be tried again.", { messageId: record.messageId, error: kind });
      throw error;
    }
  };

  return (event: SQSEvent, context: Context): Promise<SQSBatchResponse> =>
    processPartialResponse(event, onRecord, new BatchProcessor(EventType.SQS), {
      context,
      throwOnFullBatchFailure: false,
    });
};
