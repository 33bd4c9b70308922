import { existsSync, mkdirSync, readdirSync, renameSync, rmSync } from "node:fs";
import { join } from "node:path";
import { LAYOUT } from "../data-directory.ts";
import { StartFailure } from "../start-failure.ts";
import { checkDatabase, reasonOf } from "../store/damage.ts";
import { hashOf, readEncrypted } from "./encrypted-file.ts";
import { keysOf, readKeyFile } from "./key-file.ts";
import { type Manifest, readManifest, sealedName } from "./manifest.ts";
import { isApart, stores } from "./snapshot.ts";

/** Reads a backup into a new directory: every hash is verified before anything is written, every tag before it is relied on. */
export async function readBackup(source: string, keyFile: string, target: string): Promise<Manifest> {
  const read = readManifest(source);
  const { manifest } = read;
  if (manifest.layout > LAYOUT) {
    throw new StartFailure(
      `${source} was made by Otklik ${manifest.version}, which is newer. Restore with that version.`,
    );
  }
  const keys = await keysOf(readKeyFile(keyFile), Buffer.from(manifest.salt, "base64url"));
  read.authenticate(keys.authentication);
  for (const { name, sha256 } of manifest.files) {
    const file = join(source, sealedName(name));
    if (!existsSync(file)) throw new StartFailure(`${file} is missing. Take another backup.`);
    if ((await hashOf(file)) !== sha256) throw new StartFailure(`${file} is damaged. Take another backup.`);
  }
  mkdirSync(target, { recursive: true, mode: 0o700 });
  for (const { name } of manifest.files) {
    const place = { key: keys.encryption, label: `${manifest.id}/${name}` };
    try {
      await readEncrypted(join(source, sealedName(name)), join(target, name), place);
    } catch (error) {
      throw new StartFailure(`${join(source, sealedName(name))} cannot be restored: ${reasonOf(error)}.`);
    }
  }
  for (const store of stores) checkDatabase(join(target, store));
  return manifest;
}

export interface RestoreReport {
  readonly manifest: Manifest;
  /** Where the data is that was there before; nothing when there was none. */
  readonly kept: string | undefined;
}

/** Puts a backup in the place of a directory's data, which is kept aside. To be called by who holds its lock. */
export async function restoreBackup(dataDirectory: string, source: string, keyFile: string): Promise<RestoreReport> {
  const restoring = join(dataDirectory, "restoring");
  rmSync(restoring, { recursive: true, force: true });
  let manifest: Manifest;
  try {
    manifest = await readBackup(source, keyFile, restoring);
  } catch (error) {
    rmSync(restoring, { recursive: true, force: true });
    throw error;
  }
  // From here on a start refuses until the renaming is done: see openDataDirectory.
  const old = readdirSync(dataDirectory).filter((name) => !isApart(name) || name === "runner.mark");
  const kept = join(dataDirectory, `before-restore-${new Date().toISOString().replaceAll(":", "-")}`);
  if (old.length > 0) mkdirSync(kept, { mode: 0o700 });
  for (const name of old) renameSync(join(dataDirectory, name), join(kept, name));
  for (const name of readdirSync(restoring)) renameSync(join(restoring, name), join(dataDirectory, name));
  rmSync(restoring, { recursive: true });
  return { manifest, kept: old.length > 0 ? kept : undefined };
}
