import type { MetricReader, MetricStatistics } from "../ports.ts";
import { StartFailure } from "../start-failure.ts";
import type { Alarm } from "../template/deployment.ts";

export type AlarmState = "OK" | "ALARM" | "INSUFFICIENT_DATA";

const comparisons: Readonly<Record<string, (value: number, threshold: number) => boolean>> = {
  GreaterThanThreshold: (value, threshold) => value > threshold,
  GreaterThanOrEqualToThreshold: (value, threshold) => value >= threshold,
  LessThanThreshold: (value, threshold) => value < threshold,
  LessThanOrEqualToThreshold: (value, threshold) => value <= threshold,
};

/** Throws when the alarm asks for something that is not honoured here, so that no alarm is silently deaf. */
export function checkAlarm({ name, comparison, treatMissing }: Alarm): void {
  if (!(comparison in comparisons))
    throw new StartFailure(`Alarm ${name}: ComparisonOperator ${comparison} is not honoured.`);
  if (!["breaching", "notBreaching", "ignore", "missing"].includes(treatMissing)) {
    throw new StartFailure(`Alarm ${name}: TreatMissingData ${treatMissing} is not honoured.`);
  }
}

/**
 * The state CloudWatch would give the alarm at an instant: M of the last N whole periods, with missing data treated as
 * the alarm says. `before` is what it keeps when it says to ignore missing data and there is none at all. Periods that
 * the clock jumped over (`lived` denies them) were nobody's to speak in, and are not missing.
 */
export function evaluateAlarm(
  alarm: Alarm,
  metrics: MetricReader,
  at: number,
  before: AlarmState,
  lived: (from: number, to: number) => boolean = () => true,
): AlarmState {
  const period = alarm.periodSeconds * 1000;
  const to = Math.floor(at / period) * period;
  const from = to - alarm.evaluationPeriods * period;
  const found = new Map(
    metrics
      .series(
        { namespace: alarm.namespace, name: alarm.metric, dimensions: alarm.dimensions },
        from,
        to,
        alarm.periodSeconds,
      )
      .map((point) => [point.at, valueOf(alarm, point.statistics)]),
  );
  const breaching = [...found.values()].filter((value) => isBreaching(alarm, value)).length;
  const periods = Array.from({ length: alarm.evaluationPeriods }, (_, index) => from + index * period);
  const missing = periods.filter((start) => !found.has(start) && lived(start, start + period)).length;
  const enough = (count: number): AlarmState => (count >= alarm.datapointsToAlarm ? "ALARM" : "OK");
  if (found.size === 0 && alarm.treatMissing === "ignore") return before;
  if (found.size === 0 && alarm.treatMissing === "missing") return "INSUFFICIENT_DATA";
  return enough(alarm.treatMissing === "breaching" ? breaching + missing : breaching);
}

/** One figure of a bucket. Percentiles are not kept: the maximum, which none exceeds, stands for them. */
export function statisticOf(statistic: string, { count, sum, minimum, maximum }: MetricStatistics): number {
  switch (statistic) {
    case "Sum":
      return sum;
    case "Average":
      return sum / count;
    case "Minimum":
      return minimum;
    case "SampleCount":
      return count;
    default:
      return maximum;
  }
}

const valueOf = (alarm: Alarm, statistics: MetricStatistics): number => statisticOf(alarm.statistic, statistics);

function isBreaching({ comparison, threshold }: Alarm, value: number): boolean {
  return comparisons[comparison]?.(value, threshold) ?? false;
}
