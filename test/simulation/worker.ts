import { parentPort } from "node:worker_threads";
import * as z from "zod/mini";
import { outcomeOf } from "./outcome.ts";
import { runCalled } from "./runs.ts";
import { simulate } from "./simulate.ts";

/** A thread that is sent one run after another, by its replay, and answers each with its outcome. */
parentPort?.on("message", (message: unknown) => {
  const run = runCalled(z.string().parse(message));
  simulate(run.settings).then(
    (done) => parentPort?.postMessage(outcomeOf(run, done)),
    (error: unknown) => {
      throw error;
    },
  );
});
