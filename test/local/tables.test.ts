import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { DynamoDBClient, GetItemCommand } from "@aws-sdk/client-dynamodb";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import * as z from "zod/mini";
import type { VirtualClock } from "../../local/ports.ts";
import { mustCall } from "../../local/tables/dynamo-api.ts";
import { createDynoxide } from "../../local/tables/dynoxide.ts";
import { openTables, type Tables } from "../../local/tables/open-tables.ts";
import { itemsTable } from "./deployments.ts";

const streamArn = itemsTable.streamArn ?? "";

let directory: string;
let tables: Tables;
let at: number;
const clock: VirtualClock = { virtual: true, now: () => at };
const options = () => ({
  tables: [itemsTable],
  dataDirectory: directory,
  environment: {},
  clock,
  report: () => {},
  onCrash: () => {},
});

beforeEach(async () => {
  at = Date.parse("2031-03-02T09:00:00Z");
  directory = mkdtempSync(join(tmpdir(), "otklik-tables-"));
  tables = await openTables(options());
});

afterEach(async () => {
  await tables.close();
  rmSync(directory, { recursive: true, force: true });
});

const put = (item: Record<string, Record<string, string>>) =>
  mustCall(tables.server, "DynamoDB_20120810", "PutItem", { TableName: "city-items", Item: item }, z.unknown());

const due = z.array(z.unknown()).parse(itemsTable.creation["GlobalSecondaryIndexes"]);

const answered = z.looseObject({ Items: z.array(z.looseObject({ pk: z.object({ S: z.string() }) })) });
async function keys(): Promise<readonly string[]> {
  const { Items } = await mustCall(tables.server, "DynamoDB_20120810", "Scan", { TableName: "city-items" }, answered);
  return Items.map(({ pk }) => pk.S).toSorted();
}

