import type { SQSClient } from "@aws-sdk/client-sqs";
import type { SQSRecord } from "aws-lambda";
import { FIFO_ENDING, REASON_ATTRIBUTE } from "../contracts/queues.ts";

/** Where a message goes that cannot be worked off, with its reason beside it. */
export interface DeadLetters {
  bury(record: Letter, reason: string): Promise<void>;
}

export type Letter = Pick<SQSRecord, "body" | "messageId"> & {
  readonly attributes?: Pick<SQSRecord["attributes"], "MessageGroupId">;
};

/** A letter of a FIFO queue lies in the group that its message was in. */
const fifoOf = (url: string, { messageId, attributes }: Letter) =>
  url.endsWith(FIFO_ENDING)
    ? { MessageGroupId: attributes?.MessageGroupId ?? messageId, MessageDeduplicationId: messageId }
    : {};

/** A dead-letter queue. Most invocations bury nothing, so the queue's client is loaded with the first letter. */
export const sqsDeadLetters = (url: string): DeadLetters => {
  let client: SQSClient | undefined;
  return {
    bury: async (letter, reason) => {
      const { body, messageId } = letter;
      const { SendMessageCommand, SQSClient } = await import("./dead-letter-calls.ts");
      client ??= new SQSClient({});
      await client.send(
        new SendMessageCommand({
          QueueUrl: url,
          MessageBody: body,
          ...fifoOf(url, letter),
          MessageAttributes: {
            [REASON_ATTRIBUTE]: { DataType: "String", StringValue: reason },
            messageId: { DataType: "String", StringValue: messageId },
          },
        }),
      );
    },
  };
};
