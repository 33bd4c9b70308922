import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, onTestFinished, test, vi } from "vitest";
import * as z from "zod/mini";
import { mustCall } from "../../local/tables/dynamo-api.ts";
import { openTables } from "../../local/tables/open-tables.ts";
import { serversOn } from "../../local/tables/orphans.ts";
import { itemsTable } from "./deployments.ts";

const newDirectory = (): string => {
  const directory = mkdtempSync(join(tmpdir(), "otklik-restart-"));
  onTestFinished(() => rmSync(directory, { recursive: true, force: true }));
  return directory;
};

const open = async (directory: string) => {
  const said: string[] = [];
  const crashed: string[] = [];
  const tables = await openTables({
    tables: [itemsTable],
    dataDirectory: directory,
    environment: {},
    clock: { virtual: false, now: Date.now },
    report: (line) => void said.push(line),
    onCrash: (reason) => void crashed.push(reason),
  });
  onTestFinished(() => tables.close());
  return { tables, said, crashed };
};

const scanned = z.looseObject({ Count: z.number() });

test("the tables go on after a kill of their server alone, with all that was answered", async () => {
  const directory = newDirectory();
  const { tables, said, crashed } = await open(directory);
  const put = (key: string) => {
    const item = { TableName: "city-items", Item: { pk: { S: key } } };
    return mustCall(tables.server, "DynamoDB_20120810", "PutItem", item, z.unknown());
  };
  for (const [round, part] of ["dynoxide", "sh", "dynoxide"].entries()) {
    await put(`before-${round}`);
    // The shell around the server starts first, then the server, then the shell's reader.
    const [shell = 0, server = 0] = serversOn(join(directory, "tables.db")).toSorted((a, b) => a - b);
    process.kill(part === "sh" ? shell : server, "SIGKILL");
    await vi.waitFor(() => expect(said).toHaveLength(round + 1), 5_000);
    await vi.waitFor(() => put(`after-${round}`), 5_000);
  }
  const all = await mustCall(tables.server, "DynamoDB_20120810", "Scan", { TableName: "city-items" }, scanned);
  expect(all.Count).toBe(6);
  expect(crashed).toEqual([]);
}, 30_000);

test("a server that ends again and again is given up with the chapter to read", async () => {
  const directory = newDirectory();
  const { tables, crashed, said } = await open(directory);
  const answers = () => mustCall(tables.server, "DynamoDB_20120810", "ListTables", {}, z.unknown());
  for (let kills = 1; crashed.length === 0; kills += 1) {
    expect(kills).toBeLessThan(10);
    for (const pid of serversOn(join(directory, "tables.db"))) process.kill(pid, "SIGKILL");
    await vi.waitFor(() => expect(said.length + crashed.length).toBe(kills), 5_000);
    if (crashed.length === 0) await vi.waitFor(answers, 5_000);
  }
  expect(crashed).toEqual([
    expect.stringMatching(/^The embedded DynamoDB ended 6 times in a minute.*docs\/runbook\.md\.$/),
  ]);
}, 30_000);

test("a server that outlived its runner is ended by the next one on the same directory, and no other", async () => {
  const directory = newDirectory();
  const elsewhere = newDirectory();
  const stray = (path: string) =>
    spawn(process.execPath, ["-e", "setInterval(() => {}, 1000)", "--", "--db-path", join(path, "tables.db")]);
  const [orphan, stranger] = [stray(directory), stray(elsewhere)];
  onTestFinished(() => void stranger.kill("SIGKILL"));
  await vi.waitFor(() => expect(serversOn(join(directory, "tables.db"))).toHaveLength(1), 5_000);
  const ended = once(orphan, "exit");
  await open(directory);
  expect(await ended).toEqual([null, "SIGKILL"]);
  expect(stranger.exitCode ?? stranger.signalCode).toBeNull();
});
