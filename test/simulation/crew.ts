import { once } from "node:events";
import { Worker } from "node:worker_threads";
import { type Outcome, outcome } from "./outcome.ts";

interface Shift {
  /** Runs, by their replays. */
  readonly runs: readonly string[];
  readonly workers: number;
  /** Whether another run may be begun. */
  readonly goesOn: () => boolean;
  readonly onDone: (done: Outcome) => void;
}

/** Has several threads go through runs, each taking the next one. What was begun is finished. */
export const goThrough = async ({ runs, workers, goesOn, onDone }: Shift): Promise<void> => {
  let next = 0;
  const work = async (): Promise<void> => {
    const thread = new Worker(new URL("./worker.ts", import.meta.url));
    for (let run = runs[next++]; run !== undefined && goesOn(); run = runs[next++]) {
      thread.postMessage(run);
      const [answer] = await once(thread, "message");
      onDone(outcome.parse(answer));
    }
    await thread.terminate();
  };
  await Promise.all(Array.from({ length: Math.min(workers, runs.length) }, work));
};
