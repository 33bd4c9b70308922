import { nameOfArn } from "../aws/arn.ts";
import { templatePattern } from "../bus/template-pattern.ts";
import type { Invoker, MetricSink, Queues, StreamReader, StreamRecord, VirtualClock } from "../ports.ts";
import type { StreamSource } from "../template/deployment.ts";
import { type BatchVerdict, readBatchResponse } from "./batch-response.ts";
import type { Checkpoints } from "./checkpoints.ts";
import type { Source } from "./queue-poller.ts";
import { sourceMetrics } from "./source-metrics.ts";
import { remainder, type StreamBatch, sequenceOf } from "./stream-batches.ts";
import { iteratorAge } from "./iterator-age.ts";
import { type GivenUp, streamFailure } from "./stream-failure.ts";

const idleMilliseconds = 1_000;
/** From one look to the next while records come: what is written one by one is read and worked off together. Lambda takes 250. */
const betweenLooksMilliseconds = 100;
const firstRetryMilliseconds = 250;
const longestRetryMilliseconds = 60_000;
/** A stream keeps a record for a day; what the mapping lets be tried for ever ends there. */
const streamRetentionSeconds = 86_400;

/**
 * Feeds a function from a table's stream as Lambda's event source mapping does: in order, one batch at a time, past the
 * checkpoint only when the function has dealt with a record or it was given up.
 */
