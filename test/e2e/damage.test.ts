import { spawnSync } from "node:child_process";
import { cpSync, openSync, closeSync, rmSync, statSync, truncateSync, writeSync } from "node:fs";
import { join, resolve } from "node:path";
import { afterAll, beforeAll, expect, test, vi } from "vitest";
import { allIncidents } from "../crash/verdict.ts";
import { dataDirectory, startEdition } from "./edition.ts";

const root = resolve(import.meta.dirname, "../..");
const [sound, damaged, backups] = [dataDirectory(), dataDirectory(), dataDirectory()];
const environment = { OTKLIK_CLOCK: "2026-03-10T09:00:00+03:00" };
const SIGNALS = 12;
let incidents: readonly string[];
let events: number;

const backUp = (command: "backup" | "restore", directory: string) =>
  spawnSync(process.execPath, [`local/commands/${command}.ts`, join(backups.path, "whole")], {
    cwd: root,
    env: { ...process.env, DATA_DIR: directory, OTKLIK_BACKUP_KEY: join(sound.path, "backup.key") },
    encoding: "utf8",
  });

/** A directory as a kill leaves it, with some of its data in the files and some in the write-ahead logs alone. */
beforeAll(async () => {
  for (const half of [0, 1]) {
    const edition = await startEdition(sound.path, environment);
    for (let number = half; number < SIGNALS; number += 2) {
      const answer = await edition.postSignal(
        { text: `Нет света ${number}`, externalId: `d-${number}` },
        `d-${number}`,
      );
      expect(answer.status).toBe(202);
    }
    await edition.advance({ advance: "PT1H", step: "PT1H" });
    incidents = (await allIncidents(edition)).map(({ id }) => id).toSorted();
    events = (await edition.events()).length;
    if (half === 0) await edition.stop();
    else {
      expect(backUp("backup", sound.path).stderr).toBe("");
      await edition.kill();
    }
  }
  expect(incidents).toHaveLength(SIGNALS);
}, 120_000);

afterAll(() => {
  for (const directory of [sound, damaged, backups]) directory.remove();
});

const overwrite = (file: string, from: number, bytes: Buffer): void => {
  const descriptor = openSync(file, "r+");
  writeSync(descriptor, bytes, 0, bytes.length, from);
  closeSync(descriptor);
};

const damages: Readonly<Record<string, (file: string) => void>> = {
  removed: (file) => rmSync(file),
  emptied: (file) => truncateSync(file),
  halved: (file) => truncateSync(file, Math.floor(statSync(file).size / 2)),
  "begun with junk": (file) => overwrite(file, 0, Buffer.alloc(4_096, "junk")),
  "zeroed in the middle": (file) => overwrite(file, 4_096 * 2, Buffer.alloc(statSync(file).size / 2)),
};
const files = ["runner.db", "runner.db-wal", "tables.db", "tables.db-wal", "keys.json", "layout.json", "secrets.json"];
const cases = files.flatMap((file) => Object.keys(damages).map((how) => [file, how] as const));

/** Starts on a copy with one file damaged. */
const startDamaged = async (file: string, how: string) => {
  rmSync(damaged.path, { recursive: true, force: true });
  cpSync(sound.path, damaged.path, { recursive: true });
  const path = join(damaged.path, file);
  if (statSync(path, { throwIfNoEntry: false }) === undefined) return "not there";
  if (how === "zeroed in the middle" && statSync(path).size < 16_384) return "not there";
  damages[how]?.(path);
  return startEdition(damaged.path).catch((error: unknown) => String(error));
};

test.each(cases)(
  "%s %s: the start names the file and the chapter, or nothing is lost",
  async (file, how) => {
    const outcome = await startDamaged(file, how);
    if (outcome === "not there") return;
    if (typeof outcome === "string") {
      const [, line = "", ...more] = outcome.trim().split("\n");
      expect(more, line).toEqual([]);
      expect(line).toContain(join(damaged.path, file.replace(/-wal$/, "")));
      expect(line).toMatch(/chapter "[^"]+" of docs\/runbook\.md/);
      return;
    }
    try {
      if (file === "secrets.json")
        return expect(outcome.screen()).toMatch(/secrets\.json was not there, and a new one/);
      expect((await allIncidents(outcome)).map(({ id }) => id).toSorted()).toEqual(incidents);
      expect((await outcome.events()).length).toBe(events);
    } finally {
      await outcome.kill();
    }
  },
  60_000,
);

test("a damaged directory is whole again after a restore, with what was damaged kept aside", async () => {
  expect(await startDamaged("tables.db", "removed")).toMatch(/tables\.db is missing/);
  expect(backUp("restore", damaged.path)).toMatchObject({ status: 0, stderr: "" });
  const restored = await startEdition(damaged.path);
  expect((await allIncidents(restored)).map(({ id }) => id).toSorted()).toEqual(incidents);
  await restored.stop();
}, 60_000);

test("with the latest commits gone for good, taking the mark away starts with what is left", async () => {
  expect(await startDamaged("runner.db-wal", "emptied")).toMatch(/has lost \d+ of its latest commits/);
  rmSync(join(damaged.path, "runner.mark"));
  const left = await startEdition(damaged.path);
  await vi.waitFor(async () => expect((await allIncidents(left)).map(({ id }) => id).toSorted()).toEqual(incidents));
  await left.stop();
}, 60_000);
