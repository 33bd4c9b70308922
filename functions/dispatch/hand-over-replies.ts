import type { AttributeValue } from "@aws-sdk/client-dynamodb";
import type { DynamoDBBatchResponse, DynamoDBRecord, DynamoDBStreamEvent } from "aws-lambda";
import * as z from "zod/mini";
import { Metric } from "../../shared/contracts/metrics.ts";
import { pageOf, type ReplyMessage } from "../../shared/contracts/reply-message.ts";
import { type HandOver, handOver } from "../../shared/domain/incident/hand-over.ts";
import type { DeadLetters } from "../../shared/platform/dead-letters.ts";
import { failureFacts, type Log } from "../../shared/platform/log.ts";
import type { Counter } from "../../shared/platform/metrics.ts";
import type { Outgoing, Queue } from "../../shared/platform/queue.ts";
import { OUTBOX, TABLE_KEY } from "../../shared/store/keys.ts";

interface Parts {
  readonly replies: Queue<ReplyMessage>;
  readonly deadLetters: DeadLetters;
  readonly counter: Counter;
  readonly log: Log;
}

const image = z.custom<Record<string, AttributeValue>>((value) => typeof value === "object" && value !== null);

const streamRecord = z.object({
  dynamodb: z.object({ SequenceNumber: z.string(), NewImage: z.optional(image), OldImage: z.optional(image) }),
});

const outbox = z.array(handOver);

const outboxOf = (of: Record<string, AttributeValue> | undefined): readonly HandOver[] => {
  const text = of?.[OUTBOX]?.S;
  return text === undefined ? [] : outbox.parse(JSON.parse(text));
};

const keyOf = ({ replyId, signalId, tries }: HandOver): string => `${replyId}.${signalId}.${tries}`;

/** What came into an incident's outbox with one change of it. */
const handedOver = (record: DynamoDBRecord): readonly Outgoing<ReplyMessage>[] => {
  const { NewImage, OldImage } = streamRecord.parse(record).dynamodb;
  const incidentId = z.string().parse(NewImage?.[TABLE_KEY]?.S);
  const known = new Set(outboxOf(OldImage).map(keyOf));
  return outboxOf(NewImage)
    .filter((each) => !known.has(keyOf(each)))
    .map((each) => ({
      message: { schemaVersion: 1, incidentId, ...each },
      fifo: { group: pageOf(each), deduplicationId: keyOf(each) },
    }));
};

/**
 * Puts on the queue of their page the replies that the table's stream says are to be sent. What is put twice is known to
 * the queue for a while, and to whoever sends it for good.
 */
export const handOverReplies = ({ replies, deadLetters, counter, log }: Parts) => {
  const read = async (record: DynamoDBRecord): Promise<readonly Outgoing<ReplyMessage>[]> => {
    try {
      return handedOver(record);
    } catch (error) {
      const sequence = record.dynamodb?.SequenceNumber ?? "";
      const facts = failureFacts(error);
      await deadLetters.bury(
        { messageId: sequence, body: JSON.stringify({ sequence }) },
        `What an incident has to send was not understood (${facts.error}).`,
      );
      counter.add(Metric.DeadLetter);
      log.error("What an incident has to send was not understood.", { sequence, ...facts });
      return [];
    }
  };

  return async ({ Records }: DynamoDBStreamEvent): Promise<DynamoDBBatchResponse> => {
    const messages = [];
    for (const record of Records) messages.push(...(await read(record)));
    await replies.sendAll(messages);
    return { batchItemFailures: [] };
  };
};
