import * as z from "zod/mini";
import type { EventBus, Rule, Target } from "./deployment.ts";
import { description, encryptionAtRest, noMeaning, tags } from "./no-meaning.ts";
import type { AsyncRetries } from "./read-invocation.ts";
import type { ResolvedTemplate } from "./resolved-template.ts";

const bus = z.strictObject({
  Name: z.string(),
  Description: description,
  KmsKeyIdentifier: encryptionAtRest,
  Tags: tags,
});

const archive = z.strictObject({
  ArchiveName: z.optional(z.string()),
  SourceArn: z.string(),
  EventPattern: noMeaning("The journal keeps every event of the bus."),
  RetentionDays: noMeaning("The journal is kept with the data."),
  KmsKeyIdentifier: encryptionAtRest,
  Description: description,
});

export const retryPolicy = z.strictObject({
  MaximumEventAgeInSeconds: z.optional(z.number()),
  MaximumRetryAttempts: z.optional(z.number()),
});
export const deadLetterConfig = z.strictObject({ Arn: z.string() });

const rule = z.strictObject({
  Name: z.optional(z.string()),
  Description: description,
  EventBusName: z._default(z.string(), "default"),
  EventPattern: z.record(z.string(), z.unknown()),
  State: z._default(z.enum(["ENABLED", "DISABLED"]), "ENABLED"),
  Targets: z._default(
    z.array(
      z.strictObject({
        Id: z.string(),
        Arn: z.string(),
        Input: z.optional(z.string()),
        RetryPolicy: z.optional(retryPolicy),
        DeadLetterConfig: z.optional(deadLetterConfig),
      }),
    ),
    [],
  ),
  Tags: tags,
});

/** 24 hours and 185 retries are EventBridge's and the Scheduler's own limits when a target names none. */
export const targetRetries = (policy: z.infer<typeof retryPolicy> | undefined) => ({
  maximumEventAgeSeconds: policy?.MaximumEventAgeInSeconds ?? 24 * 3600,
  maximumRetryAttempts: policy?.MaximumRetryAttempts ?? 185,
});

export function readBuses(template: ResolvedTemplate): readonly EventBus[] {
  template.all("AWS::Events::Archive", archive);
  return template.all("AWS::Events::EventBus", bus).map(({ name, arn }) => ({ name, arn }));
}

export function readRules(
  template: ResolvedTemplate,
  functionRetries: ReadonlyMap<string, AsyncRetries>,
): readonly Rule[] {
  return template
    .all("AWS::Events::Rule", rule)
    .filter(({ properties }) => properties.State === "ENABLED")
    .map(({ name, arn, properties }) => ({
      name,
      arn,
      busName: properties.EventBusName.replace(/^arn:.*:event-bus\//, ""),
      pattern: properties.EventPattern,
      targets: properties.Targets.map(({ Id, Arn, Input, RetryPolicy, DeadLetterConfig }): Target => {
        return {
          id: Id,
          arn: Arn,
          ...(Input !== undefined && { input: Input }),
          ...(DeadLetterConfig && { deadLetterArn: DeadLetterConfig.Arn }),
          ...(functionRetries.get(Arn) ?? targetRetries(RetryPolicy)),
        };
      }),
    }));
}
