import { createHmac, createSecretKey, type KeyObject } from "node:crypto";

/** A citizen as their channel knows them. */
export interface CitizenAddress {
  readonly channel: string;
  /** The community, chat or partner they wrote through. */
  readonly source: string;
  /** The channel's own id of them. */
  readonly id: string;
}

/** Gives the name that stands for a citizen everywhere but in the identities: the same for ever, and told from no other. */
export type PseudonymOf = (citizen: CitizenAddress) => Promise<string>;

const BYTES = 16;

/** Pseudonyms under a key that is asked for once; 22 characters of base64url. */
export const keyedPseudonyms = (loadKey: () => Promise<Uint8Array>): PseudonymOf => {
  let key: Promise<KeyObject> | undefined;
  const ready = async () => createSecretKey(await loadKey());
  return async ({ channel, source, id }) => {
    // A failed load is not kept: the next message tries again.
    key ??= ready().catch((error: unknown) => {
      key = undefined;
      throw error;
    });
    const digest = createHmac("sha256", await key)
      .update(JSON.stringify([channel, source, id]))
      .digest();
    return digest.subarray(0, BYTES).toString("base64url");
  };
};
