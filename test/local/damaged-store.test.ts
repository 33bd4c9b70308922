import { copyFileSync, mkdtempSync, rmSync, truncateSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, onTestFinished, test } from "vitest";
import { createVirtualClock } from "../../local/clock/virtual-clock.ts";
import { openDataDirectory } from "../../local/data-directory.ts";
import { openRunnerStore } from "../../local/store/runner-store.ts";

const insert = "INSERT INTO notices (id, topic, subject, message, at) VALUES ('1', 'duty', NULL, ?, 0)";

const newDirectory = (): string => {
  const directory = mkdtempSync(join(tmpdir(), "otklik-damage-"));
  onTestFinished(() => rmSync(directory, { recursive: true, force: true }));
  return directory;
};

/** A store as a kill leaves it: with commits that are in the write-ahead log alone. */
const killedStore = async (): Promise<string> => {
  const directory = newDirectory();
  const store = openRunnerStore(directory);
  for (const text of ["one", "two", "three"]) await store.commit((database) => database.run(insert, text));
  const killed = newDirectory();
  for (const name of ["runner.db", "runner.db-wal", "runner.mark"]) {
    copyFileSync(join(directory, name), join(killed, name));
  }
  await store.close();
  return killed;
};

const chapter = /^\S*runner\.db .*: see the chapter "A damaged data directory" of docs\/runbook\.md$/;

test("a store that was killed opens with all that was promised", async () => {
  const store = openRunnerStore(await killedStore());
  await createVirtualClock({ store });
  await store.close();
});

test.each<[string, (log: string) => void]>([
  ["cut to nothing", (log) => truncateSync(log)],
  ["cut in the middle", (log) => truncateSync(log, 20_000)],
  ["gone", (log) => rmSync(log)],
  ["overwritten", (log) => writeFileSync(log, "junk".repeat(10_000))],
])("a write-ahead log that is %s stops the start instead of losing commits in silence", async (_what, damage) => {
  const directory = await killedStore();
  damage(join(directory, "runner.db-wal"));
  expect(() => openRunnerStore(directory)).toThrow(chapter);
  rmSync(join(directory, "runner.mark"));
  // As the runbook says: with the mark taken away, what is left is started with.
  await openRunnerStore(directory).close();
});

test.each([
  ["missing", (file: string) => rmSync(file)],
  ["empty", (file: string) => truncateSync(file)],
])("a directory whose store is %s is not taken for a new one", (what, damage) => {
  const directory = newDirectory();
  const first = openDataDirectory(directory);
  writeFileSync(first.file("runner.db"), "store");
  first.announce("http://127.0.0.1:1");
  first.release();
  damage(join(directory, "runner.db"));
  expect(() => openDataDirectory(directory)).toThrow(chapter);
  expect(() => openDataDirectory(directory)).toThrow(`is ${what}, though`);
});
