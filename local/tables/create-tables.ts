import { setTimeout as rest } from "node:timers/promises";
import * as z from "zod/mini";
import { StartFailure } from "../start-failure.ts";
import type { Table } from "../template/deployment.ts";
import { callDynamo, mustCall } from "./dynamo-api.ts";
import type { DynamoServer } from "./dynamo-server.ts";

const keySchema = z.array(z.looseObject({ AttributeName: z.string(), KeyType: z.string() }));
const shape = z.looseObject({
  KeySchema: keySchema,
  GlobalSecondaryIndexes: z._default(
    z.array(z.looseObject({ IndexName: z.string(), IndexStatus: z.optional(z.string()), KeySchema: keySchema })),
    [],
  ),
});
type Shape = z.infer<typeof shape>;
type Standing = z.infer<typeof described>["Table"];

const described = z.looseObject({
  Table: z.extend(shape, { TableStatus: z.string(), LatestStreamArn: z.optional(z.string()) }),
});
const lifetime = z.looseObject({
  TimeToLiveDescription: z.optional(
    z.looseObject({ TimeToLiveStatus: z.optional(z.string()), AttributeName: z.optional(z.string()) }),
  ),
});

/** How the server calls the streams of the tables, by the template's stream ARN. */
export type StreamNames = ReadonlyMap<string, string>;

/**
 * Makes the tables that are not there, and the indexes that a table of an earlier version lacks. One that is there with
 * other keys is a StartFailure, for its items would have to be written anew.
 */
export async function createTables(server: DynamoServer, tables: readonly Table[]): Promise<StreamNames> {
  const streams = new Map<string, string>();
  for (const table of tables) {
    const wanted = shape.parse(table.creation);
    const found = (await describeTable(server, table)) ?? (await create(server, table));
    const { LatestStreamArn, ...standing } = await withIndexes(server, table, wanted, found);
    compare(table, wanted, standing);
    if (table.ttlAttribute !== undefined) await setLifetime(server, table.name, table.ttlAttribute);
    if (table.streamArn === undefined) continue;
    if (LatestStreamArn === undefined) {
      throw new StartFailure(`The table ${table.name} has no stream, which the template asks for. ${advice}`);
    }
    streams.set(table.streamArn, LatestStreamArn);
  }
  return streams;
}

const advice = "Restore the data directory of the version that made it, or start with an empty one.";

async function describeTable(server: DynamoServer, { name }: Table) {
  const result = await callDynamo(server, "DynamoDB_20120810", "DescribeTable", { TableName: name }, described);
  if (result.kind === "done") return result.value.Table;
  if (result.type === "ResourceNotFoundException") return undefined;
  throw new StartFailure(`The table ${name} cannot be read: ${result.type}: ${result.message}.`);
}

/** The server fills an index that is made later from the items that are there. One is made at a time, as DynamoDB asks. */
async function withIndexes(server: DynamoServer, table: Table, wanted: Shape, found: Standing): Promise<Standing> {
  let standing = found;
  for (const index of wanted.GlobalSecondaryIndexes) {
    const ready = ({ GlobalSecondaryIndexes }: Standing) =>
      GlobalSecondaryIndexes.find(({ IndexName }) => IndexName === index.IndexName)?.IndexStatus === "ACTIVE";
    if (standing.GlobalSecondaryIndexes.some(({ IndexName }) => IndexName === index.IndexName)) continue;
    const change = {
      TableName: table.name,
      AttributeDefinitions: table.creation["AttributeDefinitions"],
      GlobalSecondaryIndexUpdates: [{ Create: index }],
    };
    const result = await callDynamo(server, "DynamoDB_20120810", "UpdateTable", change, z.unknown());
    if (result.kind === "refused") {
      const what = `${index.IndexName} cannot be added to the table ${table.name}`;
      throw new StartFailure(`The index ${what}: ${result.type}: ${result.message}. ${advice}`);
    }
    while (!ready(standing)) {
      standing = (await describeTable(server, table)) ?? standing;
      if (!ready(standing)) await rest(50);
    }
  }
  return standing;
}

async function create(server: DynamoServer, table: Table) {
  const result = await callDynamo(server, "DynamoDB_20120810", "CreateTable", table.creation, z.unknown());
  if (result.kind === "refused") {
    throw new StartFailure(`The table ${table.name} cannot be made: ${result.type}: ${result.message}.`);
  }
  for (;;) {
    const standing = await describeTable(server, table);
    if (standing?.TableStatus === "ACTIVE") return standing;
    await rest(50);
  }
}

function compare({ name }: Table, wanted: Shape, standing: Shape): void {
  if (keysOf(wanted) !== keysOf(standing)) {
    throw new StartFailure(
      `The table ${name} has the keys ${keysOf(standing)}, the template asks for ${keysOf(wanted)}. ${advice}`,
    );
  }
  for (const index of wanted.GlobalSecondaryIndexes) {
    const there = standing.GlobalSecondaryIndexes.find(({ IndexName }) => IndexName === index.IndexName);
    if (there !== undefined && keysOf(there) === keysOf(index)) continue;
    throw new StartFailure(
      `The table ${name} has other keys in the index ${index.IndexName} than the template asks for. ${advice}`,
    );
  }
}

const keysOf = ({ KeySchema }: { readonly KeySchema: z.infer<typeof keySchema> }) =>
  KeySchema.map(({ AttributeName, KeyType }) => `${AttributeName} ${KeyType}`).join(", ");

/** For a compatible server that deletes by itself; the embedded one only keeps the setting. */
async function setLifetime(server: DynamoServer, tableName: string, attribute: string): Promise<void> {
  const request = { TableName: tableName };
  const { TimeToLiveDescription: current } = await mustCall(
    server,
    "DynamoDB_20120810",
    "DescribeTimeToLive",
    request,
    lifetime,
  );
  if (current?.TimeToLiveStatus === "ENABLED" && current.AttributeName === attribute) return;
  await mustCall(
    server,
    "DynamoDB_20120810",
    "UpdateTimeToLive",
    { ...request, TimeToLiveSpecification: { Enabled: true, AttributeName: attribute } },
    z.unknown(),
  );
}
