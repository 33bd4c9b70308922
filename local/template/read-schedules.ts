import * as z from "zod/mini";
import type { Schedule } from "./deployment.ts";
import { description, encryptionAtRest, noMeaning, tags } from "./no-meaning.ts";
import { describe } from "./place.ts";
import { deadLetterConfig, retryPolicy, targetRetries } from "./read-events.ts";
import type { AsyncRetries } from "./read-invocation.ts";
import type { ResolvedTemplate } from "./resolved-template.ts";

const schedule = z.strictObject({
  Name: z.optional(z.string()),
  GroupName: noMeaning("A group only sorts schedules."),
  Description: description,
  State: z._default(z.enum(["ENABLED", "DISABLED"]), "ENABLED"),
  FlexibleTimeWindow: z.strictObject({
    Mode: z.enum(["OFF", "FLEXIBLE"]),
    MaximumWindowInMinutes: noMeaning("A window allows any moment in it; the runner takes the first."),
  }),
  ScheduleExpression: z.string().check(z.regex(/^(?:rate|cron)\(.+\)$/, "only rate(…) and cron(…) are known")),
  ScheduleExpressionTimezone: z._default(z.string(), "UTC"),
  KmsKeyArn: encryptionAtRest,
  Target: z.strictObject({
    Arn: z.string(),
    RoleArn: z.string(),
    Input: z.optional(z.string()),
    RetryPolicy: z.optional(retryPolicy),
    DeadLetterConfig: z.optional(deadLetterConfig),
  }),
});

const group = z.strictObject({ Name: z.optional(z.string()), Tags: tags });

export interface ReadSchedule {
  readonly schedule: Schedule;
  readonly roleArn: string;
  readonly where: string;
}

export function readSchedules(
  template: ResolvedTemplate,
  functionRetries: ReadonlyMap<string, AsyncRetries>,
): readonly ReadSchedule[] {
  template.all("AWS::Scheduler::ScheduleGroup", group);
  return template
    .all("AWS::Scheduler::Schedule", schedule)
    .filter(({ properties }) => properties.State === "ENABLED")
    .map(({ name, place, properties: { ScheduleExpression, ScheduleExpressionTimezone, Target } }) => ({
      roleArn: Target.RoleArn,
      where: describe(place),
      schedule: {
        name,
        expression: ScheduleExpression,
        zone: ScheduleExpressionTimezone,
        target: {
          id: name,
          arn: Target.Arn,
          ...(Target.Input !== undefined && { input: Target.Input }),
          ...(Target.DeadLetterConfig && { deadLetterArn: Target.DeadLetterConfig.Arn }),
          ...(functionRetries.get(Target.Arn) ?? targetRetries(Target.RetryPolicy)),
        },
      },
    }));
}
