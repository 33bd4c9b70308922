import { spawnSync } from "node:child_process";
import { readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { csvOf } from "../test/fixtures/csv.ts";
import { imRow } from "../test/fixtures/im-rows.ts";
import { dataDirectory, startEdition } from "../test/e2e/edition.ts";
import { longText } from "./edition-run.ts";

const root = resolve(import.meta.dirname, "..");

/** The kernel counts in hundredths of a second: proc_pid_stat(5). */
const TICK_MILLISECONDS = 10;

/** What the kernel says of a process, from its state on. */
const statOf = (pid: string): readonly string[] =>
  readFileSync(`/proc/${pid}/stat`, "utf8").split(") ").at(-1)?.split(" ") ?? [];

const ticks = (pid: string, from: number): number =>
  statOf(pid)
    .slice(from, from + 2)
    .reduce((sum, count) => sum + Number(count), 0) * TICK_MILLISECONDS;

/** Milliseconds of processor time that a process has spent. */
const spentBy = (pid: string): number => ticks(pid, 11);

/** The same of all processes that this one has waited for. */
const spentByEnded = (): number => ticks("self", 13);

const isChild = (pid: string, parents: readonly string[]): boolean => {
  try {
    return parents.includes(statOf(pid)[1] ?? "");
  } catch {
    // It has ended since it was listed.
    return false;
  }
};

/** A process, its children, and theirs. */
const familyOf = (pid: string): readonly string[] => {
  const running = readdirSync("/proc").filter((name) => /^\d+$/.test(name));
  const family = [pid];
  for (let parents = [pid]; parents.length > 0; family.push(...parents))
    parents = running.filter((each) => isChild(each, parents));
  return family;
};

const rowOf = (number: number): Record<string, string> =>
  imRow({
    id: String(10_000_000 + number),
    text: `'${longText(number)}`,
    messageUrl: `https://vk.com/wall-123_77?reply=${number}`,
    authorUrl: `https://vk.com/id${20_000 + number}`,
  });

/**
 * What it takes to move in with so many rows while the edition runs: rows a second by the clock on the wall, and
 * milliseconds of processor time for each, of the command, the edition and its tables together. Linux only.
 */
export const movingIn = async (rows: number) => {
  const data = dataDirectory();
  const edition = await startEdition(data.path);
  try {
    const file = join(data.path, "history.csv");
    writeFileSync(file, csvOf(Array.from({ length: rows }, (_, number) => rowOf(number))));
    const family = familyOf(String(edition.pid));
    const spent = () => family.reduce((sum, pid) => sum + spentBy(pid), spentByEnded());
    const [from, before] = [performance.now(), spent()];
    const { status, stderr, stdout } = spawnSync(
      process.execPath,
      ["local/commands/import.ts", "im", file, "--apply"],
      { cwd: root, env: { ...process.env, DATA_DIR: data.path }, encoding: "utf8" },
    );
    const [seconds, cpu] = [(performance.now() - from) / 1_000, spent() - before];
    if (status !== 0 || !stdout.includes(`${rows} become incidents`))
      throw new Error(`import failed: ${stderr}${stdout}`);
    return { rows, perSecond: rows / seconds, cpu: cpu / rows };
  } finally {
    await edition.stop();
    data.remove();
  }
};

/** `npm run bench:moving-in -- 5000`: this alone, and every figure of it. */
if (import.meta.main) {
  const { rows, perSecond, cpu } = await movingIn(Number(process.argv[2] ?? 5_000));
  process.stdout.write(
    `${rows} rows: ${perSecond.toFixed(0)} a second, ${cpu.toFixed(1)} ms of processor time for each\n`,
  );
}
