import { createHash, randomBytes } from "node:crypto";
import { existsSync } from "node:fs";
import * as z from "zod/mini";
import { readJson, replaceFile } from "./data-directory.ts";
import { StartFailure } from "./start-failure.ts";
import type { RunnerStore } from "./store/store-port.ts";
import type { Key } from "./template/deployment.ts";

const BYTES = 32;

const base64 = z.string().check(z.refine((text) => Buffer.from(text, "base64").length === BYTES));
const document = z.record(z.string(), base64);
const Fingerprint = z.object({ fingerprint: z.string() });

/** What a key's place in the store says of it: which one it is, and nothing of what it is. */
const fingerprintOf = (key: Buffer): string => createHash("sha256").update("otklik").update(key).digest("base64url");

/**
 * The keys of the template's KMS keys, 256 bits each, by id. They are made at the first start and never replaced: a
 * file that is gone, or another one, is a StartFailure, for what was sealed before would never open again.
 */
export async function openKeyFile(options: {
  readonly file: string;
  readonly keys: readonly Key[];
  readonly store: RunnerStore;
}): Promise<ReadonlyMap<string, Buffer>> {
  const { file, keys, store } = options;
  const kept = readKeyFile(file);
  const fingerprints = new Map(
    keys.map(({ id }) => [
      id,
      store.read((database) => database.first("SELECT fingerprint FROM sealing_keys WHERE id = ?", Fingerprint, id))
        ?.fingerprint,
    ]),
  );
  for (const { id } of keys) {
    const [known, key] = [fingerprints.get(id), kept.get(id)];
    if (known !== undefined && key === undefined) throw lost(file, `lacks the key ${id}`);
    if (known !== undefined && key !== undefined && fingerprintOf(key) !== known)
      throw lost(file, `holds another key ${id}`);
  }
  const all = new Map(keys.map(({ id }) => [id, kept.get(id) ?? randomBytes(BYTES)]));
  if (keys.some(({ id }) => !kept.has(id))) {
    const entries = [...kept, ...all].map(([id, key]) => [id, key.toString("base64")]);
    replaceFile(file, `${JSON.stringify(Object.fromEntries(entries), undefined, 2)}\n`);
  }
  // Only now: a key whose fingerprint is known must be in the file.
  await store.commit((database) => {
    for (const [id, key] of all)
      database.run("INSERT OR IGNORE INTO sealing_keys (id, fingerprint) VALUES (?, ?)", id, fingerprintOf(key));
  });
  return all;
}

export function readKeyFile(file: string): ReadonlyMap<string, Buffer> {
  if (!existsSync(file)) return new Map();
  const parsed = document.safeParse(readJson(file));
  if (!parsed.success) {
    throw new StartFailure(`${file} is damaged: it should hold keys of 256 bits by their ids. ${restore}`);
  }
  return new Map(Object.entries(parsed.data).map(([id, key]) => [id, Buffer.from(key, "base64")]));
}

const restore = 'Restore that file from the backup; see the chapter "Lost keys" of docs/runbook.md.';

const lost = (file: string, what: string) =>
  new StartFailure(`${file} ${what}, which citizens' data in this directory are sealed with. ${restore}`);
