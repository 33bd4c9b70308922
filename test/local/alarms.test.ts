import { describe, expect, test } from "vitest";
import { evaluateAlarm } from "../../local/alarms/evaluate.ts";
import { createAlarmWatch } from "../../local/alarms/watch.ts";
import type { Alarm } from "../../local/template/deployment.ts";
import { memoryMetrics } from "../doubles/memory-metrics.ts";

const start = Date.UTC(2026, 2, 2, 9);
const MINUTE = 60_000;

const errors: Alarm = {
  name: "otklik-register-errors",
  description: "Messages of citizens do not become incidents. See docs/runbook.md#register",
  namespace: "AWS/Lambda",
  metric: "Errors",
  dimensions: { FunctionName: "otklik-register" },
  statistic: "Sum",
  periodSeconds: 60,
  evaluationPeriods: 3,
  datapointsToAlarm: 2,
  threshold: 1,
  comparison: "GreaterThanOrEqualToThreshold",
  treatMissing: "notBreaching",
};

function metricsOf(values: readonly (number | undefined)[]) {
  const metrics = memoryMetrics();
  for (const [minute, value] of values.entries()) {
    if (value === undefined) continue;
    metrics.record([
      {
        namespace: errors.namespace,
        name: errors.metric,
        dimensions: errors.dimensions,
        unit: "Count",
        values: [value],
        at: start + minute * MINUTE,
      },
    ]);
  }
  return metrics;
}

describe("an alarm", () => {
  test.each<[string, readonly (number | undefined)[], Alarm["treatMissing"], string]>([
    ["rings when enough of its periods breach", [1, 0, 1], "notBreaching", "ALARM"],
    ["is quiet when too few do", [0, 0, 1], "notBreaching", "OK"],
    ["takes silence for good", [undefined, undefined, undefined], "notBreaching", "OK"],
    ["takes silence for bad", [0, undefined, undefined], "breaching", "ALARM"],
    ["knows that it knows nothing", [undefined, undefined, undefined], "missing", "INSUFFICIENT_DATA"],
    ["stays as it was in silence", [undefined, undefined, undefined], "ignore", "ALARM"],
  ])("%s (%#)", (_promise, values, treatMissing, state) => {
    expect(evaluateAlarm({ ...errors, treatMissing }, metricsOf(values), start + 3 * MINUTE, "ALARM")).toBe(state);
  });

  test("leaves the period that still runs alone", () => {
    expect(evaluateAlarm(errors, metricsOf([0, 0, 1, 9]), start + 3 * MINUTE + 30_000, "OK")).toBe("OK");
  });

  test("is told when it rings and when that is over, once each, with what it means", () => {
    let now = start;
    const told: string[] = [];
    const metrics = metricsOf([1, 1, 0, 0, 0]);
    const watch = createAlarmWatch({
      alarms: [errors],
      metrics,
      clock: { now: () => now, virtual: true },
      report: (line) => void told.push(line),
    });
    for (const minute of [1, 2, 2, 3, 4, 5, 6]) {
      now = start + minute * MINUTE;
      watch.look();
    }
    expect(told).toEqual([
      "ALARM otklik-register-errors: Messages of citizens do not become incidents. See docs/runbook.md#register",
      "alarm over otklik-register-errors: Messages of citizens do not become incidents. See docs/runbook.md#register",
    ]);
    expect(watch.statuses()).toEqual([{ alarm: errors, state: "OK", since: start + 4 * MINUTE }]);
  });

  test("does not ring for the silence before the start, and does for the silence after it", () => {
    let now = start;
    const watch = createAlarmWatch({
      alarms: [{ ...errors, treatMissing: "breaching" }],
      metrics: memoryMetrics(),
      clock: { now: () => now, virtual: true },
      report: () => {},
    });
    const stateAfter = (minutes: number) => {
      now = start + minutes * MINUTE;
      watch.look();
      return watch.statuses()[0]?.state;
    };
    expect([stateAfter(1), stateAfter(3), stateAfter(4)]).toEqual(["INSUFFICIENT_DATA", "INSUFFICIENT_DATA", "ALARM"]);
  });

  test("that asks for what is not honoured stops the start", () => {
    const alarm = { ...errors, comparison: "GreaterThanUpperThreshold" };
    const make = () =>
      createAlarmWatch({
        alarms: [alarm],
        metrics: memoryMetrics(),
        clock: { now: () => start, virtual: true },
        report: () => {},
      });
    expect(make).toThrow("Alarm otklik-register-errors: ComparisonOperator GreaterThanUpperThreshold is not honoured.");
  });
});
