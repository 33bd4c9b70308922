import { randomBytes } from "node:crypto";
import {
  chmodSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
} from "node:fs";
import { join, resolve } from "node:path";
import { DatabaseSync } from "node:sqlite";
import * as z from "zod/mini";
import { StartFailure } from "./start-failure.ts";
import { damaged } from "./store/damage.ts";
import { fullDisk, refusedByDisk } from "./store/disk.ts";

/** Version of the directory's layout; raised when an older edition could no longer read what this one writes. */
export const LAYOUT = 1;

/** What the running edition tells the commands of the same directory. */
const runningEdition = z.object({
  pid: z.int(),
  address: z.string(),
  /** Proves to the edition that who asks can read the directory. */
  ownerKey: z.string(),
});

export type RunningEdition = z.infer<typeof runningEdition>;

const layoutFile = z.object({ layout: z.int() });

/** Files that an edition cannot make anew: once one was there, it has to be there at every start. */
const irreplaceable = ["runner.db", "tables.db", "keys.json"] as const;

const contentsFile = z.object({ holds: z.array(z.string()) });

export interface DataDirectory {
  readonly path: string;
  file(...names: string[]): string;
  /** Whether an edition has served from it before. */
  readonly used: boolean;
  /** Known to this process, and to who can read the directory. */
  readonly ownerKey: string;
  /** Says where this edition answers, once it does. */
  announce(address: string): void;
  /** Gives the directory up. */
  release(): void;
}

/**
 * Makes the directory when it is not there and takes it for this process alone. The lock is one of the operating
 * system's, held through SQLite: it goes with the process however that ends, so nothing stale can keep a start out.
 * `unchecked` takes it whatever it holds, to put a backup there.
 */
export function openDataDirectory(given: string, unchecked?: "unchecked"): DataDirectory {
  const path = resolve(given);
  try {
    mkdirSync(path, { recursive: true, mode: 0o700 });
    chmodSync(path, 0o700);
    for (const entry of readdirSync(path, { withFileTypes: true })) {
      if (entry.isFile()) chmodSync(join(path, entry.name), 0o600);
    }
  } catch (thrown) {
    throw new StartFailure(`DATA_DIR ${path} cannot be made or written: ${reason(thrown)}. Name another directory.`);
  }
  const lock = takeLock(path);
  try {
    if (unchecked === undefined) checkWhole(path);
  } catch (thrown) {
    lock.close();
    throw thrown;
  }
  const ownerKey = randomBytes(24).toString("base64url");
  return {
    path,
    ownerKey,
    used: existsSync(join(path, "contents.json")),
    file: (...names) => join(path, ...names),
    announce(address) {
      const holds = irreplaceable.filter((name) => existsSync(join(path, name)));
      replaceFile(join(path, "contents.json"), JSON.stringify({ holds }));
      replaceFile(join(path, "running.json"), JSON.stringify({ pid: process.pid, address, ownerKey }));
    },
    release() {
      rmSync(join(path, "running.json"), { force: true });
      lock.close();
    },
  };
}

/** The edition that holds the directory, as far as it announced itself; it may have died since. */
export function readRunningEdition(directory: string): RunningEdition | undefined {
  return runningEdition.safeParse(readJson(join(directory, "running.json"))).data;
}

/** Writes beside the file and renames, so that no reader ever sees half of it. */
export function replaceFile(path: string, text: string): void {
  writeFileSync(`${path}.new`, text, { mode: 0o600, flush: true });
  renameSync(`${path}.new`, path);
}

/** The parsed file, or nothing when it is absent or not JSON. */
export function readJson(path: string): unknown {
  if (!existsSync(path)) return undefined;
  try {
    return JSON.parse(readFileSync(path, "utf8"));
  } catch {
    return undefined;
  }
}

function takeLock(path: string): DatabaseSync {
  const file = join(path, "lock");
  let lock: DatabaseSync;
  try {
    lock = new DatabaseSync(file, { timeout: 0 });
  } catch (thrown) {
    throw new StartFailure(`${file} cannot be opened: ${reason(thrown)}. Is the directory yours?`);
  }
  try {
    lock.exec("PRAGMA journal_mode = DELETE; BEGIN EXCLUSIVE");
    return lock;
  } catch (thrown) {
    lock.close();
    if (refusedByDisk(thrown)) throw new StartFailure(fullDisk(path, thrown));
    if (!reason(thrown).includes("locked")) {
      throw new StartFailure(`${file} cannot be locked: ${reason(thrown)}. Remove that file and start again.`);
    }
    const holder = readRunningEdition(path);
    const who = holder === undefined ? "" : ` (process ${holder.pid}, ${holder.address})`;
    throw new StartFailure(`DATA_DIR ${path} is in use by a running Otklik${who}. Stop it, or set another DATA_DIR.`);
  }
}

function checkWhole(path: string): void {
  if (existsSync(join(path, "restoring"))) {
    throw new StartFailure(`A restore into ${path} was broken off: run npm run restore -- <backup> once more.`);
  }
  checkLayout(path);
  checkContents(path);
}

function checkLayout(path: string): void {
  const file = join(path, "layout.json");
  if (!existsSync(file)) return replaceFile(file, JSON.stringify({ layout: LAYOUT }));
  const found = layoutFile.safeParse(readJson(file));
  if (!found.success) {
    throw damaged(file, `is damaged: it should say {"layout":${LAYOUT}}`);
  }
  if (found.data.layout !== LAYOUT) {
    throw new StartFailure(
      `DATA_DIR ${path} has layout ${found.data.layout}, this Otklik reads ${LAYOUT}. Start the version that wrote it.`,
    );
  }
}

function checkContents(path: string): void {
  const held = contentsFile.safeParse(readJson(join(path, "contents.json"))).data?.holds ?? [];
  for (const name of held) {
    const size = statSync(join(path, name), { throwIfNoEntry: false })?.size;
    if (size === undefined) throw damaged(join(path, name), "is missing, though this directory has been in use");
    if (size === 0) throw damaged(join(path, name), "is empty, though this directory has been in use");
  }
}

const reason = (thrown: unknown): string => (thrown instanceof Error ? thrown.message : String(thrown));
