import { randomBytes, scrypt } from "node:crypto";
import { existsSync, readFileSync } from "node:fs";
import { promisify } from "node:util";
import { replaceFile } from "../data-directory.ts";
import { StartFailure } from "../start-failure.ts";

const SHORTEST = 20;
const stretch = promisify<string, Buffer, number, { N: number; r: number; p: number; maxmem: number }, Buffer>(scrypt);

/** What a backup is encrypted and authenticated with. */
export interface BackupKeys {
  readonly encryption: Buffer;
  readonly authentication: Buffer;
}

/** The text of the key file: random when Otklik made it, or a passphrase that somebody wrote there. */
export function readKeyFile(file: string): string {
  if (!existsSync(file)) {
    throw new StartFailure(
      `The key of the backups, ${file}, is not there. Put it back, or name it: OTKLIK_BACKUP_KEY=<file>. Without it no backup can be read.`,
    );
  }
  const text = readFileSync(file, "utf8").trim();
  if (text.length >= SHORTEST) return text;
  throw new StartFailure(`The key in ${file} is shorter than ${SHORTEST} characters. Write a longer one there.`);
}

/** Makes the directory's own key when it is not there yet; answers whether it did. */
export function makeKeyFile(file: string): boolean {
  if (existsSync(file)) return false;
  replaceFile(file, `${randomBytes(32).toString("base64url")}\n`);
  return true;
}

/** The salt makes each backup's keys its own; the stretching is for passphrases. */
export async function keysOf(text: string, salt: Buffer): Promise<BackupKeys> {
  const derived = await stretch(text, salt, 64, { N: 2 ** 15, r: 8, p: 1, maxmem: 2 ** 26 });
  return { encryption: derived.subarray(0, 32), authentication: derived.subarray(32) };
}
