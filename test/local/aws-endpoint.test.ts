import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import {
  ConditionalCheckFailedException,
  DynamoDBClient,
  GetItemCommand,
  PutItemCommand,
  QueryCommand,
  TransactWriteItemsCommand,
} from "@aws-sdk/client-dynamodb";
import { EventBridgeClient, PutEventsCommand } from "@aws-sdk/client-eventbridge";
import { GetSecretValueCommand, SecretsManagerClient } from "@aws-sdk/client-secrets-manager";
import { PublishCommand, SNSClient } from "@aws-sdk/client-sns";
import { SendMessageCommand, SQSClient } from "@aws-sdk/client-sqs";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { dynamoDb } from "../../local/aws/dynamodb.ts";
import { type AwsDoor, createAwsEndpoint, openAwsDoor } from "../../local/aws/endpoint.ts";
import { functionAccessKey } from "../../local/aws/identity.ts";
import type { AwsCall, AwsService } from "../../local/aws/service.ts";
import { createFunctionPolicies } from "../../local/policy/function-policies.ts";
import type { MetricSample, Part, VirtualClock } from "../../local/ports.ts";
import { openTables, type Tables } from "../../local/tables/open-tables.ts";
import { deploymentOf, functionWith, itemsTable } from "./deployments.ts";

const items = itemsTable.arn;
const queueUrl = (door: AwsDoor) => `${door.url}/000000000000/city-work`;
const reader = functionWith("city-reader", [
  { effect: "Allow", actions: ["dynamodb:GetItem"], resources: [items], conditions: {} },
]);
const writer = functionWith("city-writer", [
  { effect: "Allow", actions: ["dynamodb:PutItem", "dynamodb:GetItem"], resources: [items], conditions: {} },
  { effect: "Allow", actions: ["dynamodb:Query"], resources: [`${items}/index/due`], conditions: {} },
  {
    effect: "Allow",
    actions: ["sqs:SendMessage"],
    resources: ["arn:aws:sqs:local-1:000000000000:city-work"],
    conditions: {},
  },
]);
const deployment = deploymentOf({ functions: [reader, writer], tables: [itemsTable] });

let directory: string;
let door: AwsDoor;
let tables: Tables;
let endpoint: Part;
let samples: MetricSample[];
let lines: string[];
let handled: AwsCall[];
let writes: number;

beforeEach(async () => {
  directory = mkdtempSync(join(tmpdir(), "otklik-endpoint-"));
  [samples, lines, handled, writes] = [[], [], [], 0];
  const clock: VirtualClock = { virtual: false, now: () => Date.now() };
  const metrics = { record: (recorded: readonly MetricSample[]) => void samples.push(...recorded) };
  const report = (line: string) => void lines.push(line);
  tables = await openTables({
    tables: [itemsTable],
    dataDirectory: directory,
    environment: {},
    clock,
    report,
    onCrash: report,
  });
  door = await openAwsDoor();
  const noting: AwsService = {
    async handle(call) {
      handled.push(call);
      return { status: 200, body: "{}" };
    },
  };
  const onTableWrite = () => {
    writes += 1;
  };
  endpoint = createAwsEndpoint({
    door,
    deployment,
    services: {
      dynamodb: dynamoDb({ server: tables.server, metrics, clock, onTableWrite }),
      sqs: noting,
      events: noting,
      sns: noting,
      secretsmanager: noting,
    },
    policies: createFunctionPolicies(deployment.functions),
    metrics,
    clock,
    report,
  });
  await endpoint.start();
});

afterEach(async () => {
  for (const client of clients.splice(0)) client.destroy();
  await endpoint.stop();
  await tables.close();
  rmSync(directory, { recursive: true, force: true });
});

const clients: { destroy(): void }[] = [];
const opened = <Client extends { destroy(): void }>(client: Client): Client => {
  clients.push(client);
  return client;
};
const as = (functionName: string) => ({
  endpoint: door.url,
  region: "local-1",
  credentials: { accessKeyId: functionAccessKey(functionName), secretAccessKey: "one-machine" },
});
const dynamo = (functionName: string) => opened(new DynamoDBClient(as(functionName)));
const units = (name: string) =>
  samples
    .filter((sample) => sample.name === name)
    .map(({ dimensions, values }) => [dimensions["FunctionName"], ...values]);

const put = (pk: string, more: Record<string, { S: string }> = {}) =>
  new PutItemCommand({ TableName: "city-items", Item: { pk: { S: pk }, ...more } });
const get = (pk: string) => new GetItemCommand({ TableName: "city-items", Key: { pk: { S: pk } } });

