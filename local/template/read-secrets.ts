import * as z from "zod/mini";
import type { Secret } from "./deployment.ts";
import { description, noMeaning, tags } from "./no-meaning.ts";
import type { ResolvedTemplate } from "./resolved-template.ts";

const fromFile = noMeaning("The secrets come from the file secrets.json.");

const secret = z.strictObject({
  Name: z.optional(z.string()),
  Description: description,
  SecretString: fromFile,
  GenerateSecretString: fromFile,
  KmsKeyId: z.optional(z.string()),
  Tags: tags,
});

const resourcePolicy = z.strictObject({
  SecretId: z.string(),
  ResourcePolicy: noMeaning(
    "Only this deployment's functions reach the secrets; tests of infra/ cover these policies.",
  ),
  BlockPublicPolicy: noMeaning("Nothing public is here."),
});

export function readSecrets(template: ResolvedTemplate): readonly Secret[] {
  template.all("AWS::SecretsManager::ResourcePolicy", resourcePolicy);
  return template.all("AWS::SecretsManager::Secret", secret).map(({ name, arn, properties: { KmsKeyId: keyArn } }) => ({
    name,
    arn,
    ...(keyArn !== undefined && { keyArn }),
  }));
}
