import { nameOfArn } from "../aws/arn.ts";
import type {
  Drainable,
  InvocationResult,
  Invoker,
  MetricSink,
  Part,
  QueueMessage,
  Queues,
  VirtualClock,
} from "../ports.ts";
import type { FailureReasons } from "../queues/failure-reasons.ts";
import type { QueueSource } from "../template/deployment.ts";
import { type BatchVerdict, readBatchResponse } from "./batch-response.ts";
import { queueRecord } from "./queue-record.ts";
import { sourceMetrics } from "./source-metrics.ts";

export interface Source extends Part, Drainable {
  /** Batches finished since the start. */
  readonly worked: number;
  /** Of a source with a batching window. */
  readonly gathering?: Gathering;
}

/** What an advance of the clock needs to know of a source that gathers its batches. */
export interface Gathering {
  /** How long, in milliseconds of the product's clock. */
  readonly window: number;
  waiting(): Promise<boolean>;
  /** From now on nothing is worked on unless the source is drained, until it is let go. */
  hold(): void;
  letGo(): void;
}

const restMilliseconds = 1_000;

/**
 * Feeds a function from a queue as Lambda's event source mapping does: batches, a batching window, concurrency up to the
 * mapping's maximum, partial responses. What failed stays invisible until its visibility runs out.
 */
export function createQueuePoller(options: {
  source: QueueSource;
  visibilitySeconds: number;
  /** More batches under way than workers would only wait for them. */
  workers: number;
  queues: Queues;
  invoker: Invoker;
  metrics: MetricSink;
  failures: FailureReasons;
  clock: VirtualClock;
  report: (line: string) => void;
}): Source {
  const { source, queues, invoker, failures, clock, report } = options;
  const queueName = nameOfArn(source.queueArn);
  const most = Math.max(1, Math.min(source.maximumConcurrency, options.workers));
  const count = sourceMetrics({ metrics: options.metrics, clock, sourceId: source.id });
  const batches = new Set<Promise<void>>();
  let receiving: Promise<void> | undefined;
  let nudged = false;
  let worked = 0;
  let running = false;
  let resting: NodeJS.Timeout | undefined;
  let stopListening = (): void => {};
  let endWindow = (): void => {};
  let held = false;

  const receive = (limit: number) => queues.receive(queueName, limit, options.visibilitySeconds);
  /** Waits for the window's end or a full batch. While the product's clock stands still, its windows do not end either. */
  const gather = async (first: readonly QueueMessage[]): Promise<readonly QueueMessage[]> => {
    const gathered = [...first];
    const endsAt = performance.now() + source.batchingWindowSeconds * 1_000;
    while (running && !clock.virtual && gathered.length < source.batchSize && performance.now() < endsAt) {
      nudged = false;
      await new Promise<void>((resolve) => {
        const timer = setTimeout(resolve, endsAt - performance.now());
        endWindow = () => {
          clearTimeout(timer);
          resolve();
        };
      });
      gathered.push(...(await receive(source.batchSize - gathered.length)));
    }
    return gathered;
  };

  const work = async (messages: readonly QueueMessage[]): Promise<void> => {
    count("InvokedEventCount", messages.length);
    const event = { Records: messages.map((message) => queueRecord(message, source.queueArn)) };
    const verdict = judge(await invoker.invoke(source.functionName, event), messages);
    const failed = messages.filter(({ id }) =>
      verdict.kind === "some-failed" ? verdict.identifiers.has(id) : verdict.kind === "all-failed",
    );
    const done = messages.filter((message) => !failed.includes(message));
    if (done.length > 0)
      await queues.remove(
        queueName,
        done.map((message) => message.receipt),
      );
    count("DeletedEventCount", done.length);
    count("FailedInvokeEventCount", failed.length);
    if (failed.length === 0) return;
    const reason = verdict.kind === "all-failed" ? verdict.reason : `${source.functionName} reported it as failed`;
    report(`${source.functionName}: ${failed.length} of ${messages.length} messages of ${queueName} failed: ${reason}`);
    await failures.keep(
      failed.map((message) => message.id),
      reason,
    );
  };
  const judge = (result: InvocationResult, messages: readonly QueueMessage[]): BatchVerdict => {
    if (result.kind === "failed")
      return { kind: "all-failed", reason: `${result.error.type}: ${result.error.message}` };
    if (!source.partialResponses) return { kind: "all-done" };
    return readBatchResponse(
      result.value,
      messages.map((message) => message.id),
    );
  };

  const begin = (messages: readonly QueueMessage[]): void => {
    const batch = work(messages)
      .catch((error: unknown) => report(`${queueName}: a batch could not be settled and comes again: ${String(error)}`))
      .finally(() => {
        worked += 1;
        batches.delete(batch);
        pump();
      });
    batches.add(batch);
  };
  const receiveAll = async (): Promise<void> => {
    while (running && batches.size < most) {
      nudged = false;
      const messages = await receive(source.batchSize);
      if (messages.length > 0) begin(source.batchingWindowSeconds > 0 ? await gather(messages) : messages);
      else if (!nudged) return;
    }
  };
  /** Receives while there is something to receive and a place for it; only one at a time. */
  const pump = (): void => {
    nudged = true;
    endWindow();
    if (!running || held || receiving !== undefined || resting !== undefined || batches.size >= most) return;
    receiving = receiveAll()
      .catch((error: unknown) => {
        report(`${queueName}: cannot be received from, tried again in a second: ${String(error)}`);
        resting = setTimeout(() => {
          resting = undefined;
          pump();
        }, restMilliseconds);
      })
      .finally(() => {
        receiving = undefined;
        if (nudged && batches.size < most) pump();
      });
  };

  const quiet = (): boolean => receiving === undefined && batches.size === 0;
  const workOff = async (): Promise<void> => {
    while (running && resting === undefined) {
      await receiving;
      await Promise.all(batches);
      if (!quiet()) continue;
      if ((await queues.depth(queueName)).visible === 0) return;
      const before = worked;
      pump();
      await receiving;
      // What is counted but not handed out waits for something in flight, as the rest of a message group does.
      if (worked === before && quiet()) return;
    }
  };
  const gathering: Gathering = {
    window: source.batchingWindowSeconds * 1_000,
    waiting: async () => (await queues.depth(queueName)).visible > 0,
    hold: () => {
      held = true;
    },
    letGo: () => {
      held = false;
      pump();
    },
  };

  return {
    start: async () => {
      running = true;
      stopListening = queues.onArrival(queueName, pump);
      pump();
    },
    stop: async () => {
      running = false;
      stopListening();
      endWindow();
      clearTimeout(resting);
      await receiving;
      await Promise.all(batches);
    },
    get worked() {
      return worked;
    },
    drained: async () => {
      const before = held;
      held = false;
      try {
        await workOff();
      } finally {
        held = before;
      }
    },
    ...(source.batchingWindowSeconds > 0 ? { gathering } : {}),
  };
}
