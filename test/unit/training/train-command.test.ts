import { spawnSync } from "node:child_process";
import { join, resolve } from "node:path";
import { expect, it } from "vitest";

const root = resolve(import.meta.dirname, "../../..");

it("a model that there is no folder for is refused in plain words, before anything is learned", () => {
  const out = join(root, "no-such-folder", "model.bin");
  const words = ["training/commands/train.ts", "no-such-table.csv", "--text", "text", "--label", "group", "--out", out];
  const { status, stderr } = spawnSync(process.execPath, words, { cwd: root, encoding: "utf8" });
  expect(status).toBe(1);
  expect(stderr).toBe(`There is no folder ${join(root, "no-such-folder")} for the model. Make it first.\n`);
});
