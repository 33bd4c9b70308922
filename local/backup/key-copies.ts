import { createHash } from "node:crypto";
import { existsSync, mkdirSync, readdirSync, readFileSync } from "node:fs";
import { homedir } from "node:os";
import { join } from "node:path";
import { replaceFile } from "../data-directory.ts";
import { reasonOf } from "../store/damage.ts";
import { keysOf, readKeyFile } from "./key-file.ts";
import { readManifest } from "./manifest.ts";

/** Where the machine's user has copies of the keys: a data directory that is lost takes no backup with it. */
export const keyCopiesOf = ({ XDG_CONFIG_HOME }: NodeJS.ProcessEnv): string =>
  join(XDG_CONFIG_HOME || join(homedir(), ".config"), "otklik", "backup-keys");

/** What became of the copy, as a line for the screen: a user without a home of their own has none. */
export function keepKeyCopy(folder: string, keyFile: string): string {
  const text = readFileSync(keyFile);
  const copy = join(folder, `${createHash("sha256").update(text).digest("hex").slice(0, 16)}.key`);
  if (existsSync(copy)) return `A copy of its key is in ${copy}.`;
  try {
    mkdirSync(folder, { recursive: true, mode: 0o700 });
    replaceFile(copy, text.toString());
    return `A copy of its key is in ${copy}.`;
  } catch (error) {
    return `No copy of its key could be kept in ${folder}: ${reasonOf(error)}.`;
  }
}

/** The copy that a backup was made with; nothing when there is none. */
export async function keyCopyFor(source: string, folder: string): Promise<string | undefined> {
  if (!existsSync(folder)) return undefined;
  const { manifest, isMadeWith } = readManifest(source);
  for (const name of readdirSync(folder)) {
    const copy = join(folder, name);
    const keys = await keysOf(readKeyFile(copy), Buffer.from(manifest.salt, "base64url"));
    if (isMadeWith(keys.authentication)) return copy;
  }
  return undefined;
}
