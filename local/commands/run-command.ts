import { StartFailure } from "../start-failure.ts";

/** Prints what the command answers, or what stands in its way as one line, and sets the exit code. */
export async function runCommand(command: () => Promise<string>): Promise<void> {
  process.umask(0o077);
  try {
    process.stdout.write(`${await command()}\n`);
  } catch (thrown) {
    if (!(thrown instanceof StartFailure)) throw thrown;
    process.stderr.write(`${thrown.message}\n`);
    process.exitCode = 1;
  }
}
