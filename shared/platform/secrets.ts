import { GetSecretValueCommand, SecretsManagerClient } from "@aws-sdk/client-secrets-manager";
import { type Secrets, secrets } from "../contracts/secrets.ts";
import { MINUTE, SECOND } from "../domain/time/instant.ts";
import { failureFacts, type Log } from "./log.ts";

/** Gives the secret document; a newer one than `refusing`, which knew somebody's secret not, if there may be one. */
export type ReadSecrets = (refusing?: Secrets) => Promise<Secrets>;

/** A rotated secret is known this long after at the latest; the old one serves on as `previousSecret`. */
const REFRESH_AFTER = MINUTE;
/** Whoever knocks with a wrong secret makes it be read again, but no more often than this. */
const LOOKED_AGAIN_AFTER = 5 * SECOND;

/**
 * Loads the document once and refreshes it. A document that cannot be read or understood is reported, and the last
 * good one serves on; without any, the call throws and the sender tries again.
 */
export const cachedSecrets = (load: () => Promise<string>, age: () => number, log: Log): ReadSecrets => {
  let known: { readonly secrets: Secrets; readonly at: number } | undefined;
  let lookedAgainAt = Number.NEGATIVE_INFINITY;
  /** Whether the document that refused somebody is to be read once more. */
  const looksAgain = (refusing: Secrets | undefined): boolean => {
    if (refusing === undefined || refusing !== known?.secrets) return false;
    if (age() - lookedAgainAt < LOOKED_AGAIN_AFTER) return false;
    lookedAgainAt = age();
    return true;
  };
  return async (refusing) => {
    if (known !== undefined && age() - known.at < REFRESH_AFTER && !looksAgain(refusing)) return known.secrets;
    try {
      known = { secrets: secrets.parse(JSON.parse(await load())), at: age() };
    } catch (error) {
      if (known === undefined) throw error;
      log.error("The secret document could not be refreshed; the last good one serves on.", failureFacts(error));
      known = { ...known, at: age() };
    }
    return known.secrets;
  };
};

const secretsManagerLoad = (client: SecretsManagerClient, id: string) => async (): Promise<string> => {
  const { SecretString } = await client.send(new GetSecretValueCommand({ SecretId: id }));
  if (SecretString === undefined) throw new Error(`The secret ${id} holds no text.`);
  return SecretString;
};

/** The document as Secrets Manager keeps it under an id. */
export const secretsManagerSecrets = (id: string, age: () => number, log: Log): ReadSecrets =>
  cachedSecrets(secretsManagerLoad(new SecretsManagerClient({}), id), age, log);
