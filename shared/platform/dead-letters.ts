import type { SQSClient } from "@aws-sdk/client-sqs";
import type { SQSRecord } from "aws-lambda";
import { REASON_ATTRIBUTE } from "../contracts/queues.ts";

/** Where a message goes that cannot be worked off, with its reason beside it. */
export interface DeadLetters {
  bury(record: Pick<SQSRecord, "body" | "messageId">, reason: string): Promise<void>;
}

/** A dead-letter queue. Most invocations bury nothing, so the queue's client is loaded with the first letter. */
export const sqsDeadLetters = (url: string): DeadLetters => {
  let client: SQSClient | undefined;
  return {
    bury: async ({ body, messageId }, reason) => {
      const { SendMessageCommand, SQSClient } = await import("./dead-letter-calls.ts");
      client ??= new SQSClient({});
      await client.send(
        new SendMessageCommand({
          QueueUrl: url,
          MessageBody: body,
          MessageAttributes: {
            [REASON_ATTRIBUTE]: { DataType: "String", StringValue: reason },
            messageId: { DataType: "String", StringValue: messageId },
          },
        }),
      );
    },
  };
};