export function createStreamPoller(options: {
  source: StreamSource;
  functionArn: string;
  streams: StreamReader;
  checkpoints: Checkpoints;
  invoker: Invoker;
  queues: Queues;
  metrics: MetricSink;
  clock: VirtualClock;
  report: (line: string) => void;
}): Source {
  const { source, streams, checkpoints, invoker, queues, clock, report } = options;
  const count = sourceMetrics({ metrics: options.metrics, clock, sourceId: source.id });
  const patterns = source.filters.map((filter) =>
    templatePattern(filter, `the stream filter of ${source.functionName}`),
  );
  const wanted = (record: StreamRecord): boolean =>
    patterns.length === 0 || patterns.some((matches) => matches(record));
  const oldest = source.maximumRecordAgeSeconds < 0 ? streamRetentionSeconds : source.maximumRecordAgeSeconds;
  let worked = 0;
  let running = false;
  let turn: Promise<void> | undefined;
  let nudged = false;
  /** Waiting to try a failed batch again: nobody who drains waits for that. */
  let backingOff = false;
  let settled = Promise.withResolvers<void>();
  let timer: NodeJS.Timeout | undefined;
  let endWait = (): void => {};
  let stopListening = (): void => {};

  const wait = (milliseconds: number): Promise<void> =>
    new Promise((resolve) => {
      const pause = setTimeout(resolve, milliseconds);
      endWait = () => {
        clearTimeout(pause);
        resolve();
      };
    });

  const attempt = async (batch: StreamBatch, firstSeen: number): Promise<BatchVerdict> => {
    count("InvokedEventCount", batch.records.length);
    options.metrics.record([iteratorAge(source, batch, clock, performance.now() - firstSeen)]);
    const result = await invoker.invoke(source.functionName, { Records: batch.records });
    worked += 1;
    if (result.kind === "failed")
      return { kind: "all-failed", reason: `${result.error.type}: ${result.error.message}` };
    if (!source.partialResponses) return { kind: "all-done" };
    return readBatchResponse(result.value, batch.records.map(sequenceOf));
  };
  const givenUp = (batch: StreamBatch, firstSeen: number): GivenUp | undefined => {
    if (source.maximumRetryAttempts >= 0 && batch.failures > source.maximumRetryAttempts)
      return "RetryAttemptsExhausted";
    return performance.now() - firstSeen > oldest * 1_000 ? "RecordAgeExceeded" : undefined;
  };
  const giveUp = async ({ records, failures }: StreamBatch, condition: GivenUp): Promise<void> => {
    report(`${source.functionName}: ${records.length} stream records given up (${condition})`);
    if (source.failureArn === undefined) return;
    const { functionArn } = options;
    const body = streamFailure({ source, functionArn, records, condition, invocations: failures, now: clock.now() });
    await queues.send(nameOfArn(source.failureArn), [{ body }]);
  };

  /** Works off records in order; returns early, at a checkpoint, only when the poller is stopped. */
  const workOff = async (records: readonly StreamRecord[]): Promise<boolean> => {
    const firstSeen = performance.now();
    const [first, ...rest] = records;
    const waiting: StreamBatch[] = first === undefined ? [] : [{ records: [first, ...rest], failures: 0 }];
    for (let batch = waiting.shift(); batch !== undefined; batch = waiting.shift()) {
      const condition = givenUp(batch, firstSeen);
      if (condition !== undefined) {
        await giveUp(batch, condition);
        await checkpoints.advance(source, sequenceOf(batch.records.at(-1) ?? batch.records[0]));
        continue;
      }
      if (batch.failures > 0) await backOff(batch.failures);
      if (!running) return false;
      const verdict = await attempt(batch, firstSeen);
      const left = remainder(batch, verdict, source.bisect);
      waiting.unshift(...left);
      const open = left.reduce((sum, { records: { length } }) => sum + length, 0);
      const lastDone = batch.records[batch.records.length - open - 1];
      if (lastDone !== undefined) await checkpoints.advance(source, sequenceOf(lastDone));
      if (verdict.kind === "all-done") continue;
      count("FailedInvokeEventCount", open);
      const reason = verdict.kind === "all-failed" ? verdict.reason : "reported as failed";
      report(`${source.functionName}: ${open} of ${batch.records.length} stream records failed: ${reason}`);
    }
    return true;
  };
  const backOff = async (failures: number): Promise<void> => {
    backingOff = true;
    settled.resolve();
    await wait(Math.min(longestRetryMilliseconds, firstRetryMilliseconds * 2 ** (failures - 1)));
    settled = Promise.withResolvers();
    backingOff = false;
  };

  const readBatch = async () => {
    const after = checkpoints.of(source);
    const read = await streams.read(source.streamArn, after, source.batchSize);
    const partial = read.records.length > 0 && read.records.length < source.batchSize;
    if (!partial || clock.virtual || source.batchingWindowSeconds === 0) return read;
    await wait(source.batchingWindowSeconds * 1_000);
    const more = await streams.read(source.streamArn, read.nextSequence, source.batchSize - read.records.length);
    return { records: [...read.records, ...more.records], nextSequence: more.nextSequence };
  };
  const takeTurn = async (): Promise<void> => {
    while (running) {
      nudged = false;
      const nextLook = performance.now() + betweenLooksMilliseconds;
      const { records, nextSequence } = await readBatch();
      const chosen = records.filter(wanted);
      count("FilteredOutEventCount", records.length - chosen.length);
      const finished = await workOff(chosen);
      // What no filter let through is done with as well.
      if (finished && nextSequence !== undefined && nextSequence !== checkpoints.of(source)) {
        await checkpoints.advance(source, nextSequence);
      }
      if (records.length === 0 && !nudged) return;
      if (records.length < source.batchSize && !clock.virtual) await wait(Math.max(0, nextLook - performance.now()));
    }
  };
  const nudge = (): void => {
    nudged = true;
    if (!running || turn !== undefined) return;
    clearTimeout(timer);
    settled = Promise.withResolvers();
    turn = takeTurn()
      .catch((error: unknown) =>
        report(`${source.functionName}: its stream stands still for a moment: ${String(error)}`),
      )
      .finally(() => {
        turn = undefined;
        settled.resolve();
        if (!running) return;
        timer = setTimeout(nudge, idleMilliseconds);
        timer.unref();
      });
  };

  return {
    start: async () => {
      running = true;
      stopListening = streams.onWrite(source.streamArn, nudge);
      nudge();
    },
    stop: async () => {
      running = false;
      stopListening();
      clearTimeout(timer);
      endWait();
      await turn;
    },
    get worked() {
      return worked;
    },
    drained: async () => {
      if (!running || backingOff) return;
      endWait();
      if (turn !== undefined) await settled.promise;
      if (!running || backingOff) return;
      nudge();
      await settled.promise;
    },
  };
}
