import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { expect, onTestFinished, test } from "vitest";
import * as z from "zod/mini";
import { openCommitMark } from "../../local/store/commit-mark.ts";
import { groupCommit } from "../../local/store/group-commit.ts";
import type { Database } from "../../local/store/store-port.ts";

const Count = z.object({ count: z.number() });

/** A store whose log is synced when the test says so, or fails to be. */
const storeOnSlowDisk = () => {
  const directory = mkdtempSync(join(tmpdir(), "otklik-sync-"));
  onTestFinished(() => rmSync(directory, { recursive: true, force: true }));
  const file = join(directory, "runner.db");
  const connection = new DatabaseSync(file);
  connection.exec("PRAGMA journal_mode = WAL; CREATE TABLE commits (count); INSERT INTO commits VALUES (0)");
  const database: Database = {
    run: (sql) => Number(connection.prepare(sql).run().changes),
    all: (sql, row) =>
      connection
        .prepare(sql)
        .all()
        .map((found) => row.parse(found)),
    first: (sql, row) => row.parse(connection.prepare(sql).get()),
  };
  const mark = openCommitMark(join(directory, "runner.mark"));
  const syncs: PromiseWithResolvers<void>[] = [];
  const told: string[] = [];
  const log = {
    sync: () => {
      const asked = Promise.withResolvers<void>();
      syncs.push(asked);
      return asked.promise;
    },
    close: async () => {},
  };
  const store = groupCommit({ connection, database, file, mark, log, tell: (line) => told.push(line) });
  const nextSync = () =>
    expect
      .poll(() => syncs.length)
      .toBeGreaterThan(0)
      .then(() => syncs.shift());
  return { store, mark, told, nextSync, count: () => database.first("SELECT count FROM commits", Count)?.count };
};

const outcome = (commit: Promise<unknown>) => {
  const seen: string[] = [];
  commit.then(
    () => seen.push("done"),
    () => seen.push("refused"),
  );
  return seen;
};

test("what must outlive a power cut is acknowledged when the disk has it, and marked then", async () => {
  const { store, mark, nextSync, count } = storeOnSlowDisk();
  const seen = outcome(store.commit(() => "accepted"));
  const sync = await nextSync();
  expect([seen, count(), mark.read()]).toEqual([[], 1, undefined]);
  sync?.resolve();
  await expect.poll(() => seen).toEqual(["done"]);
  expect(mark.read()).toBe(1);
  await store.close();
});

test("what may be done again after a power cut waits for no disk", async () => {
  const { store, nextSync } = storeOnSlowDisk();
  const safe = outcome(store.commit(() => "accepted"));
  await store.commit(() => "taken", "kill");
  const sync = await nextSync();
  expect(safe).toEqual([]);
  sync?.resolve();
  await expect.poll(() => safe).toEqual(["done"]);
  await store.close();
});

test("after a sync that failed nothing is acknowledged any more, for nobody knows what the disk has", async () => {
  const { store, mark, told, nextSync } = storeOnSlowDisk();
  const lost = outcome(store.commit(() => "accepted"));
  (await nextSync())?.reject(Object.assign(new Error("EIO: i/o error, fdatasync"), { code: "EIO" }));
  await expect.poll(() => lost).toEqual(["refused"]);
  await expect(store.commit(() => "more")).rejects.toThrow("could not be synced");
  await expect(store.commit(() => "more", "kill")).rejects.toThrow("could not be synced");
  expect(mark.read()).toBeUndefined();
  expect(told).toEqual([expect.stringContaining("cannot be written")]);
  await store.close();
});
