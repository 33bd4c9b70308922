import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, expect, onTestFinished, test } from "vitest";
import { parseEmf } from "../../local/metrics/emf.ts";
import { storedMetrics } from "../../local/metrics/metric-persistence.ts";
import { createMetricStore } from "../../local/metrics/metric-store.ts";
import { createQueueMetrics } from "../../local/metrics/queue-metrics.ts";
import type { QueueDepth } from "../../local/ports.ts";
import { openRunnerStore } from "../../local/store/runner-store.ts";
import { memoryMetrics } from "../doubles/memory-metrics.ts";

const start = Date.UTC(2026, 2, 2, 9);
const MINUTE = 60_000;
const metric = { namespace: "Otklik", name: "IncidentOpened", dimensions: { service: "register" } };
const sample = (at: number, ...values: number[]) => ({ ...metric, unit: "Count", values, at });

describe("a line of output", () => {
  test("in CloudWatch's embedded format is every metric under every set of dimensions", () => {
    const line = JSON.stringify({
      _aws: {
        Timestamp: start,
        CloudWatchMetrics: [
          {
            Namespace: "Otklik",
            Dimensions: [["service"], ["service", "channel"]],
            Metrics: [{ Name: "Accepted", Unit: "Count" }, { Name: "Delay", Unit: "Seconds" }, { Name: "Absent" }],
          },
        ],
      },
      service: "intake",
      channel: "vk",
      Accepted: 1,
      Delay: [0.5, 2],
    });
    const samples = parseEmf(line);
    expect(samples).toHaveLength(4);
    expect(samples).toContainEqual({
      namespace: "Otklik",
      name: "Accepted",
      dimensions: { service: "intake" },
      unit: "Count",
      values: [1],
      at: start,
    });
    expect(samples).toContainEqual({
      namespace: "Otklik",
      name: "Delay",
      dimensions: { service: "intake", channel: "vk" },
      unit: "Seconds",
      values: [0.5, 2],
      at: start,
    });
  });

  test.each([
    "plain",
    '{"level":"INFO","message":"CloudWatchMetrics"}',
    '{"_aws":{"CloudWatchMetrics":"no"}}',
    '{"_aws":{"CloudWatchMetrics":[',
    "null",
  ])("that is %s is no metric", (line) => {
    expect(parseEmf(line)).toBeUndefined();
  });
});

describe("the metrics", () => {
  test("are read in periods, each with its statistics, and only of the dimensions asked for", () => {
    const metrics = memoryMetrics();
    metrics.record([
      sample(start, 1, 5),
      sample(start + 61_000, 3),
      sample(start + 5 * MINUTE, 7),
      { ...sample(start, 9), dimensions: { service: "api" } },
    ]);
    expect(metrics.series(metric, start, start + 10 * MINUTE, 300)).toEqual([
      { at: start, statistics: { count: 3, sum: 9, minimum: 1, maximum: 5 } },
      { at: start + 5 * MINUTE, statistics: { count: 1, sum: 7, minimum: 7, maximum: 7 } },
    ]);
    expect(metrics.series(metric, start + MINUTE, start + 5 * MINUTE, 60)).toEqual([
      { at: start + MINUTE, statistics: { count: 1, sum: 3, minimum: 3, maximum: 3 } },
    ]);
    expect(metrics.totals()).toContainEqual({
      ...metric,
      unit: "Count",
      statistics: { count: 4, sum: 16, minimum: 1, maximum: 7 },
    });
  });

  test("outlive a restart, days old ones by the hour", async () => {
    const directory = mkdtempSync(join(tmpdir(), "otklik-metrics-"));
    onTestFinished(() => rmSync(directory, { recursive: true }));
    const reopened = async () => {
      const store = openRunnerStore(directory);
      const metrics = createMetricStore({ persistence: await storedMetrics(store), report: () => {} });
      return { metrics, close: async () => metrics.stop().then(() => store.close()) };
    };
    const first = await reopened();
    first.metrics.record([sample(start, 1), sample(start + 20 * MINUTE, 2), sample(start + 48 * 60 * MINUTE, 4)]);
    await first.close();
    const second = await reopened();
    expect(second.metrics.series(metric, start, start + 60 * MINUTE, 60)).toEqual([
      { at: start, statistics: { count: 2, sum: 3, minimum: 1, maximum: 2 } },
    ]);
    second.metrics.record([sample(start + 48 * 60 * MINUTE, 1)]);
    expect(second.metrics.totals()).toEqual([
      { ...metric, unit: "Count", statistics: { count: 4, sum: 8, minimum: 1, maximum: 4 } },
    ]);
    await second.close();
  });
});

test("a queue is measured while it holds anything, and once a minute while it is empty", async () => {
  const metrics = memoryMetrics();
  let depth: QueueDepth = { visible: 2, inFlight: 1, delayed: 0, oldestAgeSeconds: 40 };
  const queueMetrics = createQueueMetrics({
    queues: { depth: async () => depth },
    queueNames: ["otklik-signals"],
    clock: { now: () => start, virtual: true },
    metrics,
    report: () => {},
  });
  await queueMetrics.sample();
  depth = { visible: 0, inFlight: 0, delayed: 0, oldestAgeSeconds: 0 };
  for (let look = 0; look < 3; look += 1) await queueMetrics.sample();
  const series = (name: string) =>
    metrics.series(
      { namespace: "AWS/SQS", name, dimensions: { QueueName: "otklik-signals" } },
      start,
      start + MINUTE,
      60,
    )[0]?.statistics;
  expect(series("ApproximateNumberOfMessagesVisible")).toEqual({ count: 2, sum: 2, minimum: 0, maximum: 2 });
  expect(series("ApproximateAgeOfOldestMessage")?.maximum).toBe(40);
});
