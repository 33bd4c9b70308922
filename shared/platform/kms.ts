import { DecryptCommand, GenerateDataKeyCommand, GenerateMacCommand, type KMSClient } from "@aws-sdk/client-kms";
import { keyedPseudonyms, type PseudonymOf } from "./pseudonyms.ts";
import type { DataKeys } from "./sealing.ts";

/** Stands in KMS's own records of who used the key for what. */
const EncryptionContext = { holds: "personal data" };

/** Data keys under a key of KMS. */
export const kmsDataKeys = (client: KMSClient, keyArn: string): DataKeys => ({
  generate: async () => {
    const { Plaintext, CiphertextBlob } = await client.send(
      new GenerateDataKeyCommand({ KeyId: keyArn, KeySpec: "AES_256", EncryptionContext }),
    );
    if (Plaintext === undefined || CiphertextBlob === undefined) throw new Error("KMS made no data key.");
    return { plain: Plaintext, encrypted: CiphertextBlob };
  },
  decrypt: async (encrypted) => {
    const { Plaintext } = await client.send(
      new DecryptCommand({ KeyId: keyArn, CiphertextBlob: encrypted, EncryptionContext }),
    );
    if (Plaintext === undefined) throw new Error("KMS gave back no data key.");
    return Plaintext;
  },
});

/** Another text would give every citizen another pseudonym. */
const DERIVED_FROM = Buffer.from("otklik: pseudonyms of citizens, 1");

/** Pseudonyms under a key derived, once for each running function, from an HMAC key that never leaves KMS. */
export const kmsPseudonyms = (client: KMSClient, keyArn: string): PseudonymOf =>
  keyedPseudonyms(async () => {
    const { Mac } = await client.send(
      new GenerateMacCommand({ KeyId: keyArn, MacAlgorithm: "HMAC_SHA_256", Message: DERIVED_FROM }),
    );
    if (Mac === undefined) throw new Error("KMS gave no key for pseudonyms.");
    return Mac;
  });
