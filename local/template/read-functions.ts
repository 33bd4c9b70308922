import { existsSync } from "node:fs";
import * as z from "zod/mini";
import { StartFailure } from "../start-failure.ts";
import type { LambdaFunction, PolicyStatement } from "./deployment.ts";
import { deliveryLog, description, encryptionAtRest, noMeaning, tags } from "./no-meaning.ts";
import { describe } from "./place.ts";
import type { ResolvedTemplate, Resource } from "./resolved-template.ts";

const lambda = z.strictObject({
  FunctionName: z.optional(z.string()),
  Code: z.strictObject({
    S3Key: z.string(),
    S3Bucket: noMeaning("The bundle lies in the synthesised application."),
  }),
  Handler: z.string(),
  Runtime: z.string().check(z.regex(/^nodejs\d+\.x$/, "only Node.js runs here")),
  Role: z.string(),
  Timeout: z._default(z.number(), 3),
  MemorySize: z._default(z.number(), 128),
  Environment: z._default(z.strictObject({ Variables: z._default(z.record(z.string(), z.coerce.string()), {}) }), {
    Variables: {},
  }),
  Description: description,
  Architectures: noMeaning("The bundle is JavaScript and runs on this machine's processor."),
  TracingConfig: noMeaning("There is no X-Ray here; the log has every invocation."),
  LoggingConfig: deliveryLog,
  KmsKeyArn: encryptionAtRest,
  RuntimeManagementConfig: noMeaning("The runtime is the Node.js that the runner runs on."),
  Tags: tags,
});

const logGroup = z.strictObject({
  LogGroupName: z.optional(z.string()),
  RetentionInDays: deliveryLog,
  LogGroupClass: deliveryLog,
  KmsKeyId: encryptionAtRest,
  Tags: tags,
});

const permission = z.strictObject({
  Action: z.literal("lambda:InvokeFunction"),
  FunctionName: z.string(),
  Principal: noMeaning("Only the runner's own parts invoke functions."),
  SourceArn: noMeaning("Only the runner's own parts invoke functions."),
  SourceAccount: noMeaning("Only the runner's own parts invoke functions."),
});

export interface ReadFunction extends LambdaFunction {
  /** Where it stands in the template, for the messages. */
  readonly where: string;
}

/** @param roles Statements by the role's ARN. */
export function readFunctions(
  template: ResolvedTemplate,
  roles: ReadonlyMap<string, readonly PolicyStatement[]>,
): readonly ReadFunction[] {
  template.all("AWS::Logs::LogGroup", logGroup);
  template.all("AWS::Lambda::Permission", permission);
  return template.all("AWS::Lambda::Function", lambda).map((resource) => {
    const { name, arn, place, properties } = resource;
    const statements = roles.get(properties.Role);
    if (statements === undefined) {
      throw new StartFailure(`${describe(place)} takes the role ${properties.Role}, which is not in the template.`);
    }
    return {
      name,
      arn,
      where: describe(place),
      codeDirectory: bundleOf(resource, properties.Code.S3Key),
      handler: properties.Handler,
      environment: properties.Environment.Variables,
      memoryMegabytes: properties.MemorySize,
      timeoutSeconds: properties.Timeout,
      statements,
    };
  });
}

function bundleOf({ assets, place }: Resource<unknown>, objectKey: string): string {
  const directory = assets.get(objectKey);
  if (directory !== undefined && existsSync(directory)) return directory;
  throw new StartFailure(`The bundle of ${describe(place)} is missing (${objectKey}). Delete .build and start again.`);
}
