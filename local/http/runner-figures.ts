import type { MetricReader } from "../ports.ts";

/** Namespace of what the runner meters of the functions' calls to AWS. */
export const RUNNER_NAMESPACE = "Otklik/Runner";

type Total = ReturnType<MetricReader["totals"]>[number];

interface FunctionFigures {
  requests: number;
  /** By service and operation, as `dynamodb:PutItem`. */
  readonly byOperation: Record<string, number>;
  writeUnits: number;
  readUnits: number;
}

/** What `/local/metrics` answers: the functions' metrics, and by function the AWS requests and capacity they used. */
export function runnerFigures(totals: readonly Total[]): { readonly metrics: unknown; readonly aws: unknown } {
  const aws: Record<string, FunctionFigures> = {};
  const metrics: unknown[] = [];
  for (const { statistics, ...metric } of totals) {
    if (metric.namespace === RUNNER_NAMESPACE) meter(aws, metric, statistics.sum);
    else metrics.push({ ...metric, ...statistics });
  }
  return { metrics, aws };
}

/** The functions that have run since the store began. */
export const invokedFunctions = (totals: readonly Total[]): ReadonlySet<string> =>
  new Set(
    totals
      .filter(({ namespace, name }) => namespace === "AWS/Lambda" && name === "Invocations")
      .flatMap(({ dimensions }) => dimensions["FunctionName"] ?? []),
  );

function meter(
  aws: Record<string, FunctionFigures>,
  { name, dimensions }: Omit<Total, "statistics">,
  sum: number,
): void {
  const dimension = (wanted: string): string => dimensions[wanted] ?? dimensions[wanted.toLowerCase()] ?? "";
  const figures = (aws[dimension("FunctionName") || dimension("Function")] ??= {
    requests: 0,
    byOperation: {},
    writeUnits: 0,
    readUnits: 0,
  });
  if (name === "Requests") {
    const operation = `${dimension("Service")}:${dimension("Operation")}`;
    figures.requests += sum;
    figures.byOperation[operation] = (figures.byOperation[operation] ?? 0) + sum;
  }
  if (name === "WriteUnits") figures.writeUnits += sum;
  if (name === "ReadUnits") figures.readUnits += sum;
}
