import { execFile } from "node:child_process";
import { readFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { promisify } from "node:util";
import { afterAll, expect, test } from "vitest";
import { dataDirectory, type Edition, startEdition } from "./edition.ts";

const root = resolve(import.meta.dirname, "../..");
const data = dataDirectory();
let edition: Edition | undefined;

afterAll(async () => {
  await edition?.stop();
  data.remove();
});

test("what operators have corrected is a table to train on, with personal data masked and nothing that nobody touched", async () => {
  edition = await startEdition(data.path);
  const running = edition;
  await running.postSignal({ text: "Лифт стоит вторую неделю, звоните +7 915 123-45-67" }, "key-1");
  await running.postSignal({ text: "Яма на дороге у школы" }, "key-2");
  await expect.poll(async () => (await running.incidents()).items.length, { timeout: 20_000 }).toBe(2);
  const { items } = await running.incidents("?topic=lifts");
  const [lift] = items;
  const answer = await running.command(lift?.id ?? "", "triage", lift?.version ?? 0, { topic: "gas-leak" });
  expect(answer.status).toBe(200);

  const out = join(data.path, "corrections.csv");
  const { stdout } = await promisify(execFile)(
    process.execPath,
    ["local/commands/corrections.ts", "--out", out, "--centre", "lipetsk"],
    { cwd: root, env: { ...process.env, DATA_DIR: data.path } },
  );
  expect(stdout).toContain("2 incidents were read; 1");
  const [heading, example, ...rest] = readFileSync(out, "utf8").trim().split("\r\n");
  expect(heading).toBe("text,topic,group,executor");
  expect(example).toMatch(/^"Лифт стоит вторую неделю, звоните \[телефон\]","gas-leak",/);
  expect(rest).toEqual([]);
}, 60_000);
