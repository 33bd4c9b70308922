import * as z from "zod/mini";
import type { Key } from "./deployment.ts";
import { description, encryptionAtRest, noMeaning, tags } from "./no-meaning.ts";
import type { ResolvedTemplate } from "./resolved-template.ts";

const key = z.strictObject({
  Description: description,
  EnableKeyRotation: noMeaning("A key of one machine is a file, and is changed by restoring it."),
  Enabled: z._default(z.literal(true), true),
  KeyPolicy: noMeaning("Functions are held to their roles; tests of infra/ cover the policies of keys."),
  KeySpec: z._default(z.enum(["SYMMETRIC_DEFAULT", "HMAC_256"]), "SYMMETRIC_DEFAULT"),
  KeyUsage: z._default(z.enum(["ENCRYPT_DECRYPT", "GENERATE_VERIFY_MAC"]), "ENCRYPT_DECRYPT"),
  PendingWindowInDays: encryptionAtRest,
  RotationPeriodInDays: encryptionAtRest,
  Tags: tags,
});

const alias = z.strictObject({ AliasName: z.string(), TargetKeyId: z.string() });

export function readKeys(template: ResolvedTemplate): readonly Key[] {
  template.all("AWS::KMS::Alias", alias);
  return template.all("AWS::KMS::Key", key).map(({ name, arn, properties }) => ({
    id: name,
    arn,
    use: properties.KeySpec === "HMAC_256" ? "mac" : "encrypt",
  }));
}
