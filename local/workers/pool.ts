import { randomUUID } from "node:crypto";
import type { InvocationResult, Invoker, MetricSink, VirtualClock } from "../ports.ts";
import type { LambdaFunction } from "../template/deployment.ts";
import { environmentOf, type FunctionHost } from "./environment.ts";
import { type FunctionWorker, startFunctionWorker } from "./function-worker.ts";
import { invocationSamples } from "./invocation-metrics.ts";
import type { FunctionOutput } from "./output.ts";

export interface PoolOptions {
  readonly functions: readonly LambdaFunction[];
  /** Those whose caller waits for the answer. */
  readonly answering: ReadonlySet<string>;
  readonly host: FunctionHost;
  readonly clock: VirtualClock;
  /** The cells the workers read the time from; see shifted-date.ts. */
  readonly clockCells: SharedArrayBuffer;
  readonly metrics: MetricSink;
  readonly output: FunctionOutput;
  /** Where compiled bundles are kept between starts. */
  readonly cacheDirectory?: string;
  /** Most threads of one function. */
  readonly maximumWorkers?: number;
  readonly idleMilliseconds?: number;
}

export interface WorkerPool extends Invoker {
  /** Starts a thread of each before it is asked for, one after the other. */
  prepare(functionNames: Iterable<string>): Promise<void>;
  /** Waits for what is under way, then ends every thread. */
  stop(): Promise<void>;
}

/** The threads of one function, and who waits for one. */
interface Bench {
  readonly lambda: LambdaFunction;
  readonly idle: { worker: FunctionWorker; since: number }[];
  readonly waiting: (() => void)[];
  running: number;
}

/**
 * Runs the deployment's functions in worker threads as Lambda does: one invocation at a time per thread, threads
 * started on demand and ended when idle, the template's timeout and memory enforced, and no crash taken further.
 */
export function createWorkerPool(options: PoolOptions): WorkerPool {
  const maximum = options.maximumWorkers ?? 2;
  const idleMilliseconds = options.idleMilliseconds ?? 300_000;
  const benches = new Map(options.functions.map((lambda) => [lambda.name, emptyBench(lambda)]));
  let busy = 0;
  let stopping = false;
  let quiet: (() => void) | undefined;

  const reaper = setInterval(
    () => {
      const expired = performance.now() - idleMilliseconds;
      for (const bench of benches.values()) {
        while (bench.idle[0] !== undefined && bench.idle[0].since <= expired)
          void bench.idle.shift()?.worker.terminate();
      }
    },
    Math.min(idleMilliseconds, 10_000),
  );
  reaper.unref();

  const start = (lambda: LambdaFunction) =>
    startFunctionWorker({
      setup: {
        clock: options.clockCells,
        codeDirectory: lambda.codeDirectory,
        handler: lambda.handler,
        functionName: lambda.name,
        functionArn: lambda.arn,
        memoryMegabytes: lambda.memoryMegabytes,
        cacheDirectory: options.cacheDirectory,
        standsBack: !options.answering.has(lambda.name),
      },
      environment: environmentOf(lambda, options.host),
      timeoutSeconds: lambda.timeoutSeconds,
      onOutput: options.output.writer(lambda.name),
      onIdleDeath: (error) => options.output.failure(lambda.name, error),
    });

  const runOn = async (bench: Bench, event: string): Promise<InvocationResult> => {
    const worker = takeIdle(bench) ?? (await start(bench.lambda));
    if ("kind" in worker && worker.kind === "broken") return { kind: "failed", error: worker.error };
    const thread = "kind" in worker ? worker.worker : worker;
    const result = await thread.run(randomUUID(), event);
    if (thread.alive) bench.idle.push({ worker: thread, since: performance.now() });
    return result;
  };

  /** Does the work on one of a function's places, when there is one. */
  const seated = async <Result>(bench: Bench, work: () => Promise<Result>): Promise<Result> => {
    busy += 1;
    if (bench.running >= maximum) await new Promise<void>((resolve) => bench.waiting.push(resolve));
    else bench.running += 1;
    const result = await work();
    // The place passes straight to the next in line, so that `running` never dips below what is under way.
    const next = bench.waiting.shift();
    if (next === undefined) bench.running -= 1;
    else next();
    busy -= 1;
    if (busy === 0) quiet?.();
    return result;
  };

  const invoke = async (functionName: string, event: unknown): Promise<InvocationResult> => {
    const bench = benches.get(functionName);
    if (bench === undefined)
      return {
        kind: "failed",
        error: { type: "ResourceNotFoundException", message: `Function not found: ${functionName}` },
      };
    return seated(bench, async () => {
      const startedAt = performance.now();
      const result = await runOn(bench, JSON.stringify(event) ?? "null");
      const took = performance.now() - startedAt;
      options.metrics.record(invocationSamples(functionName, result, took, options.clock.now()));
      if (result.kind === "failed") options.output.failure(functionName, result.error);
      return result;
    });
  };

  const prepareOne = async (bench: Bench): Promise<void> => {
    if (stopping || bench.idle.length > 0) return;
    const started = await start(bench.lambda);
    // What cannot start says so to the first who calls it.
    if (started.kind === "ready") bench.idle.push({ worker: started.worker, since: performance.now() });
  };

  return {
    invoke,
    get busy() {
      return busy;
    },
    async prepare(functionNames) {
      for (const name of functionNames) {
        const bench = benches.get(name);
        if (bench !== undefined) await seated(bench, () => prepareOne(bench));
      }
    },
    async stop() {
      stopping = true;
      if (busy > 0) await new Promise<void>((resolve) => (quiet = resolve));
      clearInterval(reaper);
      await Promise.all(
        [...benches.values()].flatMap((bench) => bench.idle.splice(0).map(({ worker }) => worker.terminate())),
      );
    },
  };
}

const emptyBench = (lambda: LambdaFunction): Bench => ({ lambda, idle: [], waiting: [], running: 0 });

/** The most recently used thread is taken first, so that the others can go idle long enough to be ended. */
function takeIdle(bench: Bench): FunctionWorker | undefined {
  for (let seat = bench.idle.pop(); seat !== undefined; seat = bench.idle.pop()) {
    if (seat.worker.alive) return seat.worker;
  }
  return undefined;
}
