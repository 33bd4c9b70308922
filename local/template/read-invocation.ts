import * as z from "zod/mini";
import type { ResolvedTemplate } from "./resolved-template.ts";

/** How an invocation that nobody waits for is retried, and where it goes when it keeps failing. */
export interface AsyncRetries {
  readonly maximumEventAgeSeconds: number;
  readonly maximumRetryAttempts: number;
  readonly deadLetterArn?: string;
}

const invokeConfig = z.strictObject({
  FunctionName: z.string(),
  Qualifier: z.literal("$LATEST"),
  MaximumEventAgeInSeconds: z.optional(z.number()),
  MaximumRetryAttempts: z.optional(z.number()),
  DestinationConfig: z.optional(z.strictObject({ OnFailure: z.optional(z.strictObject({ Destination: z.string() })) })),
});

/**
 * By the ARN of a function. Once EventBridge or the Scheduler has handed an event to Lambda, the function's own
 * settings decide about retries, 2 within 6 hours unless it says otherwise
 * (https://docs.aws.amazon.com/lambda/latest/dg/invocation-async-error-handling.html). Here handing over and running
 * are one step, so a target's own dead letter queue serves where the function names no destination.
 */
export function readAsyncRetries(
  template: ResolvedTemplate,
  functions: readonly { readonly name: string; readonly arn: string }[],
): ReadonlyMap<string, AsyncRetries> {
  const configs = template.all("AWS::Lambda::EventInvokeConfig", invokeConfig);
  return new Map(
    functions.map(({ name, arn }) => {
      const config = configs.find(({ properties }) => [name, arn].includes(properties.FunctionName))?.properties;
      const destination = config?.DestinationConfig?.OnFailure?.Destination;
      return [
        arn,
        {
          maximumEventAgeSeconds: config?.MaximumEventAgeInSeconds ?? 6 * 3600,
          maximumRetryAttempts: config?.MaximumRetryAttempts ?? 2,
          ...(destination !== undefined && { deadLetterArn: destination }),
        },
      ];
    }),
  );
}
