import { describe, expect, onTestFinished, test } from "vitest";
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

/** A clock that stands where a test puts it. */
function standingClock() {
  let now = start;
  const listeners = new Set<() => void>();
  return {
    now: () => now,
    virtual: true,
    onMove: (listener: () => void) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    moveTo: (minute: number) => {
      now = start + minute * MINUTE;
      for (const listener of listeners) listener();
    },
  };
}

const sweeps: Alarm = {
  ...errors,
  metric: "Invocations",
  datapointsToAlarm: 3,
  comparison: "LessThanThreshold",
  treatMissing: "breaching",
};

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
    const clock = standingClock();
    const told: string[] = [];
    const metrics = metricsOf([1, 1, 0, 0, 0]);
    const watch = createAlarmWatch({ alarms: [errors], metrics, clock, report: (line) => void told.push(line) });
    for (const minute of [1, 2, 2, 3, 4, 5, 6]) {
      clock.moveTo(minute);
      watch.look();
    }
    expect(told).toEqual([
      "ALARM otklik-register-errors: Messages of citizens do not become incidents. See docs/runbook.md#register",
      "alarm over otklik-register-errors: Messages of citizens do not become incidents. See docs/runbook.md#register",
    ]);
    expect(watch.statuses()).toEqual([{ alarm: errors, state: "OK", since: start + 4 * MINUTE }]);
  });

  /** A silence alarm's state at minutes of the clock, where `spoken` has an invocation in each of these minutes. */
  const statesAt = (moves: readonly number[], spoken: readonly number[]) => {
    const clock = standingClock();
    const metrics = memoryMetrics();
    const { namespace, metric: name, dimensions } = sweeps;
    const watch = createAlarmWatch({ alarms: [sweeps], metrics, clock, report: () => {} });
    watch.start();
    onTestFinished(() => watch.stop());
    return moves.map((minute) => {
      clock.moveTo(minute);
      if (spoken.includes(minute))
        metrics.record([{ namespace, name, dimensions, unit: "Count", values: [1], at: clock.now() }]);
      watch.look();
      return watch.statuses()[0]?.state;
    });
  };

  test("does not ring for the silence before the start, and does for the silence after it", () => {
    expect(statesAt([1, 2, 3, 4], [])).toEqual([
      "INSUFFICIENT_DATA",
      "INSUFFICIENT_DATA",
      "INSUFFICIENT_DATA",
      "ALARM",
    ]);
  });

  test("does not ring for minutes that an advance by steps jumped over", () => {
    const steps = [15, 30, 45, 60];
    expect(statesAt([...steps, 61], steps)).not.toContain("ALARM");
  });

  test("that asks for what is not honoured stops the start", () => {
    const alarm = { ...errors, comparison: "GreaterThanUpperThreshold" };
    const make = () =>
      createAlarmWatch({
        alarms: [alarm],
        metrics: memoryMetrics(),
        clock: standingClock(),
        report: () => {},
      });
    expect(make).toThrow("Alarm otklik-register-errors: ComparisonOperator GreaterThanUpperThreshold is not honoured.");
  });
});
