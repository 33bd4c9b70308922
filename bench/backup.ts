import { spawnSync } from "node:child_process";
import { readdirSync, statSync } from "node:fs";
import { join, resolve } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { DynamoDBClient } from "@aws-sdk/client-dynamodb";
import { BatchWriteCommand, DynamoDBDocumentClient } from "@aws-sdk/lib-dynamodb";
import { createDynoxide } from "../local/tables/dynoxide.ts";
import { names } from "../shared/contracts/names.ts";
import { toItem } from "../shared/store/incident-item.ts";
import { dataDirectory, startEdition } from "../test/e2e/edition.ts";
import { fixtureIncident, MONDAY_NOON } from "../test/fixtures/centre.ts";
import { longText } from "./edition-run.ts";

const root = resolve(import.meta.dirname, "..");
const AT_ONCE = 25;
const environment = { OTKLIK_CLOCK: new Date(MONDAY_NOON).toISOString() };

const itemOf = (number: number): Record<string, unknown> => {
  const incident = fixtureIncident({ id: `kept-${number}`, createdAt: MONDAY_NOON - number });
  return toItem({ ...incident, signal: { ...incident.signal, text: longText(number) } });
};

/** Writes so many incidents into a directory that nothing runs on, as if their events had long been announced. */
const fillTables = async (directory: string, incidents: number): Promise<void> => {
  const report = (line: string): void => void process.stderr.write(`${line}\n`);
  const server = createDynoxide({ dataDirectory: directory, report, onCrash: report });
  await server.start();
  const credentials = { accessKeyId: "local", secretAccessKey: "local" };
  const client = new DynamoDBClient({ endpoint: server.url.href, region: "local-1", credentials });
  const documents = DynamoDBDocumentClient.from(client);
  for (let written = 0; written < incidents; written += AT_ONCE) {
    const batch = Array.from({ length: Math.min(AT_ONCE, incidents - written) }, (_, at) => ({
      PutRequest: { Item: itemOf(written + at) },
    }));
    await documents.send(new BatchWriteCommand({ RequestItems: { [names.table]: batch } }));
  }
  client.destroy();
  await server.stop();
  const tables = new DatabaseSync(join(directory, "tables.db"));
  const [latest = 0] = Object.values(
    tables.prepare("SELECT max(CAST(sequence_number AS INTEGER)) FROM _stream_records").get() ?? {},
  );
  tables.prepare("DELETE FROM _stream_records WHERE CAST(sequence_number AS INTEGER) < ?").run(latest);
  tables.exec("VACUUM");
  tables.close();
  const runner = new DatabaseSync(join(directory, "runner.db"));
  runner.prepare("UPDATE checkpoints SET sequence = ?").run(String(latest));
  runner.close();
};

const run = (command: string, argument: string, directory: string): number => {
  const from = performance.now();
  const { status, stderr } = spawnSync(process.execPath, [`local/commands/${command}.ts`, argument], {
    cwd: root,
    env: { ...process.env, DATA_DIR: directory },
    encoding: "utf8",
  });
  if (status !== 0) throw new Error(`${command} failed: ${stderr}`);
  return performance.now() - from;
};

const bytesOf = (directory: string): number =>
  readdirSync(directory, { recursive: true, encoding: "utf8" })
    .map((name) => statSync(join(directory, name)))
    .filter((entry) => entry.isFile())
    .reduce((sum, { size }) => sum + size, 0);

/** How long a start, a backup while it runs, and a restore take with so many incidents; milliseconds and bytes. */
export const backupFigures = async (incidents: number) => {
  const data = dataDirectory();
  const backups = dataDirectory();
  const target = join(backups.path, "backup");
  try {
    const first = await startEdition(data.path, environment);
    await first.postSignal({ text: "Первое" }, "first");
    await first.advance({ advance: "PT0S" });
    await first.stop();
    await fillTables(data.path, incidents);
    const stored = statSync(join(data.path, "tables.db")).size;
    const from = performance.now();
    const edition = await startEdition(data.path, environment);
    const start = performance.now() - from;
    const backup = run("backup", target, data.path);
    const killedAt = performance.now();
    await edition.kill();
    const again = await startEdition(data.path, environment);
    const afterKill = performance.now() - killedAt;
    await again.stop();
    const restore = run("restore", target, data.path);
    return { incidents, stored, start, afterKill, backup, restore, size: bytesOf(target) };
  } finally {
    data.remove();
    backups.remove();
  }
};
