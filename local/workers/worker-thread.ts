import { createRequire, enableCompileCache, flushCompileCache } from "node:module";
import { join } from "node:path";
import { parentPort, workerData } from "node:worker_threads";
import * as z from "zod/mini";
import {
  failureOf,
  type WorkerReply,
  type WorkerRequest,
  type WorkerSetup,
  workerRequest,
  workerSetup,
} from "./messages.ts";
import { installShiftedDate } from "./shifted-date.ts";
import { standBack } from "./standing-back.ts";

type Handler = (event: unknown, context: unknown) => unknown;

if (parentPort === null) throw new Error("worker-thread.ts runs inside a worker of the pool only");
const port = parentPort;
const reply = (message: WorkerReply): void => port.postMessage(message);

const setup = workerSetup.parse(workerData);
captureOutput();
if (setup.standsBack) standBack();
installShiftedDate(new Float64Array(setup.clock));
const handler = load(setup);
if (handler !== undefined) {
  port.on("message", (message: unknown) => void run(handler, workerRequest.parse(message)));
  reply({ kind: "ready" });
}

/** Posts what is written at once: a stream would keep it in a buffer that a hanging handler never empties. */
function captureOutput(): void {
  for (const stream of ["stdout", "stderr"] as const) {
    const write = (chunk: string | Uint8Array, encoding?: unknown, done?: unknown): boolean => {
      reply({ kind: "output", stream, text: typeof chunk === "string" ? chunk : Buffer.from(chunk).toString("utf8") });
      const callback = typeof encoding === "function" ? encoding : done;
      if (typeof callback === "function") callback();
      return true;
    };
    Object.defineProperty(process[stream], "write", { value: write });
  }
}

function load({ codeDirectory, handler: entry, cacheDirectory }: WorkerSetup): Handler | undefined {
  const dot = entry.lastIndexOf(".");
  if (cacheDirectory !== undefined) enableCompileCache(cacheDirectory);
  try {
    const path = join(codeDirectory, entry.slice(0, dot));
    const bundle: unknown = createRequire(`${codeDirectory}/`)(path);
    const found = z.record(z.string(), z.unknown()).parse({ ...Object(bundle) })[entry.slice(dot + 1)];
    if (typeof found !== "function") {
      reply({
        kind: "broken",
        error: { type: "Runtime.HandlerNotFound", message: `${entry} is undefined or not exported` },
      });
      return undefined;
    }
    return (event, context) => Reflect.apply(found, undefined, [event, context]);
  } catch (thrown) {
    reply({ kind: "broken", error: failureOf(thrown) });
    return undefined;
  } finally {
    if (cacheDirectory !== undefined) flushCompileCache();
  }
}

async function run(handle: Handler, request: WorkerRequest): Promise<void> {
  const { requestId } = request;
  try {
    const value = await handle(JSON.parse(request.event), contextOf(request));
    reply({ kind: "returned", requestId, value: JSON.stringify(value) ?? "null" });
  } catch (thrown) {
    reply({ kind: "threw", requestId, error: failureOf(thrown) });
  }
}

/** Lambda's context object. What is left of the timeout is counted in real time. */
function contextOf({ requestId, timeoutMilliseconds }: WorkerRequest): Readonly<Record<string, unknown>> {
  const startedAt = performance.now();
  return {
    callbackWaitsForEmptyEventLoop: true,
    functionName: setup.functionName,
    functionVersion: "$LATEST",
    invokedFunctionArn: setup.functionArn,
    memoryLimitInMB: String(setup.memoryMegabytes),
    awsRequestId: requestId,
    logGroupName: `/aws/lambda/${setup.functionName}`,
    logStreamName: "one-machine",
    getRemainingTimeInMillis: () => Math.max(0, Math.floor(timeoutMilliseconds - (performance.now() - startedAt))),
  };
}
