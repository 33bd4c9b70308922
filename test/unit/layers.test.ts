import { spawnSync } from "node:child_process";
import { copyFileSync, cpSync, globSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { afterAll, expect, test } from "vitest";
import * as z from "zod/mini";

const root = resolve(import.meta.dirname, "../..");

/** A project of files that each break one rule of direction, with the real rules. */
const project = mkdtempSync(join(tmpdir(), "otklik-layers-"));
cpSync(join(root, "test/fixtures/layers"), project, { recursive: true });
copyFileSync(join(root, ".oxlintrc.json"), join(project, ".oxlintrc.json"));
afterAll(() => rmSync(project, { recursive: true }));

const report = z.looseObject({
  diagnostics: z.array(z.looseObject({ code: z.string(), filename: z.string() })),
});

test("every import against the direction of the layers is found by the linter", () => {
  const { stdout } = spawnSync(join(root, "node_modules/.bin/oxlint"), ["--format", "json", "."], {
    cwd: project,
    encoding: "utf8",
  });
  const found = report
    .parse(JSON.parse(stdout))
    .diagnostics.filter(({ code }) => code.includes("no-restricted-imports"))
    .map(({ filename }) => filename);
  expect(found.toSorted()).toEqual(globSync("**/*.ts", { cwd: project }).toSorted());
});
