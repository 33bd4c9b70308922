import { spawn, spawnSync } from "node:child_process";
import { once } from "node:events";
import { mkdirSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { afterAll, beforeAll, describe, expect, test, vi } from "vitest";
import { chanceOf } from "../crash/chance.ts";
import { startLoad } from "../crash/load.ts";
import { allIncidents } from "../crash/verdict.ts";
import { dataDirectory, type Edition, startEdition } from "./edition.ts";

const root = resolve(import.meta.dirname, "../..");
const data = dataDirectory();
const elsewhere = dataDirectory();
const backups = dataDirectory();
const TUESDAY_MORNING = "2026-03-10T09:00:00+03:00";
const CITIZEN = "Аграфена Тихоновна";
let edition: Edition;

beforeAll(async () => {
  edition = await startEdition(data.path, { OTKLIK_CLOCK: TUESDAY_MORNING, OTKLIK_RATE: "off" });
}, 90_000);

afterAll(async () => {
  await edition.stop();
  for (const directory of [data, elsewhere, backups]) directory.remove();
});

const environment = (directory: string, more: Readonly<Record<string, string>> = {}) => ({
  ...process.env,
  DATA_DIR: directory,
  ...more,
});

const run = (
  command: "backup" | "restore",
  directory: string,
  target: string,
  more?: Readonly<Record<string, string>>,
) => {
  const { status, stdout, stderr } = spawnSync(process.execPath, [`local/commands/${command}.ts`, target], {
    cwd: root,
    env: environment(directory, more),
    encoding: "utf8",
  });
  return { status, stdout, stderr };
};

const everything = async (of: Edition) => {
  const ids = (await allIncidents(of)).map(({ id }) => id);
  return { incidents: await Promise.all(ids.map((id) => of.incident(id))), events: await of.events() };
};

const filesIn = (directory: string): readonly string[] =>
  readdirSync(directory, { recursive: true, encoding: "utf8" })
    .map((name) => join(directory, name))
    .filter((path) => statSync(path).isFile());

describe("a backup", () => {
  const still = join(backups.path, "still");
  const key = join(backups.path, "kept-apart.key");

  test("of a running edition, restored elsewhere, shows the same incidents, events and secrets", async () => {
    const author = { name: CITIZEN, contact: "+7 900 000-00-00" };
    for (const number of [1, 2, 3]) {
      await edition.postSignal(
        { text: `Во дворе ${number} нет света`, externalId: `still-${number}`, author },
        `k-${number}`,
      );
    }
    await edition.advance({ advance: "PT6H", step: "PT1H" });
    const before = await everything(edition);
    expect(before.incidents).toHaveLength(3);

    const taken = run("backup", data.path, still);
    expect(taken.stderr).toBe("");
    expect(taken.stdout).toContain("The key is");
    writeFileSync(key, readFileSync(join(data.path, "backup.key")));
    // The key's own copy with the machine's user serves where the data directory is a new one.
    expect(run("restore", elsewhere.path, still)).toMatchObject({ status: 0, stderr: "" });

    const restored = await startEdition(elsewhere.path);
    expect(await everything(restored)).toEqual(before);
    expect(restored.partnerKey).toBe(edition.partnerKey);
    expect(await restored.stop()).toBe(0);
  }, 60_000);

  test("holds nothing readable: no word, no name, no secret, not even the kind of file", () => {
    const kept = filesIn(still).map((path) => ({ path, content: readFileSync(path) }));
    expect(kept.length).toBeGreaterThan(8);
    for (const { path, content } of kept) {
      for (const word of [CITIZEN, "нет света", "900 000", edition.partnerKey, "SQLite format"]) {
        expect(content.includes(word), `${word} in ${path}`).toBe(false);
      }
      expect(statSync(path).mode & 0o077, path).toBe(0);
    }
  });

  test("under load has every message acknowledged before it, as an incident or in the queue, none twice", async () => {
    const door = edition;
    const load = startLoad(door, 400, chanceOf(7));
    await load.reached(120);
    const acknowledged = [...load.acknowledged];
    const target = join(backups.path, "busy");
    const command = spawn(process.execPath, ["local/commands/backup.ts", target], {
      cwd: root,
      env: environment(data.path),
    });
    expect(await once(command, "exit")).toEqual([0, null]);
    await load.finished;

    expect(run("restore", elsewhere.path, target, { OTKLIK_BACKUP_KEY: key }).stdout).toContain("is kept in");
    const restored = await startEdition(elsewhere.path);
    await restored.advance({ advance: "PT0S" });
    const { incidents } = await everything(restored);
    const signals = incidents.flatMap((incident) => incident.signals.map(({ id }) => id));
    expect(new Set(signals).size).toBe(signals.length);
    expect(acknowledged.filter((id) => !signals.includes(id))).toEqual([]);
    expect(incidents.length).toBeLessThan(403);
    await restored.stop();
  }, 90_000);

  test("is not restored where an edition runs, under another key, or with a byte changed; what is there stays", async () => {
    const before = await everything(edition);
    expect(run("restore", data.path, still)).toMatchObject({
      status: 1,
      stderr: expect.stringMatching(/^DATA_DIR \S+ is in use by a running Otklik .*\n$/),
    });
    writeFileSync(join(backups.path, "other.key"), "another passphrase altogether");
    expect(
      run("restore", elsewhere.path, still, { OTKLIK_BACKUP_KEY: join(backups.path, "other.key") }).stderr,
    ).toMatch(/^The backup in \S+ was made with another key.*\n$/);
    expect(run("restore", elsewhere.path, still, { OTKLIK_BACKUP_KEY: "/nowhere/backup.key" }).stderr).toMatch(
      /^The key of the backups, \/nowhere\/backup\.key, is not there\..*\n$/,
    );
    const tables = join(still, "tables.db.sealed");
    const content = readFileSync(tables);
    content[1_000] = (content[1_000] ?? 0) ^ 1;
    writeFileSync(tables, content);
    expect(run("restore", elsewhere.path, still, { OTKLIK_BACKUP_KEY: key }).stderr).toMatch(
      /^\S+tables\.db\.sealed is damaged\. Take another backup\.\n$/,
    );
    rmSync(join(still, "manifest.json"));
    expect(run("restore", elsewhere.path, still, { OTKLIK_BACKUP_KEY: key }).stderr).toMatch(
      /holds no finished backup/,
    );
    expect(await everything(edition)).toEqual(before);
    const untouched = await startEdition(elsewhere.path);
    expect((await allIncidents(untouched)).length).toBeGreaterThan(100);
    await untouched.stop();
  }, 60_000);

  test("goes to a new directory outside of the data, by the directory's user alone, and also while nothing runs", async () => {
    mkdirSync(join(backups.path, "full"));
    writeFileSync(join(backups.path, "full", "letter"), "");
    expect(run("backup", data.path, join(backups.path, "full")).stderr).toMatch(/^\S+ is not empty\. .*\n$/);
    expect(run("backup", data.path, join(data.path, "backups")).stderr).toMatch(/^\S+ is inside of DATA_DIR.*\n$/);
    const order = JSON.stringify({ target: join(backups.path, "foreign"), keyFile: key });
    const headers = { "x-otklik-owner": "guessed", authorization: `Bearer ${edition.token("supervisor")}` };
    expect((await fetch(`${edition.url}/local/backup`, { method: "POST", body: order, headers })).status).toBe(403);

    expect(run("backup", elsewhere.path, join(backups.path, "alone"), { OTKLIK_BACKUP_KEY: key })).toMatchObject({
      status: 0,
      stderr: "",
    });
    await vi.waitFor(() => expect(readdirSync(join(backups.path, "alone"))).toContain("manifest.json"));
    expect(readdirSync(elsewhere.path)).not.toContain("copying");
  });
});