describe("the tables", () => {
  it("are as they were after the runner stopped and started", async () => {
    await put({ pk: { S: "a" } });
    await tables.close();
    tables = await openTables(options());

    expect(await keys()).toEqual(["a"]);
  });

  it.each([
    [
      "other keys",
      { KeySchema: [{ AttributeName: "s", KeyType: "HASH" }] },
      "has the keys pk HASH, the template asks for s HASH",
    ],
    [
      "other keys in an index",
      { GlobalSecondaryIndexes: [{ IndexName: "due", KeySchema: [{ AttributeName: "pk", KeyType: "HASH" }] }] },
      "has other keys in the index due",
    ],
  ])("do not open under a template that asks for %s", async (_, change, message) => {
    await tables.close();
    const changed = { ...itemsTable, creation: { ...itemsTable.creation, ...change } };

    await expect(openTables({ ...options(), tables: [changed] })).rejects.toThrow(message);

    tables = await openTables(options());
  });

  it("get an index that a newer template asks for, with what they hold already", async () => {
    await put({ pk: { S: "indexed" }, t: { S: "later" } });
    await tables.close();
    const creation = {
      ...itemsTable.creation,
      AttributeDefinitions: [
        { AttributeName: "pk", AttributeType: "S" },
        { AttributeName: "s", AttributeType: "S" },
        { AttributeName: "t", AttributeType: "S" },
      ],
      GlobalSecondaryIndexes: [
        ...due,
        {
          IndexName: "late",
          KeySchema: [{ AttributeName: "t", KeyType: "HASH" }],
          Projection: { ProjectionType: "KEYS_ONLY" },
        },
      ],
    };

    tables = await openTables({ ...options(), tables: [{ ...itemsTable, creation }] });

    const query = {
      TableName: "city-items",
      IndexName: "late",
      KeyConditionExpression: "t = :t",
      ExpressionAttributeValues: { ":t": { S: "later" } },
    };
    const { Items } = await mustCall(tables.server, "DynamoDB_20120810", "Query", query, answered);
    expect(Items.map(({ pk }) => pk.S)).toEqual(["indexed"]);
  });

  it("do not open on a file that is no database, and say so in one line", async () => {
    const broken = mkdtempSync(join(tmpdir(), "otklik-tables-"));
    writeFileSync(join(broken, "tables.db"), "this is not a database, it is a sentence".repeat(50));

    await expect(openTables({ ...options(), dataDirectory: broken })).rejects.toThrow(
      /^\S*tables\.db is damaged \(.*not a database.*\): see the chapter "A damaged data directory" of docs\/runbook\.md$/,
    );
    rmSync(broken, { recursive: true });
  });

  it("are served by a compatible server in place of the embedded one, under the template's names", async () => {
    const elsewhere = mkdtempSync(join(tmpdir(), "otklik-tables-"));
    const server = createDynoxide({ dataDirectory: elsewhere, report: () => {}, onCrash: () => {} });
    await server.start();
    const compatible = await openTables({ ...options(), endpoint: server.url.href });
    const client = new DynamoDBClient({
      endpoint: server.url.href,
      region: "eu-central-1",
      credentials: { accessKeyId: "a", secretAccessKey: "b" },
    });

    const body = Buffer.from(JSON.stringify({ TableName: "city-items", Item: { pk: { S: "there" } } }));
    await compatible.server.send("DynamoDB_20120810", "PutItem", body);

    const { Item } = await client.send(new GetItemCommand({ TableName: "city-items", Key: { pk: { S: "there" } } }));
    expect(Item).toEqual({ pk: { S: "there" } });
    const { records } = await compatible.streams.read(streamArn, undefined, 10);
    expect(records.map(({ dynamodb }) => dynamodb.Keys)).toEqual([{ pk: { S: "there" } }]);
    client.destroy();
    await compatible.close();
    await server.stop();
    rmSync(elsewhere, { recursive: true });
  });

  it("are let go by the embedded server when the runner is killed", async () => {
    const other = mkdtempSync(join(tmpdir(), "otklik-tables-"));
    const script = `
      const { createDynoxide } = await import(${JSON.stringify(join(process.cwd(), "local/tables/dynoxide.ts"))});
      const server = createDynoxide({ dataDirectory: ${JSON.stringify(other)}, report: console.error, onCrash: console.error });
      await server.start();
      console.log(server.url.href);
      setInterval(() => {}, 1000);`;
    const runner = spawn(process.execPath, ["--input-type=module", "-e", script], {
      stdio: ["ignore", "pipe", "inherit"],
    });
    const [line] = z.tuple([z.instanceof(Buffer)]).parse(await once(runner.stdout, "data"));
    const url = line.toString().trim();
    expect((await fetch(url)).status).toBeGreaterThan(0);

    runner.kill("SIGKILL");

    await vi.waitFor(() => expect(fetch(url)).rejects.toThrow(), 5_000);
    rmSync(other, { recursive: true });
  });
});

