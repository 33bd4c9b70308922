import { spawnSync } from "node:child_process";
import { existsSync, mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { afterAll, expect, it } from "vitest";

const root = resolve(import.meta.dirname, "../../..");
const directory = mkdtempSync(join(tmpdir(), "otklik-training-"));
afterAll(() => rmSync(directory, { recursive: true }));

const train = (table: string, out: string) => {
  const words = ["training/commands/train.ts", table, "--text", "text", "--label", "group", "--out", out];
  return spawnSync(process.execPath, words, { cwd: root, encoding: "utf8" });
};

it("a model that there is no folder for is refused in plain words, before anything is learned", () => {
  const out = join(root, "no-such-folder", "model.bin");
  const { status, stderr } = train("no-such-table.csv", out);
  expect(status).toBe(1);
  expect(stderr).toBe(`There is no folder ${join(root, "no-such-folder")} for the model. Make it first.\n`);
});

mkdirSync(join(directory, "model.bin"));
writeFileSync(join(directory, "file"), "");

it.each([
  ["a folder", join(directory, "model.bin")],
  ["under a file", join(directory, "file", "model.bin")],
])("a model that would be %s is refused before anything is learned", (_, out) => {
  const { status, stderr } = train("no-such-table.csv", out);
  expect(status).toBe(1);
  expect(stderr).toMatch(/^The model cannot be written to [^\n]+\n$/);
  expect(stderr).toContain(out);
  expect(existsSync(`${out}.partial`)).toBe(false);
});

it("a table that nothing can be learned from leaves no file behind, and the model that was there", () => {
  const folder = mkdtempSync(join(directory, "served-"));
  writeFileSync(join(folder, "model.bin"), "the last one");
  writeFileSync(join(folder, "table.csv"), "text,group\nяма,Дороги\nснег,Дороги\n");
  const { status, stderr } = train(join(folder, "table.csv"), join(folder, "model.bin"));
  expect(status).toBe(1);
  expect(stderr).toContain("one label alone");
  expect(readdirSync(folder)).toEqual(["model.bin", "table.csv"]);
});
