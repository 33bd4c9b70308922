import type { MetricSink, VirtualClock } from "../ports.ts";

export type SourceMetric =
  | "InvokedEventCount"
  | "FailedInvokeEventCount"
  | "DeletedEventCount"
  | "FilteredOutEventCount";

/**
 * Counts events under the names that Lambda gives its event source mappings.
 * https://docs.aws.amazon.com/lambda/latest/dg/monitoring-metrics-types.html
 */
export function sourceMetrics(options: {
  metrics: MetricSink;
  clock: VirtualClock;
  sourceId: string;
}): (name: SourceMetric, count: number) => void {
  const { metrics, clock, sourceId } = options;
  return (name, count) => {
    if (count === 0) return;
    metrics.record([
      {
        namespace: "AWS/Lambda",
        name,
        dimensions: { EventSourceMappingUUID: sourceId },
        unit: "Count",
        values: [count],
        at: clock.now(),
      },
    ]);
  };
}