describe("a table's stream", () => {
  const names = (records: readonly { eventName: string; dynamodb: { Keys: unknown } }[]) =>
    records.map(({ eventName, dynamodb }) => [eventName, dynamodb.Keys]);

  it("gives what changed, in order, once, under the template's ARN", async () => {
    await put({ pk: { S: "a" }, n: { N: "1" } });
    await put({ pk: { S: "a" }, n: { N: "2" } });
    const first = await tables.streams.read(streamArn, undefined, 1);
    const rest = await tables.streams.read(streamArn, first.nextSequence, 10);
    const nothing = await tables.streams.read(streamArn, rest.nextSequence, 10);

    expect(first.records).toMatchObject([
      {
        eventName: "INSERT",
        eventSourceARN: streamArn,
        awsRegion: "local-1",
        dynamodb: { NewImage: { n: { N: "1" } } },
      },
    ]);
    expect(rest.records).toMatchObject([
      { eventName: "MODIFY", dynamodb: { OldImage: { n: { N: "1" } }, NewImage: { n: { N: "2" } } } },
    ]);
    expect(nothing).toEqual({ records: [], nextSequence: rest.nextSequence });
  });

  it("is empty before the first write", async () => {
    expect(await tables.streams.read(streamArn, undefined, 10)).toEqual({ records: [], nextSequence: undefined });
  });

  it("goes on after any record, whatever was read before", async () => {
    for (const key of ["a", "b", "c"]) await put({ pk: { S: key } });
    const { records } = await tables.streams.read(streamArn, undefined, 10);

    const after = await tables.streams.read(streamArn, records[0]?.dynamodb.SequenceNumber, 10);

    expect(names(after.records)).toEqual([
      ["INSERT", { pk: { S: "b" } }],
      ["INSERT", { pk: { S: "c" } }],
    ]);
  });

  it("passes over writes that changed nothing, as DynamoDB does, also when a page holds no others", async () => {
    await put({ pk: { S: "a" } });
    for (let repeat = 0; repeat < 5; repeat += 1) await put({ pk: { S: "a" } });
    await put({ pk: { S: "b" } });
    const first = await tables.streams.read(streamArn, undefined, 1);

    const next = await tables.streams.read(streamArn, first.nextSequence, 2);

    expect(names(next.records)).toEqual([["INSERT", { pk: { S: "b" } }]]);
  });

  it("forgets what its consumers have dealt with, and neither repeats nor renumbers", async () => {
    for (let index = 0; index < 600; index += 1) await put({ pk: { S: `k${index}` } });
    const read = await tables.streams.read(streamArn, undefined, 1000);
    await tables.streams.processed(streamArn, read.nextSequence ?? "");
    const file = new DatabaseSync(join(directory, "tables.db"), { readOnly: true });
    const kept = file.prepare("SELECT COUNT(*) AS count FROM _stream_records").get();
    file.close();
    await tables.close();
    tables = await openTables(options());
    await put({ pk: { S: "late" } });

    const next = await tables.streams.read(streamArn, read.nextSequence, 10);

    expect(kept).toEqual({ count: 1 });
    expect(names(next.records)).toEqual([["INSERT", { pk: { S: "late" } }]]);
    expect(BigInt(next.nextSequence ?? "0")).toBe(601n);
  });

  it("is dated by the product's clock", async () => {
    await put({ pk: { S: "a" } });

    const { records } = await tables.streams.read(streamArn, undefined, 1);

    expect(records[0]?.dynamodb.ApproximateCreationDateTime).toBe(at / 1000);
  });
});

describe("expired items", () => {
  it("are deleted by the product's clock, and the stream tells", async () => {
    const seconds = (offset: number) => ({ N: String(at / 1000 + offset) });
    await put({ pk: { S: "gone" }, expiresAt: seconds(-1) });
    await put({ pk: { S: "tomorrow" }, expiresAt: seconds(86_400) });
    await put({ pk: { S: "forever" } });
    await put({ pk: { S: "not a time" }, expiresAt: { S: "soon" } });
    const told = vi.fn();
    tables.streams.onWrite(streamArn, told);

    expect(await tables.expiry.sweep()).toBe(1);

    expect(await keys()).toEqual(["forever", "not a time", "tomorrow"]);
    expect(told).toHaveBeenCalled();
    const { records } = await tables.streams.read(streamArn, undefined, 10);
    expect(records.at(-1)).toMatchObject({ eventName: "REMOVE", dynamodb: { Keys: { pk: { S: "gone" } } } });

    at += 2 * 86_400_000;
    expect(await tables.expiry.sweep()).toBe(1);
    expect(await keys()).toEqual(["forever", "not a time"]);
  });

  it("are deleted on the way of an advance, once an hour of the product's time has passed and not before", async () => {
    await tables.expiry.sweep();
    const before = tables.expiry.worked ?? 0;
    await put({ pk: { S: "soon" }, expiresAt: { N: String(at / 1000 + 60) } });
    at += 3_599_000;
    await tables.expiry.drained();
    expect(await keys()).toContain("soon");
    at += 1_000;
    await tables.expiry.drained();
    expect(await keys()).not.toContain("soon");
    expect(tables.expiry.worked).toBe(before + 1);
  });
});
