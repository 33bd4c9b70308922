import { spawn } from "node:child_process";
import { createHash } from "node:crypto";
import { once } from "node:events";
import { existsSync, mkdirSync, readdirSync, readFileSync, renameSync, rmSync, statSync, writeFileSync } from "node:fs";
import { join, relative } from "node:path";
import * as z from "zod/mini";
import { StartFailure } from "../start-failure.ts";

export interface SynthesisOptions {
  /** Absolute directory of the project: where cdk.json is. */
  readonly project: string;
  /** Absolute directory for what is made, inside the project, so that the application finds its packages. */
  readonly build: string;
  /** The application, relative to the project. */
  readonly app?: string;
  /** What the application is made of, relative to the project: files and directories. Those that are absent do not count. */
  readonly sources?: readonly string[];
  /** What the application is told besides the context of cdk.json. */
  readonly context?: Readonly<Record<string, string>>;
}

const defaultSources = [
  "infra",
  "functions",
  "shared",
  "cdk.json",
  "package.json",
  "package-lock.json",
  "tsconfig.json",
];
const cdkJson = z.looseObject({ context: z._default(z.record(z.string(), z.unknown()), {}) });

/** As many assemblies are kept: a second runner on this project may still load bundles from an older one. */
const kept = 4;

/**
 * Synthesises the CDK application, unless the sources are those of an earlier time. Answers the directory of the cloud
 * assembly. An application that does not synthesise is a StartFailure with what it said last.
 */
export async function synthesise(options: SynthesisOptions): Promise<string> {
  const { project, build, app = "infra/app.ts", sources = defaultSources, context = {} } = options;
  const finished = join(build, `assembly-${hashOf(project, sources, context)}`);
  if (existsSync(join(finished, "manifest.json"))) return finished;
  const unfinished = join(build, `synthesis-${process.pid}`);
  rmSync(unfinished, { recursive: true, force: true });
  mkdirSync(unfinished, { recursive: true });
  try {
    await run({ project, app, context }, unfinished);
    // The project is `type: module`; the bundles are not.
    writeFileSync(join(unfinished, "package.json"), '{"type":"commonjs"}\n');
    // Left over when a synthesis was interrupted; without a manifest it is of no use.
    rmSync(finished, { recursive: true, force: true });
    renameSync(unfinished, finished);
  } finally {
    rmSync(unfinished, { recursive: true, force: true });
  }
  forgetOldest(build);
  return finished;
}

/** A child process of its own: CDK takes hundreds of megabytes that the runner has no use for afterwards. */
async function run(
  { project, app, context: told }: Required<Pick<SynthesisOptions, "project" | "app" | "context">>,
  outDirectory: string,
): Promise<void> {
  const { context } = cdkJson.parse(JSON.parse(readFileSync(join(project, "cdk.json"), "utf8")));
  const child = spawn(process.execPath, [app], {
    cwd: project,
    stdio: ["ignore", "ignore", "pipe"],
    // Nothing else of the environment: the hash of sources and context then tells all that the result depends on.
    env: {
      ...(process.env["PATH"] !== undefined && { PATH: process.env["PATH"] }),
      ...(process.env["HOME"] !== undefined && { HOME: process.env["HOME"] }),
      CDK_CONTEXT_JSON: JSON.stringify({ ...context, ...told }),
      CDK_OUTDIR: outDirectory,
      // `npm run check` validates; here it would cost every changed start two seconds.
      CDK_VALIDATION: "false",
    },
  });
  let said = "";
  child.stderr.on("data", (chunk: Buffer) => {
    said = (said + chunk.toString("utf8")).slice(-8000);
  });
  const [code] = z.tuple([z.nullable(z.number()), z.unknown()]).parse(await once(child, "close"));
  if (code === 0) return;
  throw new StartFailure(`The CDK application does not synthesise: ${lastUsefulLines(said)}`);
}

/** Without the stack: what Node prints above it names the place and the error. */
function lastUsefulLines(said: string): string {
  const lines = said
    .split("\n")
    .map((line) => line.trim())
    .filter((line) => line !== "" && !/^(?:at |Node\.js v|\^+$)/.test(line));
  const error = lines.findLastIndex((line) => /\b\w*(?:Error|Exception)\b/.test(line));
  const useful = error === -1 ? lines.slice(-3) : lines.slice(error, error + 3);
  return useful.join(" ").slice(0, 600) || "it said nothing.";
}

function hashOf(project: string, sources: readonly string[], context: Readonly<Record<string, string>>): string {
  const hash = createHash("sha256").update(process.version).update(JSON.stringify(context));
  for (const file of sources.flatMap((source) => filesUnder(join(project, source)))) {
    hash.update(`\0${relative(project, file)}\0`).update(readFileSync(file));
  }
  return hash.digest("hex").slice(0, 16);
}

function filesUnder(path: string): readonly string[] {
  const stat = statSync(path, { throwIfNoEntry: false });
  if (stat === undefined) return [];
  if (stat.isFile()) return [path];
  return readdirSync(path)
    .toSorted()
    .flatMap((name) => filesUnder(join(path, name)));
}

function forgetOldest(build: string): void {
  const assemblies = readdirSync(build)
    .filter((name) => name.startsWith("assembly-"))
    .map((name) => ({ path: join(build, name), at: statSync(join(build, name)).mtimeMs }))
    .toSorted((one, other) => other.at - one.at);
  for (const { path } of assemblies.slice(kept)) rmSync(path, { recursive: true, force: true });
}
