import { existsSync, globSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { dirname, join, resolve } from "node:path";
import { Code } from "aws-cdk-lib/aws-lambda";
import { buildSync } from "esbuild";
import { environments, type FunctionName } from "../shared/contracts/environment.ts";

/** The code of a function, by the name of its folder. */
export type FunctionCode = (name: FunctionName) => Code;

const LAMBDA_CREDENTIALS = resolve(import.meta.dirname, "../shared/platform/lambda-credentials.ts");

/** What lies beside a function's code, by the name it has there. */
const packed: Partial<Record<FunctionName, Readonly<Record<string, string>>>> = {
  register: {
    "topics.bin": resolve(import.meta.dirname, "../shared/reference/model/default.bin"),
    "subjects.bin": resolve(import.meta.dirname, "../shared/reference/model/subjects.bin"),
    "dangers.bin": resolve(import.meta.dirname, "../shared/reference/model/dangers.bin"),
  },
};

/**
 * Bundles every handler in one build, into `<outDirectory>/<name>/index.js`. Source maps are written beside the
 * bundles for reading a stack trace and do not travel to AWS. `models`: a folder with the centres' own models.
 *
 * Throws when a handler is missing or does not compile, and when there are no models in the folder.
 */
export const bundleFunctions = (functionsDirectory: string, outDirectory: string, models?: string): FunctionCode => {
  const names = Object.keys(environments);
  const handlerOf = (name: string) => join(functionsDirectory, name, "handler.ts");
  const missing = names.map(handlerOf).filter((path) => !existsSync(path));
  if (missing.length > 0) throw new Error(`No handler at ${missing.join(", ")}: each function needs one.`);

  const { outputFiles } = buildSync({
    entryPoints: names.map((name) => ({ in: handlerOf(name), out: join(name, "index") })),
    outdir: resolve(outDirectory),
    bundle: true,
    write: false,
    platform: "node",
    target: "node24",
    format: "cjs",
    mainFields: ["module", "main"],
    // The SDK's `import("node:http")` would load undici at the first call; `require` does not.
    supported: { "dynamic-import": false },
    alias: { "@aws-sdk/credential-provider-node": LAMBDA_CREDENTIALS },
    minify: true,
    sourcemap: "external",
    sourcesContent: false,
    logLevel: "error",
  });
  for (const { path, contents } of outputFiles) place(outDirectory, path, contents);
  // The repository is `type: module`; a bundle is not, wherever it is run from.
  for (const name of names) place(outDirectory, resolve(outDirectory, name, "package.json"), '{"type":"commonjs"}\n');
  for (const [name, files] of Object.entries(packed))
    for (const [as, path] of Object.entries(files))
      place(outDirectory, resolve(outDirectory, name, as), readFileSync(path));
  packModels(models, resolve(outDirectory, "register", "models"), outDirectory);

  return (name) => Code.fromAsset(join(outDirectory, name), { exclude: ["*.map"] });
};

/** Those of an earlier build do not stay. */
const packModels = (from: string | undefined, to: string, outDirectory: string) => {
  rmSync(to, { recursive: true, force: true });
  if (from === undefined) return;
  const found = globSync("*/model.bin", { cwd: from });
  if (found.length === 0) throw new Error(`CDK context: models is ${from}, and no <centre>/model.bin is there.`);
  for (const path of found) place(outDirectory, join(to, path), readFileSync(join(from, path)));
};

/** Renames a file into its place, so that a synthesis running beside this one never reads half of it. */
const place = (outDirectory: string, path: string, contents: Uint8Array | string) => {
  mkdirSync(dirname(path), { recursive: true });
  const partial = join(outDirectory, `.partial-${process.pid}`);
  writeFileSync(partial, contents);
  renameSync(partial, path);
};
