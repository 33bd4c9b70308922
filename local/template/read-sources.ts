import * as z from "zod/mini";
import { StartFailure } from "../start-failure.ts";
import type { QueueSource, StreamSource } from "./deployment.ts";
import { noMeaning, tags } from "./no-meaning.ts";
import { describe, type Place } from "./place.ts";
import type { ReadFunction } from "./read-functions.ts";
import { partition } from "./region.ts";
import { queueRights, requireRights, sendingTo, streamRights } from "./rights.ts";
import type { ResolvedTemplate } from "./resolved-template.ts";

const shared = {
  FunctionName: z.string(),
  EventSourceArn: z.string(),
  Enabled: z._default(z.literal(true), true),
  BatchSize: z.optional(z.number()),
  MaximumBatchingWindowInSeconds: z._default(z.number(), 0),
  FunctionResponseTypes: z._default(z.array(z.literal("ReportBatchItemFailures")), []),
  MetricsConfig: noMeaning("Extra metrics that are paid for on AWS."),
  Tags: tags,
};

const queueMapping = z.strictObject({
  ...shared,
  ScalingConfig: z._default(z.strictObject({ MaximumConcurrency: z._default(z.number(), 1000) }), {
    MaximumConcurrency: 1000,
  }),
});

const filterPattern = z.pipe(
  z.string(),
  z.transform((text) => z.record(z.string(), z.unknown()).parse(JSON.parse(text))),
);

const streamMapping = z.strictObject({
  ...shared,
  StartingPosition: z.literal("TRIM_HORIZON"),
  BisectBatchOnFunctionError: z._default(z.boolean(), false),
  MaximumRetryAttempts: z._default(z.number(), -1),
  MaximumRecordAgeInSeconds: z._default(z.number(), -1),
  ParallelizationFactor: z._default(z.literal(1), 1),
  DestinationConfig: z.optional(z.strictObject({ OnFailure: z.strictObject({ Destination: z.string() }) })),
  FilterCriteria: z._default(z.strictObject({ Filters: z.array(z.strictObject({ Pattern: filterPattern })) }), {
    Filters: [],
  }),
});

const type = "AWS::Lambda::EventSourceMapping";
const ofQueue = (properties: Readonly<Record<string, unknown>>) =>
  String(properties["EventSourceArn"]).startsWith(`arn:${partition}:sqs:`);

export interface Sources {
  readonly queueSources: readonly QueueSource[];
  readonly streamSources: readonly StreamSource[];
}

/** Event source mappings. A role that may not read its source is a StartFailure, as AWS refuses to make the mapping. */
export function readSources(template: ResolvedTemplate, functions: readonly ReadFunction[]): Sources {
  const allowed = (name: string, place: Place, actions: readonly string[], resource: string) => {
    const worker = functions.find((one) => one.name === name || one.arn === name);
    if (worker === undefined) throw new StartFailure(`${describe(place)} feeds ${name}, which is not in the template.`);
    requireRights(worker, actions, resource);
    return worker.name;
  };
  return {
    queueSources: template.all(type, queueMapping, ofQueue).map(({ ref, place, properties }) => ({
      id: ref,
      functionName: allowed(properties.FunctionName, place, queueRights, properties.EventSourceArn),
      queueArn: properties.EventSourceArn,
      batchSize: properties.BatchSize ?? 10,
      batchingWindowSeconds: properties.MaximumBatchingWindowInSeconds,
      maximumConcurrency: properties.ScalingConfig.MaximumConcurrency,
      partialResponses: properties.FunctionResponseTypes.length > 0,
    })),
    streamSources: template
      .all(type, streamMapping, (properties) => !ofQueue(properties))
      .map(({ ref, place, properties }) => {
        const { EventSourceArn, FunctionName, DestinationConfig } = properties;
        const functionName = allowed(FunctionName, place, streamRights, EventSourceArn);
        const failureArn = DestinationConfig?.OnFailure.Destination;
        if (failureArn !== undefined) allowed(FunctionName, place, [sendingTo(failureArn)], failureArn);
        return {
          id: ref,
          functionName,
          streamArn: EventSourceArn,
          batchSize: properties.BatchSize ?? 100,
          batchingWindowSeconds: properties.MaximumBatchingWindowInSeconds,
          partialResponses: properties.FunctionResponseTypes.length > 0,
          bisect: properties.BisectBatchOnFunctionError,
          maximumRetryAttempts: properties.MaximumRetryAttempts,
          maximumRecordAgeSeconds: properties.MaximumRecordAgeInSeconds,
          ...(failureArn !== undefined && { failureArn }),
          filters: properties.FilterCriteria.Filters.map(({ Pattern }) => Pattern),
        };
      }),
  };
}
