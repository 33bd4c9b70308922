import type { StreamRecord } from "../ports.ts";
import type { BatchVerdict } from "./batch-response.ts";

/** Records to be tried together, in order; and how often that has failed. */
export interface StreamBatch {
  readonly records: readonly [StreamRecord, ...StreamRecord[]];
  readonly failures: number;
}

/**
 * What is left to try after a batch failed, in order: everything from the first failed record on, in halves when the
 * mapping bisects and nothing in front of it was done. Splitting and progress do not count as another failure.
 */
export function remainder(batch: StreamBatch, verdict: BatchVerdict, bisect: boolean): readonly StreamBatch[] {
  if (verdict.kind === "all-done") return [];
  const { records } = batch;
  const failedAt =
    verdict.kind === "all-failed" ? 0 : records.findIndex((record) => verdict.identifiers.has(sequenceOf(record)));
  if (failedAt > 0) return batches([records.slice(failedAt)], 0);
  if (!bisect || records.length === 1) return batches([records], batch.failures + 1);
  const middle = Math.ceil(records.length / 2);
  return batches([records.slice(0, middle), records.slice(middle)], batch.failures);
}

export const sequenceOf = (record: StreamRecord): string => record.dynamodb.SequenceNumber;

function batches(parts: readonly (readonly StreamRecord[])[], failures: number): readonly StreamBatch[] {
  return parts.flatMap(([first, ...rest]) => (first === undefined ? [] : [{ records: [first, ...rest], failures }]));
}
