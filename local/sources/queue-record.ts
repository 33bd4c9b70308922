import { createHash } from "node:crypto";
import { parseArn } from "../aws/arn.ts";
import type { MessageAttribute, QueueMessage } from "../ports.ts";

/** A message in the shape of Lambda's SQS event. https://docs.aws.amazon.com/lambda/latest/dg/with-sqs.html */
export function queueRecord(message: QueueMessage, queueArn: string) {
  return {
    messageId: message.id,
    receiptHandle: message.receipt,
    body: message.body,
    attributes: {
      ApproximateReceiveCount: String(message.receiveCount),
      SentTimestamp: String(message.sentAt),
      SenderId: parseArn(queueArn).account,
      ApproximateFirstReceiveTimestamp: String(message.firstReceivedAt),
      ...(message.groupId === undefined ? {} : { MessageGroupId: message.groupId }),
    },
    messageAttributes: Object.fromEntries(
      Object.entries(message.attributes).map(([name, attribute]) => [name, messageAttribute(attribute)]),
    ),
    md5OfBody: createHash("md5").update(message.body).digest("hex"),
    eventSource: "aws:sqs",
    eventSourceARN: queueArn,
    awsRegion: parseArn(queueArn).region,
  };
}

function messageAttribute({ type, value }: MessageAttribute) {
  return {
    ...(type.startsWith("Binary") ? { binaryValue: value } : { stringValue: value }),
    stringListValues: [],
    binaryListValues: [],
    dataType: type,
  };
}
