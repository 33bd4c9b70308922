import { randomBytes } from "node:crypto";
import { HOUR, type Instant } from "../../shared/domain/time/instant.ts";
import type { PseudonymOf } from "../../shared/platform/pseudonyms.ts";
import { sameSecret } from "../../shared/platform/secret-match.ts";

/** A page may stay open for so long before it is sent. */
const VALID_FOR = 24 * HOUR;
const NONCE_BYTES = 16;

/**
 * Makes and knows the mark of one page: what is sent from it, however often, is one message. The key of the pseudonyms
 * signs it, as of a channel that no citizen writes in.
 */
export const pageTokens = (keyed: PseudonymOf) => {
  const signatureOf = (centre: string, signed: string): Promise<string> =>
    keyed({ channel: "form-token", source: centre, id: signed });
  return {
    issue: async (centre: string, now: Instant): Promise<string> => {
      const signed = `${now}.${randomBytes(NONCE_BYTES).toString("base64url")}`;
      return `${signed}.${await signatureOf(centre, signed)}`;
    },
    /** What tells the page from others; nothing when it is not one of this centre's, or too old. */
    read: async (token: string, centre: string, now: Instant): Promise<string | undefined> => {
      const [, signed, at, nonce, signature] = /^((\d{13})\.([\w-]{22}))\.([\w-]{22})$/.exec(token) ?? [];
      if (signed === undefined || signature === undefined) return undefined;
      if (!sameSecret(signature, await signatureOf(centre, signed))) return undefined;
      return now - Number(at) > VALID_FOR ? undefined : nonce;
    },
  };
};
