import { Metrics, MetricUnit } from "@aws-lambda-powertools/metrics";
import { METRICS_NAMESPACE, type MetricName, metricUnits } from "../contracts/metrics.ts";

/** Counts what happened, under the names of the contract and no others. */
export interface Counter {
  add(metric: MetricName, value?: number): void;
}

/** CloudWatch's embedded metric format on standard output: one per function, flushed after each invocation. */
export const embeddedMetrics = (service: string): { readonly metrics: Metrics; readonly counter: Counter } => {
  const metrics = new Metrics({ namespace: METRICS_NAMESPACE, serviceName: service });
  return {
    metrics,
    counter: {
      add: (metric, value = 1) => metrics.addMetric(metric, MetricUnit[metricUnits[metric] ?? "Count"], value),
    },
  };
};
