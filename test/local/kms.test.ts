import { readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import {
  DecryptCommand,
  EncryptCommand,
  GenerateDataKeyCommand,
  GenerateMacCommand,
  KMSClient,
} from "@aws-sdk/client-kms";
import { describe, expect, it, onTestFinished } from "vitest";
import { kms } from "../../local/aws/kms.ts";
import { openKeyFile } from "../../local/key-file.ts";
import { openRunnerStore } from "../../local/store/runner-store.ts";
import type { Key } from "../../local/template/deployment.ts";
import { kmsDataKeys, kmsPseudonyms } from "../../shared/platform/kms.ts";
import { envelopeSealer } from "../../shared/platform/sealing.ts";
import { serveAws } from "../doubles/aws-server.ts";
import { dataDirectory } from "../e2e/edition.ts";

const keyOf = (id: string, use: Key["use"]): Key => ({ id, arn: `arn:aws:kms:local-1:000000000000:key/${id}`, use });
const [identity, other, pseudonym] = [
  keyOf("identity", "encrypt"),
  keyOf("other", "encrypt"),
  keyOf("pseudonym", "mac"),
];
const keys = [identity, other, pseudonym];

const directory = () => {
  const data = dataDirectory();
  onTestFinished(() => data.remove());
  return { path: data.path, file: join(data.path, "keys.json") };
};

const openKeys = async (path: string, wanted: readonly Key[] = keys) => {
  const store = openRunnerStore(path);
  try {
    return await openKeyFile({ file: join(path, "keys.json"), keys: wanted, store });
  } finally {
    await store.close();
  }
};

const client = async (path = directory().path) => new KMSClient(await serveAws("kms", kms(keys, await openKeys(path))));

describe("KMS as a function sees it", () => {
  it("makes data keys that it opens again, after a restart too", async () => {
    const { path } = directory();
    const before = await client(path);
    const made = await before.send(new GenerateDataKeyCommand({ KeyId: identity.arn, KeySpec: "AES_256" }));
    expect(made).toMatchObject({ KeyId: identity.arn });
    expect(made.Plaintext).toHaveLength(32);
    const after = await client(path);
    const opened = await after.send(new DecryptCommand({ KeyId: identity.id, CiphertextBlob: made.CiphertextBlob }));
    expect(opened.Plaintext).toEqual(made.Plaintext);
  });

  it("opens nothing under another key or another context, and nothing that was changed", async () => {
    const sdk = await client();
    const EncryptionContext = { a: "1", b: "2" };
    const Plaintext = Buffer.from("Яма");
    const { CiphertextBlob } = await sdk.send(
      new EncryptCommand({ KeyId: identity.arn, Plaintext, EncryptionContext }),
    );
    const sameContext = { b: "2", a: "1" };
    expect(
      await sdk.send(new DecryptCommand({ KeyId: identity.arn, CiphertextBlob, EncryptionContext: sameContext })),
    ).toMatchObject({ Plaintext: Uint8Array.from(Plaintext) });
    const changed = Uint8Array.from(CiphertextBlob ?? []).with(20, (CiphertextBlob?.[20] ?? 0) ^ 1);
    for (const wrong of [
      { KeyId: other.arn, CiphertextBlob, EncryptionContext },
      { KeyId: identity.arn, CiphertextBlob },
      { KeyId: identity.arn, CiphertextBlob: changed, EncryptionContext },
      { KeyId: identity.arn, CiphertextBlob: Buffer.from("short"), EncryptionContext },
    ])
      await expect(sdk.send(new DecryptCommand(wrong))).rejects.toMatchObject({ name: "InvalidCiphertextException" });
  });

  it("keeps each key to its use, and knows no key but the template's", async () => {
    const sdk = await client();
    const mac = { Message: Buffer.from("text"), MacAlgorithm: "HMAC_SHA_256" } as const;
    expect((await sdk.send(new GenerateMacCommand({ KeyId: pseudonym.arn, ...mac }))).Mac).toHaveLength(32);
    for (const command of [
      () => sdk.send(new GenerateMacCommand({ KeyId: identity.arn, ...mac })),
      () => sdk.send(new GenerateDataKeyCommand({ KeyId: pseudonym.arn, KeySpec: "AES_256" })),
      () => sdk.send(new GenerateDataKeyCommand({ KeyId: "nobody's", KeySpec: "AES_256" })),
    ])
      await expect(command()).rejects.toMatchObject({ name: "NotFoundException" });
  });

  it("is what the product seals with and makes pseudonyms of, the same after a restart", async () => {
    const { path } = directory();
    const [before, after] = [await client(path), await client(path)];
    const sealer = (sdk: KMSClient) =>
      envelopeSealer(
        kmsDataKeys(async () => sdk, identity.arn),
        () => performance.now(),
      );
    expect(await sealer(after).open(await sealer(before).seal("Яма", "signal"), "signal")).toBe("Яма");
    const citizen = { channel: "vk", source: "1", id: "77" };
    const name = await kmsPseudonyms(async () => before, pseudonym.arn)(citizen);
    expect(await kmsPseudonyms(async () => after, pseudonym.arn)(citizen)).toBe(name);
  });
});

describe("the key file", () => {
  it("is made at the first start, for its user alone, and gets a key for each new one of the template", async () => {
    const { path, file } = directory();
    const first = await openKeys(path, [identity]);
    expect(statSync(file).mode & 0o777).toBe(0o600);
    const all = await openKeys(path);
    expect(all.get("identity")).toEqual(first.get("identity"));
    expect(new Set([...all.values()].map((key) => key.toString("hex"))).size).toBe(3);
  });

  it("that is gone, damaged or another's stops the start and is not replaced", async () => {
    const { path, file } = directory();
    await openKeys(path);
    const good = readFileSync(file, "utf8");
    const strange = directory();
    await openKeys(strange.path);
    for (const [content, complaint] of [
      [undefined, "lacks the key identity"],
      ["{", "is damaged"],
      [readFileSync(strange.file, "utf8"), "holds another key identity"],
    ] as const) {
      if (content === undefined) rmSync(file);
      else writeFileSync(file, content);
      await expect(openKeys(path)).rejects.toThrow(complaint);
      await expect(openKeys(path)).rejects.toThrow("Restore that file from the backup");
    }
    writeFileSync(file, good);
    expect((await openKeys(path)).size).toBe(3);
  });
});
