import { readFileSync, writeFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { DatabaseSync } from "node:sqlite";
import * as z from "zod/mini";
import { createTables } from "../../local/tables/create-tables.ts";
import { callDynamo, mustCall } from "../../local/tables/dynamo-api.ts";
import { connectDynamo, type DynamoServer } from "../../local/tables/dynamo-server.ts";
import { createDynoxide } from "../../local/tables/dynoxide.ts";
import { readDeployment } from "../../local/template/read-deployment.ts";
import { synthesise } from "../../local/template/synthesise.ts";

export const releases = resolve(import.meta.dirname, "../fixtures/releases");
const root = resolve(import.meta.dirname, "../..");

const value = z.union([z.string(), z.number(), z.null()]);
const row = z.record(z.string(), value);
const item = z.record(z.string(), z.unknown());

/** A data directory as plain JSON: readable in a review, and of no program's file format. */
const release = z.object({
  /** The statements that make the runner's store, its version, and what it holds. */
  schema: z.array(z.string()),
  userVersion: z.int(),
  rows: z.record(z.string(), z.array(row)),
  /** Items by table, in DynamoDB's typed JSON. */
  items: z.record(z.string(), z.array(item)),
  /** Files of the directory, by name. */
  files: z.record(z.string(), z.string()),
  /** What the edition that wrote it showed. */
  shown: z.object({
    incidents: z.array(z.object({ id: z.string(), state: z.string(), texts: z.array(z.string()) })),
    events: z.array(z.string()),
    /** Ids of signals that were accepted and no incidents yet. */
    queued: z.array(z.string()),
  }),
});

export type Release = z.infer<typeof release>;

export const readRelease = (version: string): Release =>
  release.parse(JSON.parse(readFileSync(join(releases, version, "data.json"), "utf8")));

/** What a start makes anew, or nothing depends on: left out, so that a release stays small. */
const unneeded = new Set(["metric_series", "metric_buckets", "checkpoints", "sqlite_sequence"]);
const files = ["keys.json", "secrets.json", "layout.json"];

/** Tells a directory, that nothing runs on, as JSON. */
export const exportDirectory = async (directory: string, shown: Release["shown"]): Promise<Release> => {
  const database = new DatabaseSync(join(directory, "runner.db"));
  const named = z.object({ name: z.string(), type: z.string(), sql: z.nullable(z.string()) });
  const parts = database
    .prepare("SELECT name, type, sql FROM sqlite_schema")
    .all()
    .map((part) => named.parse(part));
  const tables = parts.filter(({ type, name }) => type === "table" && !unneeded.has(name));
  const rows = Object.fromEntries(
    tables.map(({ name }) => [
      name,
      database
        .prepare(`SELECT * FROM ${name}`)
        .all()
        .map((one) => row.parse(one)),
    ]),
  );
  const userVersion = Number(Object.values(database.prepare("PRAGMA user_version").get() ?? {})[0]);
  database.close();
  const items = await onTables(directory, async (server, names) => {
    const found = names.map(async (name) => [name, await itemsOf(server, name)] as const);
    return Object.fromEntries(await Promise.all(found));
  });
  return {
    schema: parts.flatMap(({ sql, name }) => (sql === null || name.startsWith("sqlite_") ? [] : [sql])),
    userVersion,
    rows,
    items,
    files: Object.fromEntries(files.map((name) => [name, readFileSync(join(directory, name), "utf8")])),
    shown,
  };
};

/** Makes a directory as that release left it. */
export const importDirectory = async (directory: string, { schema, userVersion, rows, items, files }: Release) => {
  for (const [name, content] of Object.entries(files)) writeFileSync(join(directory, name), content);
  const database = new DatabaseSync(join(directory, "runner.db"));
  for (const statement of schema) database.exec(statement);
  for (const [table, held] of Object.entries(rows)) {
    for (const one of held) {
      const columns = Object.keys(one);
      const places = columns.map(() => "?").join(", ");
      database.prepare(`INSERT INTO ${table} (${columns.join(", ")}) VALUES (${places})`).run(...Object.values(one));
    }
  }
  database.exec(`PRAGMA user_version = ${userVersion}`);
  database.close();
  await onTables(directory, async (server) => {
    for (const [TableName, held] of Object.entries(items)) {
      for (const Item of held) await mustCall(server, "DynamoDB_20120810", "PutItem", { TableName, Item }, z.unknown());
    }
  });
};

const page = z.object({ Items: z.array(item) });

/** Centres' data is written anew at each start. */
const itemsOf = async (server: DynamoServer, TableName: string) => {
  const result = await callDynamo(server, "DynamoDB_20120810", "Scan", { TableName }, page);
  if (result.kind === "refused") throw new Error(result.message);
  return result.value.Items.filter(({ pk }) => !JSON.stringify(pk).includes("centre#"));
};

const onTables = async <Answer>(
  dataDirectory: string,
  work: (server: DynamoServer, names: readonly string[]) => Promise<Answer>,
): Promise<Answer> => {
  const assembly = await synthesise({ project: root, build: join(root, ".build") });
  const { tables } = readDeployment(assembly, "http://127.0.0.1:1");
  const stop = (line: string): never => {
    throw new Error(line);
  };
  const dynoxide = createDynoxide({ dataDirectory, report: stop, onCrash: stop });
  await dynoxide.start();
  const credentials = { accessKeyId: "local", secretAccessKey: "local" };
  const server = connectDynamo({ url: dynoxide.url, region: "local-1", credentials, signed: false });
  try {
    await createTables(server, tables);
    return await work(
      server,
      tables.map(({ name }) => name),
    );
  } finally {
    server.close();
    await dynoxide.stop();
  }
};
