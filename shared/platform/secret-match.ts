import { createHash, timingSafeEqual } from "node:crypto";

const digest = (bytes: string): Buffer => createHash("sha256").update(bytes, "utf8").digest();

/** Whether two secrets are the same, in a time that tells nothing of where or in what length they differ. */
export const sameSecret = (given: string, known: string): boolean => timingSafeEqual(digest(given), digest(known));

/** Whether a secret is one of several: the present one and the one before it. All are compared, always. */
export const oneOfSecrets = (given: string, known: readonly (string | undefined)[]): boolean => {
  let found = false;
  for (const each of known) if (each !== undefined && sameSecret(given, each)) found = true;
  return found;
};
