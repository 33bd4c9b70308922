import { createCipheriv, createDecipheriv, createHash, type Hash, randomBytes } from "node:crypto";
import { createReadStream, createWriteStream } from "node:fs";
import { mkdir, open, stat } from "node:fs/promises";
import { dirname } from "node:path";
import type { Readable } from "node:stream";
import { pipeline } from "node:stream/promises";
import { createGunzip, createGzip } from "node:zlib";

/** A file of a backup is a nonce, the compressed content under AES-256-GCM, and the tag. */
const ALGORITHM = "aes-256-gcm";
const NONCE = 12;
const TAG = 16;

export interface Place {
  readonly key: Buffer;
  /** Authenticated with the content: which file of which backup it is, so that none can be put in another's place. */
  readonly label: string;
}

export interface WrittenFile {
  readonly bytes: number;
  /** Of the file as it lies there, in hex. */
  readonly sha256: string;
}

/** Compresses and encrypts the content into a new file, synced to disk. */
export async function writeEncrypted(content: Readable, target: string, { key, label }: Place): Promise<WrittenFile> {
  await mkdir(dirname(target), { recursive: true, mode: 0o700 });
  const hash = createHash("sha256");
  const encrypted = async function* (source: AsyncIterable<Buffer>) {
    const nonce = randomBytes(NONCE);
    const cipher = createCipheriv(ALGORITHM, key, nonce).setAAD(Buffer.from(label));
    yield nonce;
    for await (const chunk of source) yield cipher.update(chunk);
    yield cipher.final();
    yield cipher.getAuthTag();
  };
  const file = createWriteStream(target, { mode: 0o600, flags: "wx", flush: true });
  await pipeline(content, createGzip({ level: 1 }), encrypted, (source) => counted(source, hash), file);
  return { bytes: file.bytesWritten, sha256: hash.digest("hex") };
}

/** Decrypts into a new file. Rejects when the key is another or a byte has changed; what was written then is worthless. */
export async function readEncrypted(source: string, target: string, { key, label }: Place): Promise<void> {
  await mkdir(dirname(target), { recursive: true, mode: 0o700 });
  const { size } = await stat(source);
  const nonce = await readAt(source, 0, NONCE);
  const decipher = createDecipheriv(ALGORITHM, key, nonce)
    .setAAD(Buffer.from(label))
    .setAuthTag(await readAt(source, size - TAG, TAG));
  const sealed = createReadStream(source, { start: NONCE, end: size - TAG - 1 });
  const file = createWriteStream(target, { mode: 0o600, flags: "wx", flush: true });
  await pipeline(sealed, decipher, createGunzip(), file);
}

/** The SHA-256 of a file, in hex. */
export async function hashOf(file: string): Promise<string> {
  const hash = createHash("sha256");
  for await (const chunk of createReadStream(file)) hash.update(chunk);
  return hash.digest("hex");
}

async function* counted(source: AsyncIterable<Buffer>, hash: Hash) {
  for await (const chunk of source) {
    hash.update(chunk);
    yield chunk;
  }
}

async function readAt(file: string, position: number, length: number): Promise<Buffer> {
  const handle = await open(file);
  try {
    const { buffer } = await handle.read(Buffer.alloc(length), 0, length, position);
    return buffer;
  } finally {
    await handle.close();
  }
}
