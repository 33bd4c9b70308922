import { createLog, type Log, type LineWriter } from "./log.ts";
import { openLogFile } from "./log-file.ts";

export interface Logs {
  readonly log: Log;
  /** Takes a line of the access log. */
  readonly access: LineWriter;
  /** Takes a line for the operator: for the log alone, or for the screen as well. */
  readonly report: LineWriter;
  readonly tell: LineWriter;
  /** Resolves when everything written so far is in the files. */
  flushed(): Promise<void>;
}

/** The two logs of the runner, `otklik.log` and `access.log`. */
export function openLogs(directory: string, { say, verbose }: { say: LineWriter; verbose: boolean }): Logs {
  const main = openLogFile(directory, "otklik");
  const access = openLogFile(directory, "access");
  const log = createLog({ write: main.write, ...(verbose && { echo: say }) });
  const report = (message: string): void => log.entry({ level: "warn", from: "runner", message });
  return {
    log,
    access: access.write,
    report,
    tell: (line) => {
      report(line);
      say(line);
    },
    flushed: async () => {
      await Promise.all([main.flushed(), access.flushed()]);
    },
  };
}
