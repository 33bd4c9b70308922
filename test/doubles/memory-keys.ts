import { createCipheriv, createDecipheriv, randomBytes } from "node:crypto";
import { keyedPseudonyms, type PseudonymOf } from "../../shared/platform/pseudonyms.ts";
import type { DataKeys } from "../../shared/platform/sealing.ts";

export interface MemoryKeys extends DataKeys {
  /** How many data keys were made, and how many encrypted ones were opened. */
  readonly made: number;
  readonly opened: number;
  /** The next call throws. Several are thrown by as many calls, in this order. */
  failNext(error: Error): void;
}

/** A keeper of keys as KMS is one: makes data keys under a key that nobody sees, and opens none but its own. */
export const memoryKeys = (): MemoryKeys => {
  const root = randomBytes(32);
  const failures: Error[] = [];
  let made = 0;
  let opened = 0;
  const arrive = async (): Promise<void> => {
    await Promise.resolve();
    const failure = failures.shift();
    if (failure !== undefined) throw failure;
  };
  return {
    get made() {
      return made;
    },
    get opened() {
      return opened;
    },
    generate: async () => {
      await arrive();
      made += 1;
      const plain = randomBytes(32);
      const iv = randomBytes(12);
      const cipher = createCipheriv("aes-256-gcm", root, iv);
      return { plain, encrypted: Buffer.concat([iv, cipher.update(plain), cipher.final(), cipher.getAuthTag()]) };
    },
    decrypt: async (encrypted) => {
      await arrive();
      opened += 1;
      const cipher = createDecipheriv("aes-256-gcm", root, encrypted.subarray(0, 12));
      cipher.setAuthTag(encrypted.subarray(-16));
      return Buffer.concat([cipher.update(encrypted.subarray(12, -16)), cipher.final()]);
    },
    failNext: (error) => {
      failures.push(error);
    },
  };
};

export const memoryPseudonyms = (): PseudonymOf => {
  const key = randomBytes(32);
  return keyedPseudonyms(async () => key);
};
