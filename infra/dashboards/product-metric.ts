import type { Duration } from "aws-cdk-lib";
import { Metric } from "aws-cdk-lib/aws-cloudwatch";
import { METRICS_NAMESPACE, type MetricName, metricOwners } from "../../shared/contracts/metrics.ts";

export interface Shown {
  readonly statistic: "Sum" | "Average" | "Maximum";
  readonly period: Duration;
  readonly label: string;
  readonly color?: string;
}

/** A metric of the product, one line for each function that emits it. */
export const productMetric = (metricName: MetricName, { statistic, period, label, color }: Shown): Metric[] => {
  const owners = metricOwners[metricName];
  return owners.map(
    (service) =>
      new Metric({
        namespace: METRICS_NAMESPACE,
        metricName,
        dimensionsMap: { service },
        statistic,
        period,
        label: owners.length === 1 ? label : `${label}: ${service}`,
        ...(color && { color }),
      }),
  );
};
