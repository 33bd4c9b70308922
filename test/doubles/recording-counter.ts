import type { MetricName } from "../../shared/contracts/metrics.ts";
import type { Counter } from "../../shared/platform/metrics.ts";

export interface RecordingCounter extends Counter {
  /** Every value of a metric, in order. */
  values(metric: MetricName): readonly number[];
  total(metric: MetricName): number;
}

export const recordingCounter = (): RecordingCounter => {
  const counted: { readonly metric: MetricName; readonly value: number }[] = [];
  const values = (metric: MetricName) => counted.filter((each) => each.metric === metric).map(({ value }) => value);
  return {
    add: (metric, value = 1) => {
      counted.push({ metric, value });
    },
    values,
    total: (metric) => values(metric).reduce((sum, value) => sum + value, 0),
  };
};
