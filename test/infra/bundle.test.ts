import { globSync, mkdirSync, mkdtempSync, readFileSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, test } from "vitest";
import { bundleFunctions } from "../../infra/bundle.ts";
import { readModel } from "../../shared/understanding/model/model-file.ts";
import { environments } from "../../shared/contracts/environment.ts";

const handlersFor = (names: readonly string[]): string => {
  const directory = mkdtempSync(join(tmpdir(), "otklik-handlers-"));
  for (const name of names) {
    mkdirSync(join(directory, name));
    writeFileSync(
      join(directory, name, "handler.ts"),
      `import { basename } from "node:path"; export const handler = async (): Promise<string> => basename("/${name}");`,
    );
  }
  return directory;
};

test("a function without a handler stops the build, by the path of what is missing", () => {
  const directory = handlersFor(Object.keys(environments).filter((name) => name !== "watch"));
  expect(() => bundleFunctions(directory, mkdtempSync(join(tmpdir(), "otklik-build-")))).toThrow(
    join(directory, "watch", "handler.ts"),
  );
});

test("a bundle runs as CommonJS wherever it lies", async () => {
  const out = mkdtempSync(join(tmpdir(), "otklik-build-"));
  bundleFunctions(handlersFor(Object.keys(environments)), out);
  expect(readFileSync(join(out, "claim", "package.json"), "utf8")).toContain('"commonjs"');
  const claim: { handler: () => Promise<string> } = createRequire(import.meta.url)(join(out, "claim", "index.js"));
  expect(await claim.handler()).toBe("claim");
});

test("the centres' own models lie beside the same code, and none of an earlier build", () => {
  const centres = mkdtempSync(join(tmpdir(), "otklik-centres-"));
  mkdirSync(join(centres, "lipetsk"));
  writeFileSync(join(centres, "lipetsk", "model.bin"), "a model");
  const out = mkdtempSync(join(tmpdir(), "otklik-build-"));
  const functions = handlersFor(Object.keys(environments));
  bundleFunctions(functions, out, centres);
  expect(globSync("**/model.bin", { cwd: out })).toEqual([join("register", "models", "lipetsk", "model.bin")]);
  bundleFunctions(functions, out);
  expect(globSync("**/model.bin", { cwd: out })).toEqual([]);
  expect(() => bundleFunctions(functions, out, mkdtempSync(join(tmpdir(), "otklik-empty-")))).toThrow("model.bin");
});

test("what was learned lies beside the code of what reads it, and nowhere else", () => {
  const out = mkdtempSync(join(tmpdir(), "otklik-build-"));
  bundleFunctions(handlersFor(Object.keys(environments)), out);
  for (const name of ["topics.bin", "subjects.bin", "dangers.bin"])
    expect(globSync(`*/${name}`, { cwd: out })).toEqual([join("register", name)]);
  expect(readModel(readFileSync(join(out, "register", "topics.bin"))).card.name).toBe("default");
});
