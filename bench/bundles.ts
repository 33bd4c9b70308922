import { spawnSync } from "node:child_process";
import { copyFileSync, mkdtempSync, readdirSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { readDeployment } from "../local/template/read-deployment.ts";
import { synthesise } from "../local/template/synthesise.ts";

const project = resolve(import.meta.dirname, "..");
const RUNS = 21;

const median = (values: readonly number[]): number =>
  values.toSorted((a, b) => a - b)[values.length >> 1] ?? Number.NaN;

const loadTime = (file: string, environment: Readonly<Record<string, string>>): number => {
  const from = process.hrtime.bigint();
  const { status, stderr } = spawnSync(process.execPath, ["-e", `require(${JSON.stringify(file)})`], {
    env: { ...environment, PATH: process.env["PATH"], AWS_REGION: "eu-central-1" },
    encoding: "utf8",
  });
  if (status !== 0) throw new Error(`${file} does not load: ${stderr}`);
  return Number(process.hrtime.bigint() - from) / 1e6;
};

/** Load time of each bundled handler as a multiple of a bare one's, and its size in kilobytes. */
export const bundles = async () => {
  const deployment = readDeployment(
    await synthesise({ project, build: join(project, ".build") }),
    "http://127.0.0.1:1",
  );
  // Out of the project's tree, whose package.json would make modules of the bundles.
  const place = mkdtempSync(join(tmpdir(), "otklik-bundles-"));
  try {
    const bare = join(place, "bare.js");
    writeFileSync(bare, 'exports.handler = async () => "ok";\n');
    const files = deployment.functions.map(({ name, codeDirectory, environment }) => {
      const file = join(place, `${name}.js`);
      const [bundle] = readdirSync(codeDirectory).filter((each) => each.endsWith(".js"));
      copyFileSync(join(codeDirectory, bundle ?? "index.js"), file);
      return { name, file, environment, kilobytes: statSync(file).size / 1024 };
    });
    // In turns, so that a busy moment of the machine falls on all alike.
    const times = new Map<string, number[]>();
    for (let run = 0; run < RUNS; run += 1)
      for (const { file, environment } of [{ file: bare, environment: {} }, ...files])
        times.set(file, [...(times.get(file) ?? []), loadTime(file, environment)]);
    const ofBare = median(times.get(bare) ?? []);
    return files.map(({ name, file, kilobytes }) => ({
      name,
      kilobytes,
      ratio: median(times.get(file) ?? []) / ofBare,
    }));
  } finally {
    rmSync(place, { recursive: true });
  }
};
