import type { MetricSample, MetricSink, QueueDepth, Queues, VirtualClock } from "../ports.ts";

const SAMPLE_MILLISECONDS = 5000;

export interface QueueMetrics {
  start(): void;
  /** One look at every queue; for the sampling itself and for what needs the figures now. */
  sample(): Promise<void>;
  stop(): Promise<void>;
}

interface QueueMetricsOptions {
  readonly queues: Pick<Queues, "depth">;
  readonly queueNames: readonly string[];
  readonly clock: VirtualClock;
  readonly metrics: MetricSink;
  readonly report: (line: string) => void;
}

/** Measures the queues as AWS/SQS does. A queue that stays empty says so once a minute of product time. */
export function createQueueMetrics({ queues, queueNames, clock, metrics, report }: QueueMetricsOptions): QueueMetrics {
  /** The minute in which a queue was last seen empty. */
  const emptyAt = new Map<string, number>();
  let sampling: Promise<void> = Promise.resolve();
  let timer: NodeJS.Timeout | undefined;

  const sample = async (): Promise<void> => {
    const depths = await Promise.all(queueNames.map(async (name) => ({ name, depth: await queues.depth(name) })));
    const at = clock.now();
    const minute = Math.floor(at / 60_000);
    for (const { name, depth } of depths) {
      const empty = depth.visible + depth.inFlight + depth.delayed === 0;
      if (!empty || emptyAt.get(name) !== minute) metrics.record(samplesOf(name, depth, at));
      if (empty) emptyAt.set(name, minute);
      else emptyAt.delete(name);
    }
  };
  return {
    sample,
    start() {
      timer = setInterval(() => {
        sampling = sample().catch((thrown: unknown) => report(`queues could not be measured: ${String(thrown)}`));
      }, SAMPLE_MILLISECONDS);
    },
    async stop() {
      clearInterval(timer);
      await sampling;
    },
  };
}

function samplesOf(queueName: string, depth: QueueDepth, at: number): readonly MetricSample[] {
  const sample = (name: string, unit: string, value: number): MetricSample => ({
    namespace: "AWS/SQS",
    name,
    dimensions: { QueueName: queueName },
    unit,
    values: [value],
    at,
  });
  return [
    sample("ApproximateNumberOfMessagesVisible", "Count", depth.visible),
    sample("ApproximateNumberOfMessagesNotVisible", "Count", depth.inFlight),
    sample("ApproximateNumberOfMessagesDelayed", "Count", depth.delayed),
    sample("ApproximateAgeOfOldestMessage", "Seconds", depth.oldestAgeSeconds),
  ];
}
