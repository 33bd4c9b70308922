import { randomUUID } from "node:crypto";
import { wholeSeconds } from "../bus/envelope.ts";
import type { StreamRecord } from "../ports.ts";
import type { StreamSource } from "../template/deployment.ts";

export type GivenUp = "RetryAttemptsExhausted" | "RecordAgeExceeded";

/**
 * What Lambda sends to the failure destination of a stream: where the records are, not the records.
 * https://docs.aws.amazon.com/lambda/latest/dg/services-dynamodb-errors.html
 */
export function streamFailure(options: {
  source: StreamSource;
  functionArn: string;
  records: readonly [StreamRecord, ...StreamRecord[]];
  condition: GivenUp;
  invocations: number;
  now: number;
}): string {
  const { source, records } = options;
  const first = records[0];
  const last = records.at(-1) ?? first;
  return JSON.stringify({
    requestContext: {
      requestId: randomUUID(),
      functionArn: options.functionArn,
      condition: options.condition,
      approximateInvokeCount: options.invocations,
    },
    responseContext: { statusCode: 200, executedVersion: "$LATEST", functionError: "Unhandled" },
    version: "1.0",
    timestamp: new Date(options.now).toISOString(),
    DDBStreamBatchInfo: {
      shardId: "shardId-00000000000000000000-00000000",
      startSequenceNumber: first.dynamodb.SequenceNumber,
      endSequenceNumber: last.dynamodb.SequenceNumber,
      approximateArrivalOfFirstRecord: arrival(first),
      approximateArrivalOfLastRecord: arrival(last),
      batchSize: records.length,
      streamArn: source.streamArn,
    },
  });
}

const arrival = (record: StreamRecord): string => wholeSeconds(record.dynamodb.ApproximateCreationDateTime * 1_000);
