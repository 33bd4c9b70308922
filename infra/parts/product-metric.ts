import type { Duration } from "aws-cdk-lib";
import { Metric } from "aws-cdk-lib/aws-cloudwatch";
import type { FunctionName } from "../../shared/contracts/environment.ts";
import { METRICS_NAMESPACE, type MetricName, metricOwners } from "../../shared/contracts/metrics.ts";

interface Measured {
  readonly statistic: "Sum" | "Average" | "Maximum" | "Minimum";
  readonly period: Duration;
}

interface Shown extends Measured {
  readonly label: string;
  readonly color?: string;
}

/** A metric of the product as one function emits it. */
export const emittedBy = (service: FunctionName, metricName: MetricName, how: Measured | Shown): Metric =>
  new Metric({ namespace: METRICS_NAMESPACE, metricName, dimensionsMap: { service }, ...how });

/** A metric of the product, one line for each function that emits it. */
export const productMetric = (metricName: MetricName, shown: Shown): Metric[] => {
  const owners = metricOwners[metricName];
  const labelOf = (owner: FunctionName) => (owners.length === 1 ? shown.label : `${shown.label}: ${owner}`);
  return owners.map((owner) => emittedBy(owner, metricName, { ...shown, label: labelOf(owner) }));
};
