import * as z from "zod/mini";
import type { AwsCall } from "../aws/service.ts";
import type { Deployment } from "../template/deployment.ts";
import { arnOf } from "../template/region.ts";
import { createDynamoActions } from "./dynamodb-actions.ts";
import type { PermissionRequest } from "./evaluate.ts";

type CallToAllow = Pick<AwsCall, "service" | "operation" | "json">;

/** What a role must allow for a call to be made: one request for each action and resource that it touches. */
export type RequiredPermissions = (call: CallToAllow) => readonly PermissionRequest[];

const sqsBody = z.looseObject({ QueueUrl: z.optional(z.string()), QueueName: z.optional(z.string()) });
const eventsBody = z.looseObject({
  Entries: z.array(z.looseObject({ EventBusName: z._default(z.string(), "default") })),
});
const snsBody = z.looseObject({ TopicArn: z.optional(z.string()), TargetArn: z.optional(z.string()) });
const secretBody = z.looseObject({ SecretId: z.string() });
const keyBody = z.looseObject({
  KeyId: z._default(z.string(), "*"),
  EncryptionContext: z._default(z.record(z.string(), z.string()), {}),
});

/**
 * IAM's names of what the calls do, by the Service Authorization Reference. A body without the resource's name asks for
 * every resource, which no exact policy allows.
 */
export function createRequiredPermissions({ tables, secrets, topics }: Deployment): RequiredPermissions {
  const dynamoActions = createDynamoActions(tables);
  const keys = new Map([...tables, ...secrets, ...topics].map(({ arn, keyArn }) => [arn, keyArn]));
  const called: RequiredPermissions = ({ service, operation, json }) => {
    switch (service) {
      case "dynamodb":
        return dynamoActions(operation, json);
      case "sqs": {
        const body = sqsBody.safeParse(json).data;
        const name = body?.QueueName ?? body?.QueueUrl?.split("/").at(-1);
        return [plain(`sqs:${operation.replace(/Batch$/, "")}`, name === undefined ? "*" : arnOf("sqs", name))];
      }
      case "events": {
        const entries = eventsBody.safeParse(json).data?.Entries ?? [];
        const buses = new Set(entries.map(({ EventBusName }) => busArn(EventBusName)));
        if (buses.size === 0) return [plain(`events:${operation}`, "*")];
        return [...buses].map((arn) => plain(`events:${operation}`, arn));
      }
      case "sns": {
        const body = snsBody.safeParse(json).data;
        return [plain(`sns:${operation.replace(/Batch$/, "")}`, body?.TopicArn ?? body?.TargetArn ?? "*")];
      }
      case "secretsmanager": {
        const id = secretBody.safeParse(json).data?.SecretId;
        const known = secrets.find(({ name, arn }) => id === name || id === arn);
        return [plain(`secretsmanager:${operation}`, known?.arn ?? (id?.startsWith("arn:") ? id : "*"))];
      }
      case "kms": {
        const { KeyId: id = "*", EncryptionContext: encryptionContext = {} } = keyBody.safeParse(json).data ?? {};
        const arn = id === "*" || id.startsWith("arn:") ? id : arnOf("kms", `key/${id}`);
        return [{ ...plain(`kms:${operation}`, arn), encryptionContext }];
      }
    }
  };
  return (call) => {
    const requests = called(call);
    return [...requests, ...requests.flatMap((request) => onKey(request, keys.get(tableOf(request.resource))))];
  };
}

/**
 * What the service does with the key on the caller's behalf, and asks of the caller's role: DynamoDB to read and to write
 * an encrypted table, SNS to publish, Secrets Manager to give a secret out.
 */
const uses: Readonly<Record<string, readonly string[]>> = {
  "sns:Publish": ["kms:Decrypt", "kms:GenerateDataKey"],
  "secretsmanager:GetSecretValue": ["kms:Decrypt"],
};
const toRead = ["kms:Decrypt", "kms:DescribeKey"];
const toWrite = [...toRead, "kms:Encrypt", "kms:GenerateDataKey"];

function onKey({ action, resource }: PermissionRequest, keyArn: string | undefined): readonly PermissionRequest[] {
  if (keyArn === undefined) return [];
  const ofTable = /^dynamodb:(?:Get|BatchGet|Query|Scan)/.test(action) ? toRead : toWrite;
  const name = action.startsWith("dynamodb:") ? tableOf(resource).split("/").at(-1) : undefined;
  const actions = uses[action] ?? (name === undefined ? [] : ofTable);
  const encryptionContext = name === undefined ? {} : { "aws:dynamodb:tableName": name };
  return actions.map((each) => ({ ...plain(each, keyArn), encryptionContext }));
}

const tableOf = (resource: string) => resource.replace(/\/index\/.+$/, "");

const busArn = (nameOrArn: string) =>
  nameOrArn.startsWith("arn:") ? nameOrArn : arnOf("events", `event-bus/${nameOrArn}`);

const plain = (action: string, resource: string): PermissionRequest => ({ action, resource, leadingKeys: undefined });
