import { randomBytes, randomUUID } from "node:crypto";
import { createReadStream, existsSync, mkdirSync, readdirSync, readFileSync, rmSync, statSync } from "node:fs";
import { join, resolve, sep } from "node:path";
import { Readable } from "node:stream";
import { LAYOUT } from "../data-directory.ts";
import type { Settings } from "../settings.ts";
import { StartFailure } from "../start-failure.ts";
import { reasonOf } from "../store/damage.ts";
import { version } from "../version.ts";
import { writeEncrypted } from "./encrypted-file.ts";
import { keysOf, makeKeyFile, readKeyFile } from "./key-file.ts";
import { FORMAT, type Manifest, sealedName, writeManifest } from "./manifest.ts";
import { openSnapshot, stores } from "./snapshot.ts";

export interface BackupOrder {
  readonly dataDirectory: string;
  /** Absolute; may be outside of the data directory, and is backed up as `secrets.json` all the same. */
  readonly secretsFile: string;
  /** Absolute directory for the backup: new, or empty. */
  readonly target: string;
  /** Absolute. The directory's own is made when it is not there. */
  readonly keyFile: string;
}

export interface BackupReport {
  readonly target: string;
  readonly at: string;
  readonly files: number;
  /** In the backup. */
  readonly bytes: number;
  readonly keyFile: string;
  /** This backup is the first with that key. */
  readonly keyMade: boolean;
}

/** Backs the directory up as it is at this instant, encrypted. To be called by who holds its lock. */
export async function takeBackup(order: BackupOrder): Promise<BackupReport> {
  const { dataDirectory, target } = order;
  mustHoldStores(dataDirectory);
  prepareTarget(target, dataDirectory);
  const keyMade = order.keyFile === ownKeyFile(dataDirectory) && makeKeyFile(order.keyFile);
  const secret = readKeyFile(order.keyFile);
  const id = randomUUID();
  const salt = randomBytes(16);
  const keys = await keysOf(secret, salt);
  const copying = join(dataDirectory, "copying");
  rmSync(copying, { recursive: true, force: true });
  mkdirSync(copying, { mode: 0o700 });
  const at = new Date().toISOString();
  const snapshot = openSnapshot(dataDirectory);
  const files: Manifest["files"][number][] = [];
  const keep = async (name: string, content: Readable, plainBytes: number): Promise<void> => {
    const place = { key: keys.encryption, label: `${id}/${name}` };
    files.push({ name, plainBytes, ...(await writeEncrypted(content, join(target, sealedName(name)), place)) });
  };
  try {
    const secrets = { name: "secrets.json", content: readFileSync(order.secretsFile) };
    for (const { name, content } of [...snapshot.files.filter((file) => file.name !== secrets.name), secrets]) {
      await keep(name, Readable.from([content]), content.length);
    }
    for (const store of stores) {
      const copy = join(copying, store);
      await snapshot.copy(store, copy);
      await keep(store, createReadStream(copy), statSync(copy).size);
      rmSync(copy);
    }
  } catch (error) {
    throw new StartFailure(`The backup in ${target} was broken off (${reasonOf(error)}): it is no backup, remove it.`);
  } finally {
    snapshot.close();
    rmSync(copying, { recursive: true, force: true });
  }
  const manifest = { format: FORMAT, version, layout: LAYOUT, id, at, salt: salt.toString("base64url"), files };
  writeManifest(target, manifest, keys.authentication);
  const bytes = files.reduce((sum, file) => sum + file.bytes, 0);
  return { target, at, files: files.length, bytes, keyFile: order.keyFile, keyMade };
}

/** What the running edition takes backups with, for who proves to be the directory's owner. */
export const backupsOf = (settings: Settings, { ownerKey }: { readonly ownerKey: string }) => ({
  ownerKey,
  take: (order: Pick<BackupOrder, "target" | "keyFile">) => takeBackup({ ...order, ...backedUp(settings) }),
});

/** What of the settings a backup is of. Stores on other servers are not in reach of it. */
export function backedUp({ dataDirectory, secretsFile, dynamodbEndpoint, sqsEndpoint }: Settings) {
  const elsewhere = dynamodbEndpoint ?? sqsEndpoint;
  if (elsewhere === undefined) return { dataDirectory, secretsFile };
  throw new StartFailure(
    `A part of the data is on ${elsewhere}, and would not be in the backup. Back up that server and DATA_DIR by its means.`,
  );
}

const ownKeyFile = (dataDirectory: string): string => join(dataDirectory, "backup.key");

function mustHoldStores(dataDirectory: string): void {
  for (const store of stores) {
    if (existsSync(join(dataDirectory, store))) continue;
    throw new StartFailure(
      `${dataDirectory} holds no ${store}: there is nothing to back up. Run npm start once first.`,
    );
  }
}

function prepareTarget(target: string, dataDirectory: string): void {
  if (`${resolve(target)}${sep}`.startsWith(`${resolve(dataDirectory)}${sep}`)) {
    throw new StartFailure(`${target} is inside of DATA_DIR, whose loss a backup is for. Name a directory elsewhere.`);
  }
  try {
    mkdirSync(target, { recursive: true, mode: 0o700 });
    if (readdirSync(target).length === 0) return;
  } catch (error) {
    throw new StartFailure(`${target} cannot be made or written: ${reasonOf(error)}. Name another directory.`);
  }
  throw new StartFailure(`${target} is not empty. Name a new directory for each backup, with the day in its name.`);
}
