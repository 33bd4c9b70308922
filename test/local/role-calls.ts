import {
  BatchGetItemCommand,
  BatchWriteItemCommand,
  DeleteItemCommand,
  DynamoDBClient,
  GetItemCommand,
  PutItemCommand,
  QueryCommand,
  ScanCommand,
  UpdateItemCommand,
} from "@aws-sdk/client-dynamodb";
import { EventBridgeClient, PutEventsCommand } from "@aws-sdk/client-eventbridge";
import { GetSecretValueCommand, SecretsManagerClient } from "@aws-sdk/client-secrets-manager";
import { PublishCommand, SNSClient } from "@aws-sdk/client-sns";
import { SendMessageCommand, SQSClient } from "@aws-sdk/client-sqs";
import { functionAccessKey } from "../../local/aws/identity.ts";

/** Makes the call that an action is the leave for, on a resource and an item of it. Rejects when it is denied. */
export type RoleCall = (resource: string, pk: string) => Promise<unknown>;

const last = (resource: string): string => resource.split(/[:/]/).at(-1) ?? "";
const table = (resource: string) => ({ TableName: /table\/([^/]+)/.exec(resource)?.[1] ?? "" });
const key = (pk: string) => ({ pk: { S: pk } });

/** The calls of a function as its own SDK clients make them, by the action that they need. */
export const callsOf = (functionName: string, url: string): Readonly<Record<string, RoleCall>> => {
  const as = {
    endpoint: url,
    region: "local-1",
    credentials: { accessKeyId: functionAccessKey(functionName), secretAccessKey: "one-machine" },
  };
  const dynamo = new DynamoDBClient(as);
  const sqs = new SQSClient({ ...as, md5: false });
  const events = new EventBridgeClient(as);
  const sns = new SNSClient(as);
  const secrets = new SecretsManagerClient(as);
  return {
    "dynamodb:GetItem": (on, pk) => dynamo.send(new GetItemCommand({ ...table(on), Key: key(pk) })),
    "dynamodb:PutItem": (on, pk) => dynamo.send(new PutItemCommand({ ...table(on), Item: key(pk) })),
    "dynamodb:UpdateItem": (on, pk) => dynamo.send(new UpdateItemCommand({ ...table(on), Key: key(pk) })),
    "dynamodb:DeleteItem": (on, pk) => dynamo.send(new DeleteItemCommand({ ...table(on), Key: key(pk) })),
    "dynamodb:BatchGetItem": (on, pk) =>
      dynamo.send(new BatchGetItemCommand({ RequestItems: { [table(on).TableName]: { Keys: [key(pk)] } } })),
    "dynamodb:BatchWriteItem": (on, pk) =>
      dynamo.send(
        new BatchWriteItemCommand({ RequestItems: { [table(on).TableName]: [{ PutRequest: { Item: key(pk) } }] } }),
      ),
    "dynamodb:Scan": (on) => dynamo.send(new ScanCommand(table(on))),
    "dynamodb:Query": (on) =>
      dynamo.send(
        new QueryCommand({
          ...table(on),
          IndexName: last(on),
          KeyConditionExpression: "p = :p",
          ExpressionAttributeValues: { ":p": { S: "a" } },
        }),
      ),
    "sqs:SendMessage": (on) =>
      sqs.send(new SendMessageCommand({ QueueUrl: `${url}/000000000000/${last(on)}`, MessageBody: "a" })),
    "events:PutEvents": (on) =>
      events.send(
        new PutEventsCommand({ Entries: [{ EventBusName: last(on), Source: "s", DetailType: "t", Detail: "{}" }] }),
      ),
    "sns:Publish": (on) => sns.send(new PublishCommand({ TopicArn: on, Message: "a" })),
    "secretsmanager:GetSecretValue": (on) => secrets.send(new GetSecretValueCommand({ SecretId: on })),
  };
};

interface KeyUse {
  readonly action: string;
  readonly resource: string;
  /** What the key is said to be used for. */
  readonly context: Readonly<Record<string, string>>;
}

/** A call of KMS itself. */
export const callKms = async (functionName: string, url: string, use: KeyUse): Promise<void> => {
  const { action, resource: KeyId, context: EncryptionContext } = use;
  const response = await fetch(url, {
    method: "POST",
    headers: {
      "x-amz-target": action.replace("kms:", "TrentService."),
      authorization: `AWS4-HMAC-SHA256 Credential=${functionAccessKey(functionName)}/20260302/local-1/kms/aws4_request`,
    },
    body: JSON.stringify({ KeyId, EncryptionContext }),
  });
  if (response.status !== 200) throw new Error(await response.text());
};
