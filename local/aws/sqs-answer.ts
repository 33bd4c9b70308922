import type { AwsAnswer } from "./service.ts";

/** An error of SQS by its code in the JSON protocol. */
export interface SqsRefusal {
  readonly code: string;
  readonly message: string;
}

/** Codes that clients know from the older query protocol by another name. */
const queryCodes: Readonly<Record<string, string>> = {
  QueueDoesNotExist: "AWS.SimpleQueueService.NonExistentQueue",
  EmptyBatchRequest: "AWS.SimpleQueueService.EmptyBatchRequest",
  TooManyEntriesInBatchRequest: "AWS.SimpleQueueService.TooManyEntriesInBatchRequest",
  BatchEntryIdsNotDistinct: "AWS.SimpleQueueService.BatchEntryIdsNotDistinct",
  BatchRequestTooLong: "AWS.SimpleQueueService.BatchRequestTooLong",
  InvalidBatchEntryId: "AWS.SimpleQueueService.InvalidBatchEntryId",
  UnsupportedOperation: "AWS.SimpleQueueService.UnsupportedOperation",
};

const contentType = "application/x-amz-json-1.0";

export const answered = (body: unknown): AwsAnswer => ({
  status: 200,
  body: JSON.stringify(body),
  headers: { "content-type": contentType },
});

export const refused = ({ code, message }: SqsRefusal): AwsAnswer => ({
  status: 400,
  body: JSON.stringify({ __type: `com.amazonaws.sqs#${code}`, message }),
  headers: { "content-type": contentType, "x-amzn-query-error": `${queryCodes[code] ?? code};Sender` },
});

export const invalidParameter = (message: string): SqsRefusal => ({ code: "InvalidParameterValue", message });
export const missingParameter = (name: string): SqsRefusal => ({
  code: "MissingParameter",
  message: `The request must contain the parameter ${name}.`,
});
