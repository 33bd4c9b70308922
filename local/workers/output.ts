import type { Log } from "../log/log.ts";
import { parseEmf } from "../metrics/emf.ts";
import type { MetricSink } from "../ports.ts";
import type { InvocationFailure } from "./messages.ts";

/** Where what the functions write goes: metrics to the store, everything else to the log. */
export interface FunctionOutput {
  /** Takes pieces of one thread's output as they come and deals with whole lines. */
  writer(functionName: string): (stream: "stdout" | "stderr", text: string) => void;
  failure(functionName: string, error: InvocationFailure): void;
}

/** A line longer than this is cut: nothing the product writes is. */
const LONGEST_LINE = 256 * 1024;

export function createFunctionOutput({ metrics, log }: { metrics: MetricSink; log: Log }): FunctionOutput {
  const line = (functionName: string, stream: "stdout" | "stderr", text: string): void => {
    if (text.trim() === "") return;
    const samples = parseEmf(text);
    if (samples !== undefined) metrics.record(samples);
    else log.line(functionName, stream, text);
  };
  return {
    writer(functionName) {
      const unfinished = { stdout: "", stderr: "" };
      return (stream, text) => {
        const lines = (unfinished[stream] + text).split("\n");
        unfinished[stream] = (lines.pop() ?? "").slice(0, LONGEST_LINE);
        for (const whole of lines) line(functionName, stream, whole);
      };
    },
    failure: (functionName, { type, message }) =>
      log.entry({ level: "error", from: functionName, message: `${type}: ${message}` }),
  };
}
