import type { Log } from "../../shared/platform/log.ts";

export interface RecordingLog extends Log {
  /** Each line as it would be written: level, message and facts. */
  readonly lines: readonly string[];
}

/** A log that prints nothing and can be read afterwards. */
export const recordingLog = (): RecordingLog => {
  const lines: string[] = [];
  const write =
    (level: string): Log["info"] =>
    (message, facts = {}) => {
      lines.push(JSON.stringify({ level, message, ...facts }));
    };
  return { lines, info: write("info"), warn: write("warn"), error: write("error") };
};
