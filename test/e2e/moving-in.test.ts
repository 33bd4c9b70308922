import { execFile } from "node:child_process";
import { writeFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { promisify } from "node:util";
import { afterAll, beforeAll, expect, test } from "vitest";
import { imColumns } from "../../shared/contracts/im-columns.ts";
import { readTable } from "../../shared/tables/read-table.ts";
import { csvOf } from "../fixtures/csv.ts";
import { imRow, imRows } from "../fixtures/im-rows.ts";
import { dataDirectory, type Edition, startEdition } from "./edition.ts";

const data = dataDirectory();
let edition: Edition;

const run = async (command: string, ...args: readonly string[]): Promise<string> => {
  const { stdout } = await promisify(execFile)(process.execPath, [`local/commands/${command}.ts`, ...args], {
    cwd: resolve(import.meta.dirname, "../.."),
    env: { ...process.env, DATA_DIR: data.path },
  });
  return stdout;
};

beforeAll(async () => {
  edition = await startEdition(data.path, { OTKLIK_CLOCK: "2026-03-02T09:00:00Z" });
}, 120_000);

afterAll(async () => {
  await edition.stop();
  data.remove();
});

test("a centre moves in with its history, is woken by nothing of it, and moves out with all of it", async () => {
  const file = join(data.path, "history.csv");
  writeFileSync(file, csvOf([...imRows(), imRow({ id: "10000500", createdAt: "когда-то", messageUrl: "" })]));

  const plan = await run("import", "im", file);
  expect(plan).toContain("41 rows were read, and nothing was written.");
  expect(plan).toContain("40 become incidents");
  expect(plan).toContain(`row 42, column "${imColumns.createdAt}"`);
  expect((await edition.incidents()).items).toEqual([]);

  expect(await run("import", "im", file, "--apply")).toContain("40 become incidents");
  expect(await run("import", "im", file, "--apply")).toContain("40 are here already and say the same");

  await expect.poll(async () => (await edition.incidents()).items.length, { timeout: 10_000 }).toBe(40);
  await expect.poll(async () => (await edition.events()).length, { timeout: 10_000 }).toBe(40);
  expect(new Set((await edition.events()).map(({ type }) => type))).toEqual(new Set(["IncidentChanged"]));

  const out = join(data.path, "everything.xlsx");
  await run("export", "im", "--out", out);
  const rows: string[] = [];
  for await (const { cells } of readTable(out)) rows.push(cells.get(imColumns.id) ?? "");
  expect(rows.toSorted()).toEqual(imRows().map((row) => row[imColumns.id]));
}, 60_000);
