import { createHmac, timingSafeEqual } from "node:crypto";
import { existsSync } from "node:fs";
import { join } from "node:path";
import * as z from "zod/mini";
import { readJson, replaceFile } from "../data-directory.ts";
import { StartFailure } from "../start-failure.ts";

export const FORMAT = 1;

const contents = z.object({
  format: z.int(),
  /** Otklik's version, and its data directory's layout. */
  version: z.string(),
  layout: z.int(),
  id: z.string(),
  /** The instant that the backup shows. */
  at: z.string(),
  /** Base64url. */
  salt: z.string(),
  files: z.array(
    z.object({
      /** Path in the data directory; in the backup `.sealed` follows it. */
      name: z.string().check(z.refine((name) => !name.startsWith("/") && !name.split("/").includes(".."))),
      /** Bytes in the data directory, and in the backup. */
      plainBytes: z.int(),
      bytes: z.int(),
      sha256: z.string(),
    }),
  ),
});

/** What a backup holds. Written last: a directory without it is no finished backup. */
export type Manifest = z.infer<typeof contents>;

const manifestFile = z.object({ contents, authenticated: z.string() });

export const sealedName = (name: string): string => `${name}.sealed`;

export function writeManifest(directory: string, manifest: Manifest, key: Buffer): void {
  const authenticated = codeOf(manifest, key).toString("base64url");
  const text = JSON.stringify({ contents: manifest, authenticated }, undefined, 2);
  replaceFile(join(directory, "manifest.json"), `${text}\n`);
}

export interface ReadManifest {
  readonly manifest: Manifest;
  /** Whether it was written under this key, and not changed since. */
  readonly isMadeWith: (key: Buffer) => boolean;
  /** Throws when it was written under another key, or changed since. */
  authenticate(key: Buffer): void;
}

export function readManifest(directory: string): ReadManifest {
  const file = join(directory, "manifest.json");
  if (!existsSync(file)) {
    throw new StartFailure(
      `${directory} holds no finished backup: manifest.json, which is written last, is not there.`,
    );
  }
  const parsed = manifestFile.safeParse(readJson(file));
  if (!parsed.success) throw new StartFailure(`${file} is damaged. Take another backup.`);
  const { contents: manifest, authenticated } = parsed.data;
  if (manifest.format !== FORMAT) {
    throw new StartFailure(
      `${file} has format ${manifest.format}, this Otklik reads ${FORMAT}. Use the version that wrote it.`,
    );
  }
  const isMadeWith = (key: Buffer): boolean => {
    const expected = codeOf(manifest, key);
    const given = Buffer.from(authenticated, "base64url");
    return given.length === expected.length && timingSafeEqual(given, expected);
  };
  return {
    manifest,
    isMadeWith,
    authenticate(key) {
      if (isMadeWith(key)) return;
      throw new StartFailure(`The backup in ${directory} was made with another key, or its manifest.json was changed.`);
    },
  };
}

const codeOf = (manifest: Manifest, key: Buffer): Buffer =>
  createHmac("sha256", key)
    .update(JSON.stringify(contents.parse(manifest)))
    .digest();
