import { Worker } from "node:worker_threads";
import type { InvocationResult } from "../ports.ts";
import { type InvocationFailure, failureOf, type WorkerSetup, workerReply } from "./messages.ts";

/** Lambda's own limit for loading a bundle is 10 s; a slow disk under load is given more. */
const LOADING_MILLISECONDS = 30_000;

/** A thread that runs one function, one invocation at a time. */
export interface FunctionWorker {
  /** False once the thread is gone, or must not be given more work. */
  readonly alive: boolean;
  run(requestId: string, event: string): Promise<InvocationResult>;
  terminate(): Promise<void>;
}

export interface FunctionWorkerOptions {
  readonly setup: WorkerSetup;
  readonly environment: Readonly<Record<string, string>>;
  readonly timeoutSeconds: number;
  onOutput(stream: "stdout" | "stderr", text: string): void;
  /** The thread died while it had nothing to do; what it died of, when it said. */
  onIdleDeath(failure: InvocationFailure): void;
}

type Running = { readonly requestId: string; readonly settle: (result: InvocationResult) => void };
type Started = { kind: "ready"; worker: FunctionWorker } | { kind: "broken"; error: InvocationFailure };

/** Starts the thread and loads the bundle in it. */
export function startFunctionWorker(options: FunctionWorkerOptions): Promise<Started> {
  const { setup, timeoutSeconds } = options;
  const thread = new Worker(new URL("./worker-thread.ts", import.meta.url), {
    name: setup.functionName,
    workerData: setup,
    env: { ...options.environment },
    execArgv: [],
    stdout: true,
    stderr: true,
    resourceLimits: { maxOldGenerationSizeMb: setup.memoryMegabytes, maxYoungGenerationSizeMb: 32 },
  });
  thread.stdout.on("data", (chunk: Buffer) => options.onOutput("stdout", chunk.toString("utf8")));
  thread.stderr.on("data", (chunk: Buffer) => options.onOutput("stderr", chunk.toString("utf8")));

  let alive = true;
  let running: Running | undefined;
  let diedOf: InvocationFailure | undefined;
  const finish = (result: InvocationResult): void => {
    const current = running;
    running = undefined;
    current?.settle(result);
  };
  const terminate = async (): Promise<void> => {
    alive = false;
    await thread.terminate();
  };

  const run = (requestId: string, event: string): Promise<InvocationResult> =>
    new Promise((resolve) => {
      const timer = setTimeout(() => {
        finish(
          failed({ type: "Sandbox.Timedout", message: `Task timed out after ${timeoutSeconds.toFixed(2)} seconds` }),
        );
        void terminate();
      }, timeoutSeconds * 1000);
      const settle = (result: InvocationResult): void => {
        clearTimeout(timer);
        resolve(result);
      };
      running = { requestId, settle };
      thread.postMessage({ requestId, event, timeoutMilliseconds: timeoutSeconds * 1000 });
    });

  return new Promise((resolve) => {
    const loading = setTimeout(() => {
      diedOf = { type: "Runtime.InitTimeout", message: "the bundle did not load in time" };
      void terminate();
    }, LOADING_MILLISECONDS);
    thread.on("message", (message: unknown) => {
      const reply = workerReply.parse(message);
      switch (reply.kind) {
        case "ready":
          clearTimeout(loading);
          return resolve({
            kind: "ready",
            worker: {
              run,
              terminate,
              get alive() {
                return alive;
              },
            },
          });
        case "broken":
          diedOf = reply.error;
          return void terminate();
        case "returned":
          if (reply.requestId === running?.requestId) finish({ kind: "returned", value: JSON.parse(reply.value) });
          return undefined;
        case "threw":
          if (reply.requestId === running?.requestId) finish(failed(reply.error));
          return undefined;
        case "output":
          return options.onOutput(reply.stream, reply.text);
      }
    });
    thread.on("error", (thrown: unknown) => {
      diedOf = deathOf(thrown);
    });
    thread.on("exit", (code) => {
      clearTimeout(loading);
      const asked = !alive;
      alive = false;
      const error = diedOf ?? { type: "Runtime.ExitError", message: `Runtime exited with status ${code}` };
      if (running !== undefined) finish(failed(error));
      else if (!asked) options.onIdleDeath(error);
      resolve({ kind: "broken", error });
    });
  });
}

const failed = (error: InvocationFailure): InvocationResult => ({ kind: "failed", error });

function deathOf(thrown: unknown): InvocationFailure {
  if (thrown instanceof Error && "code" in thrown && thrown.code === "ERR_WORKER_OUT_OF_MEMORY") {
    return {
      type: "Runtime.OutOfMemory",
      message: "Runtime exited: the function used more memory than its setting allows",
    };
  }
  return failureOf(thrown);
}
