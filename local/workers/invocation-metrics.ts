import type { InvocationResult, MetricSample } from "../ports.ts";

/** What AWS Lambda counts of one invocation, in its own names. Nothing is ever throttled here: invocations wait. */
export function invocationSamples(
  functionName: string,
  result: InvocationResult,
  milliseconds: number,
  at: number,
): readonly MetricSample[] {
  const sample = (name: string, unit: string, value: number): MetricSample => ({
    namespace: "AWS/Lambda",
    name,
    dimensions: { FunctionName: functionName },
    unit,
    values: [value],
    at,
  });
  return [
    sample("Invocations", "Count", 1),
    sample("Errors", "Count", result.kind === "failed" ? 1 : 0),
    sample("Throttles", "Count", 0),
    sample("Duration", "Milliseconds", milliseconds),
  ];
}
