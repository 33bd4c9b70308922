import type { Deployment, LambdaFunction, PolicyStatement, Table } from "../../local/template/deployment.ts";

const nothing: Deployment = {
  functions: [],
  tables: [],
  queues: [],
  topics: [],
  secrets: [],
  keys: [],
  buses: [],
  rules: [],
  schedules: [],
  queueSources: [],
  streamSources: [],
  apis: [],
  dashboards: [],
  alarms: [],
};

/** A deployment of these parts and no others. */
export const deploymentOf = (parts: Partial<Deployment>): Deployment => ({ ...nothing, ...parts });

export const functionWith = (name: string, statements: readonly PolicyStatement[]): LambdaFunction => ({
  name,
  arn: `arn:aws:lambda:local-1:000000000000:function:${name}`,
  codeDirectory: "/nowhere",
  handler: "index.handler",
  environment: {},
  memoryMegabytes: 128,
  timeoutSeconds: 3,
  statements,
});

const arn = "arn:aws:dynamodb:local-1:000000000000:table/city-items";

/** Keyed by `pk`, with an index `due`, a stream, and items that expire. */
export const itemsTable: Table = {
  name: "city-items",
  arn,
  streamArn: `${arn}/stream/one-machine`,
  ttlAttribute: "expiresAt",
  creation: {
    TableName: "city-items",
    KeySchema: [{ AttributeName: "pk", KeyType: "HASH" }],
    AttributeDefinitions: [
      { AttributeName: "pk", AttributeType: "S" },
      { AttributeName: "s", AttributeType: "S" },
    ],
    BillingMode: "PAY_PER_REQUEST",
    GlobalSecondaryIndexes: [
      {
        IndexName: "due",
        KeySchema: [{ AttributeName: "s", KeyType: "HASH" }],
        Projection: { ProjectionType: "KEYS_ONLY" },
      },
    ],
    StreamSpecification: { StreamEnabled: true, StreamViewType: "NEW_AND_OLD_IMAGES" },
  },
};
