import { createCipheriv, createDecipheriv, createHmac, randomBytes } from "node:crypto";
import * as z from "zod/mini";
import type { Key } from "../template/deployment.ts";
import type { AwsAnswer, AwsService } from "./service.ts";

const context = z._default(z.record(z.string(), z.string()), {});
const bytes = z.pipe(
  z.string().check(z.minLength(1)),
  z.transform((text) => Buffer.from(text, "base64")),
);
const named = { KeyId: z.string() };
const dataKeyRequest = z.looseObject({ ...named, KeySpec: z.literal("AES_256"), EncryptionContext: context });
const encryptRequest = z.looseObject({ ...named, Plaintext: bytes, EncryptionContext: context });
const decryptRequest = z.looseObject({ ...named, CiphertextBlob: bytes, EncryptionContext: context });
const macRequest = z.looseObject({ ...named, Message: bytes, MacAlgorithm: z.literal("HMAC_SHA_256") });

const CIPHER = "aes-256-gcm";
const DATA_KEY = 32;
const IV = 12;
const TAG = 16;

type Context = z.infer<typeof context>;

interface Held {
  readonly definition: Key;
  readonly key: Buffer;
}

/** The key's id and the context are part of what is proved, so a blob opens under its own key and context alone. */
const proved = ({ definition }: Held, given: Context): Buffer =>
  Buffer.from(JSON.stringify([definition.id, Object.entries(given).toSorted(([a], [b]) => (a < b ? -1 : 1))]));

const close = (held: Held, plain: Buffer, given: Context): Buffer => {
  const iv = randomBytes(IV);
  const cipher = createCipheriv(CIPHER, held.key, iv).setAAD(proved(held, given));
  return Buffer.concat([iv, cipher.update(plain), cipher.final(), cipher.getAuthTag()]);
};

const reopen = (held: Held, blob: Buffer, given: Context): Buffer | undefined => {
  if (blob.length < IV + TAG) return undefined;
  const cipher = createDecipheriv(CIPHER, held.key, blob.subarray(0, IV), { authTagLength: TAG })
    .setAAD(proved(held, given))
    .setAuthTag(blob.subarray(-TAG));
  const plain = cipher.update(blob.subarray(IV, -TAG));
  try {
    return Buffer.concat([plain, cipher.final()]);
  } catch {
    // GCM says no more than this: the tag does not fit.
    return undefined;
  }
};

/** KMS over the keys of the key file, by id. */
export function kms(definitions: readonly Key[], keys: ReadonlyMap<string, Buffer>): AwsService {
  const heldBy = (id: string, use: Key["use"]): Held | undefined => {
    const definition = definitions.find((one) => one.use === use && (one.id === id || one.arn === id));
    const key = definition && keys.get(definition.id);
    return definition && key && { definition, key };
  };

  const serve = <Request extends { readonly KeyId: string }>(
    schema: z.ZodMiniType<Request>,
    json: unknown,
    use: Key["use"],
    work: (held: Held, request: Request) => AwsAnswer,
  ): AwsAnswer => {
    const parsed = schema.safeParse(json);
    if (!parsed.success)
      return failure("ValidationException", `${parsed.error.issues[0]?.path.join(".")} is not valid`);
    const held = heldBy(parsed.data.KeyId, use);
    if (held === undefined)
      return failure("NotFoundException", `The key ${parsed.data.KeyId} does not exist or does not do that.`);
    return work(held, parsed.data);
  };

  return {
    async handle({ operation, json }) {
      switch (operation) {
        case "GenerateDataKey":
          return serve(dataKeyRequest, json, "encrypt", (held, { EncryptionContext }) => {
            const plain = randomBytes(DATA_KEY);
            return success(held, { Plaintext: plain, CiphertextBlob: close(held, plain, EncryptionContext) });
          });
        case "Encrypt":
          return serve(encryptRequest, json, "encrypt", (held, { Plaintext, EncryptionContext }) =>
            success(held, { CiphertextBlob: close(held, Plaintext, EncryptionContext) }),
          );
        case "Decrypt":
          return serve(decryptRequest, json, "encrypt", (held, { CiphertextBlob, EncryptionContext }) => {
            const plain = reopen(held, CiphertextBlob, EncryptionContext);
            return plain === undefined
              ? failure("InvalidCiphertextException", "")
              : success(held, { Plaintext: plain });
          });
        case "GenerateMac":
          return serve(macRequest, json, "mac", (held, { Message }) =>
            success(held, { Mac: createHmac("sha256", held.key).update(Message).digest() }),
          );
        default:
          return failure("UnsupportedOperationException", `${operation} is not served on one machine`);
      }
    },
  };
}

const headers = { "content-type": "application/x-amz-json-1.1" };

const success = ({ definition }: Held, answer: Readonly<Record<string, Buffer>>): AwsAnswer => {
  const fields = Object.entries(answer).map(([name, value]) => [name, value.toString("base64")]);
  return { status: 200, body: JSON.stringify({ KeyId: definition.arn, ...Object.fromEntries(fields) }), headers };
};

const failure = (type: string, message: string): AwsAnswer => ({
  status: 400,
  body: JSON.stringify({ __type: type, message }),
  headers,
});
