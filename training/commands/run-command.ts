import { TableFailure } from "../../shared/tables/read-table.ts";
import { ModelFailure } from "../../shared/understanding/model/model-file.ts";
import { TrainingFailure } from "../failure.ts";

/** Prints what the command answers, or what stands in its way, and sets the exit code. */
export async function runCommand(command: () => Promise<string>): Promise<void> {
  try {
    process.stdout.write(`${await command()}\n`);
  } catch (thrown) {
    if (!isTold(thrown)) throw thrown;
    process.stderr.write(`${thrown.message}\n`);
    process.exitCode = 1;
  }
}

const isTold = (thrown: unknown): thrown is Error =>
  thrown instanceof TrainingFailure || thrown instanceof TableFailure || thrown instanceof ModelFailure;

/** Progress goes where it does not mix with what the command answers. */
export function progress(): (done: string) => void {
  const start = performance.now();
  return (done) => process.stderr.write(`${((performance.now() - start) / 1000).toFixed(0).padStart(4)} s  ${done}\n`);
}
