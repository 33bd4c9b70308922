import type { MetricSample } from "../ports.ts";

/** What API Gateway counts of one request, in its own names. */
export function requestSamples(
  apiId: string,
  status: number,
  milliseconds: number,
  at: number,
): readonly MetricSample[] {
  const sample = (name: string, unit: string, value: number): MetricSample => ({
    namespace: "AWS/ApiGateway",
    name,
    dimensions: { ApiId: apiId },
    unit,
    values: [value],
    at,
  });
  return [
    sample("Count", "Count", 1),
    sample("4xx", "Count", status >= 400 && status < 500 ? 1 : 0),
    sample("5xx", "Count", status >= 500 ? 1 : 0),
    sample("Latency", "Milliseconds", milliseconds),
  ];
}
