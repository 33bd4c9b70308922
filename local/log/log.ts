import * as z from "zod/mini";

interface LogEntry {
  readonly level: "info" | "warn" | "error";
  /** The function or the part of the runner that says it. */
  readonly from: string;
  readonly message: string;
}

export interface Log {
  entry(entry: LogEntry): void;
  /** A line that a function wrote, kept as it is; JSON stays JSON. */
  line(functionName: string, stream: "stdout" | "stderr", text: string): void;
}

/** Where finished lines of the log go. */
export type LineWriter = (line: string) => void;

const structured = z.looseObject({ level: z.optional(z.string()), message: z.optional(z.string()) });

/** One JSON object a line. Warnings and errors also go to `echo`, in short, when the one who runs it asked for that. */
export function createLog({ write, echo }: { write: LineWriter; echo?: LineWriter }): Log {
  const put = (
    level: LogEntry["level"],
    from: string,
    short: string,
    rest: Readonly<Record<string, unknown>>,
  ): void => {
    write(JSON.stringify({ at: new Date().toISOString(), level, from, ...rest }));
    if (level !== "info") echo?.(`${level} ${from}: ${short}`);
  };
  return {
    entry: ({ level, from, message }) => put(level, from, message, { message }),
    line(functionName, stream, text) {
      const record = structured.safeParse(parsed(text));
      if (!record.success) return put(stream === "stderr" ? "warn" : "info", functionName, text, { line: text });
      return put(levelOf(record.data.level), functionName, record.data.message ?? "", { line: record.data });
    },
  };
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

function levelOf(written: string | undefined): LogEntry["level"] {
  const level = written?.toUpperCase();
  if (level === "ERROR" || level === "CRITICAL" || level === "FATAL") return "error";
  return level === "WARN" ? "warn" : "info";
}
