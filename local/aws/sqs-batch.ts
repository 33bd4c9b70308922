import type { SqsRefusal } from "./sqs-answer.ts";

const mostEntries = 10;

/** The rules every batch request of SQS obeys, whatever it holds. */
export function batchRefusal(operation: string, ids: readonly string[]): SqsRefusal | undefined {
  if (ids.length === 0) {
    return {
      code: "EmptyBatchRequest",
      message: `There should be at least one ${operation}RequestEntry in the request.`,
    };
  }
  if (ids.length > mostEntries) {
    return {
      code: "TooManyEntriesInBatchRequest",
      message: `Maximum number of entries per request are ${mostEntries}. You have sent ${ids.length}.`,
    };
  }
  if (ids.some((id) => !/^[A-Za-z0-9_-]{1,80}$/.test(id))) {
    return {
      code: "InvalidBatchEntryId",
      message:
        "A batch entry id can only contain alphanumeric characters, hyphens and underscores. It can be at most 80 letters long.",
    };
  }
  const repeated = ids.find((id, index) => ids.indexOf(id) !== index);
  return repeated === undefined ? undefined : { code: "BatchEntryIdsNotDistinct", message: `Id ${repeated} repeated.` };
}
