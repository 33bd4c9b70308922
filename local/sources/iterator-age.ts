import type { MetricSample, VirtualClock } from "../ports.ts";
import type { StreamSource } from "../template/deployment.ts";
import type { StreamBatch } from "./stream-batches.ts";

/**
 * How old the last record of a batch is when its function is called. A table stamps its records in real time, so with
 * the product's clock elsewhere their age is what passed since they were first read.
 */
export function iteratorAge(
  source: StreamSource,
  { records }: StreamBatch,
  clock: VirtualClock,
  sinceReadMilliseconds: number,
): MetricSample {
  const last = records.at(-1) ?? records[0];
  const createdAt = last.dynamodb.ApproximateCreationDateTime * 1_000;
  const age = clock.virtual ? sinceReadMilliseconds : Math.max(0, Date.now() - createdAt);
  return {
    namespace: "AWS/Lambda",
    name: "IteratorAge",
    dimensions: { FunctionName: source.functionName },
    unit: "Milliseconds",
    values: [Math.round(age)],
    at: clock.now(),
  };
}