describe("a function's call to AWS", () => {
  it("that its role allows is done, and metered by function", async () => {
    const client = dynamo("city-writer");
    await client.send(put("a", { s: { S: "1" } }));
    const { Item } = await client.send(get("a"));
    const { Count } = await client.send(
      new QueryCommand({
        TableName: "city-items",
        IndexName: "due",
        KeyConditionExpression: "s = :s",
        ExpressionAttributeValues: { ":s": { S: "1" } },
      }),
    );

    expect(Item).toEqual({ pk: { S: "a" }, s: { S: "1" } });
    expect(Count).toBe(1);
    expect(units("WriteUnits")).toEqual([["city-writer", 2]]);
    expect(units("ReadUnits")).toEqual([
      ["city-writer", 0.5],
      ["city-writer", 0.5],
    ]);
    expect(samples.filter(({ name }) => name === "Requests").map(({ dimensions }) => dimensions)).toEqual(
      ["PutItem", "GetItem", "Query"].map((Operation) => ({
        FunctionName: "city-writer",
        Service: "dynamodb",
        Operation,
      })),
    );
    expect(writes).toBe(1);
  });

  it("that its role does not allow is denied in AWS's words, once, and told to the operator", async () => {
    const attempt = dynamo("city-reader").send(put("a"));

    await expect(attempt).rejects.toMatchObject({
      name: "AccessDeniedException",
      message: `User: arn:aws:sts::000000000000:assumed-role/city-reader/city-reader is not authorized to perform: dynamodb:PutItem on resource: ${items} because no identity-based policy allows the dynamodb:PutItem action`,
      $metadata: { attempts: 1 },
    });
    expect((await dynamo("city-reader").send(get("a"))).Item).toBeUndefined();
    expect(lines).toEqual([expect.stringContaining(`city-reader may not dynamodb:PutItem on ${items}`)]);
  });

  it("that only a part of is allowed is denied whole", async () => {
    const transaction = new TransactWriteItemsCommand({
      TransactItems: [
        { Put: { TableName: "city-items", Item: { pk: { S: "a" } } } },
        { Delete: { TableName: "city-items", Key: { pk: { S: "b" } } } },
      ],
    });

    await expect(dynamo("city-writer").send(transaction)).rejects.toThrow("dynamodb:DeleteItem");
    expect((await dynamo("city-writer").send(get("a"))).Item).toBeUndefined();
  });

  it("whose condition was not met fails as in DynamoDB, and is metered as charged", async () => {
    const once = new PutItemCommand({
      TableName: "city-items",
      Item: { pk: { S: "a" } },
      ConditionExpression: "attribute_not_exists(pk)",
    });
    await dynamo("city-writer").send(once);

    await expect(dynamo("city-writer").send(once)).rejects.toThrow(ConditionalCheckFailedException);
    expect(units("WriteUnits")).toEqual([
      ["city-writer", 1],
      ["city-writer", 1],
    ]);
  });

  it.each([
    [
      "SQS",
      "AccessDenied",
      () =>
        opened(new SQSClient(as("city-reader"))).send(
          new SendMessageCommand({ QueueUrl: queueUrl(door), MessageBody: "a" }),
        ),
    ],
    [
      "EventBridge",
      "AccessDeniedException",
      () =>
        opened(new EventBridgeClient(as("city-reader"))).send(
          new PutEventsCommand({ Entries: [{ EventBusName: "city", Source: "s", DetailType: "t", Detail: "{}" }] }),
        ),
    ],
    [
      "SNS",
      "AuthorizationErrorException",
      () =>
        opened(new SNSClient(as("city-reader"))).send(
          new PublishCommand({ TopicArn: "arn:aws:sns:local-1:000000000000:duty", Message: "a <b>" }),
        ),
    ],
    [
      "Secrets Manager",
      "AccessDeniedException",
      () =>
        opened(new SecretsManagerClient(as("city-reader"))).send(
          new GetSecretValueCommand({ SecretId: "city/secrets" }),
        ),
    ],
  ])("to %s is denied as that service denies, without a retry", async (_, name, attempt) => {
    await expect(attempt()).rejects.toMatchObject({
      name,
      message: expect.stringContaining("is not authorized to perform"),
      $metadata: { attempts: 1 },
    });
    expect(handled).toEqual([]);
  });

  it("reaches its service with the function's name and the parsed body", async () => {
    const client = opened(new SQSClient({ ...as("city-writer"), md5: false }));
    await client.send(new SendMessageCommand({ QueueUrl: queueUrl(door), MessageBody: "hello" }));

    expect(handled).toMatchObject([
      { service: "sqs", operation: "SendMessage", functionName: "city-writer", json: { MessageBody: "hello" } },
    ]);
  });

  it("signed with a key of no function of the deployment is turned away", async () => {
    await expect(dynamo("somebody-else").send(get("a"))).rejects.toMatchObject({
      name: "UnrecognizedClientException",
      $metadata: { httpStatusCode: 403 },
    });
  });
});
