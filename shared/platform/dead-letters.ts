import { SendMessageCommand, type SQSClient } from "@aws-sdk/client-sqs";
import type { SQSRecord } from "aws-lambda";
import { REASON_ATTRIBUTE } from "../contracts/queues.ts";

/** Where a message goes that cannot be worked off, with its reason beside it. */
export interface DeadLetters {
  bury(record: Pick<SQSRecord, "body" | "messageId">, reason: string): Promise<void>;
}

export const sqsDeadLetters = (client: SQSClient, url: string): DeadLetters => ({
  bury: async ({ body, messageId }, reason) => {
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
});
