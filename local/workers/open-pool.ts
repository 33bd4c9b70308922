import type { Log } from "../log/log.ts";
import type { RunnerClock } from "../clock/virtual-clock.ts";
import type { MetricSink } from "../ports.ts";
import type { Deployment } from "../template/deployment.ts";
import type { FunctionHost } from "./environment.ts";
import { createFunctionOutput } from "./output.ts";
import { createWorkerPool, type WorkerPool } from "./pool.ts";

/** Threads that a function may have at once: more than cores would only wait for them. */
export const WORKERS = 2;

/** The pool of a deployment: platforms and people who wait for an answer go before what queues and schedules ask for. */
export const openPool = (parts: {
  readonly deployment: Deployment;
  readonly host: FunctionHost;
  readonly clock: RunnerClock;
  readonly metrics: MetricSink;
  readonly log: Log;
  readonly cacheDirectory: string;
}): WorkerPool => {
  const { deployment, host, clock, metrics, log, cacheDirectory } = parts;
  const routes = deployment.apis.flatMap((api) => api.routes);
  return createWorkerPool({
    functions: deployment.functions,
    answering: new Set(routes.map(({ functionName }) => functionName)),
    host,
    clock,
    clockCells: clock.shared,
    metrics,
    output: createFunctionOutput({ metrics, log }),
    cacheDirectory,
    maximumWorkers: WORKERS,
  });
};

/** Functions that anybody may call, staff or not: the first message of a morning is not kept waiting for their start. */
export const openToAll = ({ apis }: Deployment): ReadonlySet<string> =>
  new Set(
    apis.flatMap(({ routes }) =>
      routes.filter(({ authorizer }) => authorizer === undefined).map(({ functionName }) => functionName),
    ),
  );
