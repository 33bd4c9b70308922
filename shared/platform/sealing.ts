import { createCipheriv, createDecipheriv, createSecretKey, type KeyObject, randomBytes } from "node:crypto";
import { Rejection } from "../domain/signal/rejection.ts";
import { MINUTE } from "../domain/time/instant.ts";

/** Closes what few may read. `context` names what it belongs to: under the name of another it does not open. */
export interface Sealer {
  seal(plain: string, context: string): Promise<Uint8Array>;
  /** Throws a Rejection when it was changed or belongs to another context; anything else may be tried again. */
  open(sealed: Uint8Array, context: string): Promise<string>;
}

export interface DataKey {
  /** 256 bits; never leaves the process. */
  readonly plain: Uint8Array;
  /** The same key, closed by one that never leaves its keeper: travels with what is sealed. */
  readonly encrypted: Uint8Array;
}

/** The keeper of keys: KMS, or the key file of one machine. */
export interface DataKeys {
  generate(): Promise<DataKey>;
  decrypt(encrypted: Uint8Array): Promise<Uint8Array>;
}

/** One data key serves so long and so often: a burst of messages asks for one key, and a lost one opens few. */
const SERVES_FOR = 5 * MINUTE;
const MOST_USES = 10_000;
/** Opened data keys that are remembered. */
const MOST_REMEMBERED = 200;

const CIPHER = "aes-256-gcm";
const VERSION = 1;
/** Version, and the length of the encrypted data key. */
const HEAD = 3;
const IV = 12;
const TAG = 16;

/** A data key ready for use: of its bytes each cipher would make it anew, which takes longer than to close a message. */
interface ReadyKey {
  readonly key: KeyObject;
  readonly encrypted: Uint8Array;
}

const broken = () => new Rejection("The sealed part was changed, or belongs to another message.");

/**
 * Envelope encryption: AES-256-GCM under data keys, bound to the context. A sealed value is version (1 byte), length of
 * the encrypted data key (2), that key, IV (12), tag (16), ciphertext.
 */
export const envelopeSealer = (keys: DataKeys, age: () => number): Sealer => {
  let serving: { readonly key: Promise<ReadyKey>; readonly since: number; uses: number } | undefined;
  const opened = new Map<string, Promise<KeyObject>>();

  const freshKey = async (): Promise<ReadyKey> => {
    const { plain, encrypted } = await keys.generate();
    return { key: createSecretKey(plain), encrypted };
  };
  const keyToSealWith = (): Promise<ReadyKey> => {
    if (serving !== undefined && age() - serving.since < SERVES_FOR && serving.uses < MOST_USES) {
      serving.uses += 1;
      return serving.key;
    }
    const fresh = { key: freshKey(), since: age(), uses: 1 };
    serving = fresh;
    fresh.key.catch(() => {
      if (serving === fresh) serving = undefined;
    });
    return fresh.key;
  };

  const keyToOpenWith = (encrypted: Buffer): Promise<KeyObject> => {
    const name = encrypted.toString("base64");
    const known = opened.get(name);
    if (known !== undefined) return known;
    const [oldest] = opened.keys();
    if (opened.size >= MOST_REMEMBERED && oldest !== undefined) opened.delete(oldest);
    const key = keys.decrypt(encrypted).then((plain) => createSecretKey(plain));
    opened.set(name, key);
    key.catch(() => opened.delete(name));
    return key;
  };

  return {
    seal: async (plain, context) => {
      const { key, encrypted } = await keyToSealWith();
      const iv = randomBytes(IV);
      const cipher = createCipheriv(CIPHER, key, iv, { authTagLength: TAG }).setAAD(Buffer.from(context, "utf8"));
      const closed = Buffer.concat([cipher.update(plain, "utf8"), cipher.final()]);
      const head = Buffer.alloc(HEAD);
      head.writeUInt8(VERSION, 0);
      head.writeUInt16BE(encrypted.length, 1);
      return Buffer.concat([head, encrypted, iv, cipher.getAuthTag(), closed]);
    },

    open: async (sealed, context) => {
      const bytes = Buffer.from(sealed.buffer, sealed.byteOffset, sealed.length);
      const keyEnds = bytes.length < HEAD ? HEAD : HEAD + bytes.readUInt16BE(1);
      const [ivEnds, tagEnds] = [keyEnds + IV, keyEnds + IV + TAG];
      if (bytes.length < tagEnds || bytes[0] !== VERSION) throw broken();
      const key = await keyToOpenWith(bytes.subarray(HEAD, keyEnds));
      const cipher = createDecipheriv(CIPHER, key, bytes.subarray(keyEnds, ivEnds), { authTagLength: TAG })
        .setAAD(Buffer.from(context, "utf8"))
        .setAuthTag(bytes.subarray(ivEnds, tagEnds));
      const plain = cipher.update(bytes.subarray(tagEnds));
      try {
        return Buffer.concat([plain, cipher.final()]).toString("utf8");
      } catch {
        // GCM says no more than this: the tag does not fit.
        throw broken();
      }
    },
  };
};
