import type { AttributeValue } from "@aws-sdk/client-dynamodb";
import { type Holds, holds } from "../../shared/contracts/sealing-context.ts";

/** Opens a data key where the data come from, and closes it where they go. */
export interface KeyChange {
  open(encrypted: Uint8Array): Promise<Uint8Array>;
  close(plain: Uint8Array): Promise<Uint8Array>;
}

type Item = Record<string, AttributeValue>;

/** As shared/platform/sealing.ts writes it: the version, and the length of the data key, which follows encrypted. */
const HEAD = 3;
const VERSION = 1;

/**
 * Gives sealed values the keeper of keys they will be read with: the data key in each is closed anew, what it seals stays
 * as it is. Values sealed together share a data key, so few are asked for.
 */
export function resealing(keysFor: (what: Holds) => KeyChange): (item: Item) => Promise<Item> {
  const person = resealWith(keysFor(holds.person));
  const dialogues = resealWith(keysFor(holds.dialogues));
  return async (item) => {
    const { sealed, dialogue } = item;
    const named = dialogue?.B === undefined ? {} : { dialogue: { B: await dialogues(dialogue.B) } };
    if (sealed?.B !== undefined) return { ...item, ...named, sealed: { B: await person(sealed.B) } };
    if (sealed?.S === undefined) return item;
    return { ...item, sealed: { S: (await person(Buffer.from(sealed.S, "base64"))).toString("base64") } };
  };
}

function resealWith(keys: KeyChange): (value: Uint8Array) => Promise<Buffer> {
  const known = new Map<string, Promise<Uint8Array>>();
  const anew = (encrypted: Buffer): Promise<Uint8Array> => {
    const name = encrypted.toString("base64");
    const found = known.get(name) ?? keys.open(encrypted).then((plain) => keys.close(plain));
    known.set(name, found);
    return found;
  };
  return async (value) => {
    const bytes = Buffer.from(value);
    const end = HEAD + (bytes.length < HEAD ? 0 : bytes.readUInt16BE(1));
    if (bytes[0] !== VERSION || bytes.length < end)
      throw new Error("A sealed value is of a kind this version does not know.");
    const encrypted = await anew(bytes.subarray(HEAD, end));
    const head = Buffer.alloc(HEAD);
    head.writeUInt8(VERSION, 0);
    head.writeUInt16BE(encrypted.length, 1);
    return Buffer.concat([head, encrypted, bytes.subarray(end)]);
  };
}
