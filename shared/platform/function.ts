import type { Logger } from "@aws-lambda-powertools/logger";
import { injectLambdaContext } from "@aws-lambda-powertools/logger/middleware";
import type { Metrics } from "@aws-lambda-powertools/metrics";
import middy from "@middy/core";
import type { Context } from "aws-lambda";

/** Wraps the work of a function with what every function has: the request's id in each log line, metrics flushed. */
export const lambdaFunction = <Event, Result>(
  { logger, metrics }: { readonly logger: Logger; readonly metrics: Metrics },
  work: (event: Event, context: Context) => Promise<Result>,
) => {
  // Powertools' own middleware warns of every invocation that had nothing to count, as a reading has not.
  const flush = (): void => {
    if (metrics.hasStoredMetrics()) metrics.publishStoredMetrics();
  };
  return middy<Event, Result>(work).use(injectLambdaContext(logger)).use({ after: flush, onError: flush });
};
