import type { KMSClient } from "@aws-sdk/client-kms";
import { type Holds, holds as contexts } from "../contracts/sealing-context.ts";
import { keyedPseudonyms, type PseudonymOf } from "./pseudonyms.ts";
import type { Sealing } from "./sealed-signal.ts";
import { type DataKeys, envelopeSealer, type Sealer } from "./sealing.ts";

/** KMS is asked once in minutes, so what speaks to it is loaded when it is asked. */
type Kms = () => Promise<KMSClient>;

const calls = () => import("./kms-calls.ts");

const kmsOfFunction = (): Kms => {
  let client: KMSClient | undefined;
  return async () => {
    const { KMSClient } = await calls();
    client ??= new KMSClient({});
    return client;
  };
};

/** Data keys under a key of KMS. */
export const kmsDataKeys = (kms: Kms, keyArn: string, holds: Holds = contexts.person): DataKeys => ({
  generate: async () => {
    const { GenerateDataKeyCommand } = await calls();
    const client = await kms();
    const { Plaintext, CiphertextBlob } = await client.send(
      new GenerateDataKeyCommand({ KeyId: keyArn, KeySpec: "AES_256", EncryptionContext: { holds } }),
    );
    if (Plaintext === undefined || CiphertextBlob === undefined) throw new Error("KMS made no data key.");
    return { plain: Plaintext, encrypted: CiphertextBlob };
  },
  decrypt: async (encrypted) => {
    const { DecryptCommand } = await calls();
    const client = await kms();
    const { Plaintext } = await client.send(
      new DecryptCommand({ KeyId: keyArn, CiphertextBlob: encrypted, EncryptionContext: { holds } }),
    );
    if (Plaintext === undefined) throw new Error("KMS gave back no data key.");
    return Plaintext;
  },
});

/** Another text would give every citizen another pseudonym. */
const DERIVED_FROM = Buffer.from("otklik: pseudonyms of citizens, 1");

/** Pseudonyms under a key derived, once for each running function, from an HMAC key that never leaves KMS. */
export const kmsPseudonyms = (kms: Kms, keyArn: string): PseudonymOf =>
  keyedPseudonyms(async () => {
    const { GenerateMacCommand } = await calls();
    const client = await kms();
    const { Mac } = await client.send(
      new GenerateMacCommand({ KeyId: keyArn, MacAlgorithm: "HMAC_SHA_256", Message: DERIVED_FROM }),
    );
    if (Mac === undefined) throw new Error("KMS gave no key for pseudonyms.");
    return Mac;
  });

/** Seals and opens under a key of KMS, as far as the function's role allows either. */
export const kmsSealer = (keyArn: string, age: () => number, holds?: Holds): Sealer =>
  envelopeSealer(kmsDataKeys(kmsOfFunction(), keyArn, holds), age);

/** One for what names a citizen, and one for the names of dialogues alone. */
export const kmsSealers = (keyArn: string, age: () => number) => ({
  sealer: kmsSealer(keyArn, age),
  dialogueSealer: kmsSealer(keyArn, age, contexts.dialogues),
});

export const kmsSealing = (
  keys: { readonly IDENTITY_KEY_ARN: string; readonly PSEUDONYM_KEY_ARN: string },
  age: () => number,
): Sealing & ReturnType<typeof kmsSealers> => ({
  ...kmsSealers(keys.IDENTITY_KEY_ARN, age),
  pseudonymOf: kmsPseudonyms(kmsOfFunction(), keys.PSEUDONYM_KEY_ARN),
});
