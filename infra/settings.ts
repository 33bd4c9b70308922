import * as z from "zod/mini";

const context = z.object({
  oidcIssuer: z.optional(z.url({ protocol: /^https$/ })),
  oidcAudience: z.optional(z.string().check(z.minLength(1))),
  publicUrl: z.optional(z.url({ protocol: /^https$/ })),
  pseudonymKey: z.optional(z.literal("imported")),
  telegram: z.optional(z.enum(["on", "off"])),
  models: z.optional(z.string().check(z.minLength(1))),
  // Inference profiles begin with a region: they would send texts to other regions than the deployment's.
  assistant: z.optional(
    z.string().check(z.regex(/^(?!(?:us|us-gov|eu|apac|au|ca|jp|global)\.)[a-z0-9-]+\.[a-z0-9.:-]+$/)),
  ),
});

/** What a deployment may choose. Nothing has to be set. */
export interface Settings {
  /** The centre's own OIDC issuer, in place of the Cognito user pool that is made otherwise. */
  readonly oidc?: { readonly issuer: string; readonly audience: string };
  /** Where people reach it, for the links in alerts. Default: the address of the HTTP API itself. */
  readonly publicUrl?: string;
  /** The key of the pseudonyms is made empty, to be given the material that the one machine had. */
  readonly pseudonymKey?: "imported";
  /** Whether messages come in from Telegram. Default: off, for 41-ФЗ bars state and municipal bodies from it. */
  readonly telegram?: "on" | "off";
  /** A folder of the centres' folders: the `model.bin` in each is packed with what reads messages. */
  readonly models?: string;
  /** A foundation model of Amazon Bedrock that drafts and summarises for operators. Default: none is asked. */
  readonly assistant?: string;
}

/** Reads the settings from CDK context (`cdk.json`, or `-c name=value`). Throws when one is wrong. */
export const readSettings = (contextValue: (name: string) => unknown): Settings => {
  const parsed = context.safeParse(
    Object.fromEntries(Object.keys(context.shape).map((name) => [name, contextValue(name)])),
  );
  if (!parsed.success) {
    const wrong = parsed.error.issues.map(({ path, message }) => `${path.join(".")}: ${message}`).join("; ");
    throw new Error(
      `CDK context: ${wrong}. oidcIssuer and publicUrl are https addresses, oidcAudience is a client id, pseudonymKey is "imported" or absent, telegram is on or off, models is a folder, assistant is the id of a foundation model of Bedrock.`,
    );
  }
  const {
    oidcIssuer: issuer,
    oidcAudience: audience,
    publicUrl,
    pseudonymKey,
    telegram,
    models,
    assistant,
  } = parsed.data;
  const rest = {
    ...(publicUrl === undefined ? {} : { publicUrl }),
    ...(pseudonymKey === undefined ? {} : { pseudonymKey }),
    ...(telegram === undefined ? {} : { telegram }),
    ...(models === undefined ? {} : { models }),
    ...(assistant === undefined ? {} : { assistant }),
  };
  if (issuer === undefined && audience === undefined) return rest;
  if (issuer === undefined || audience === undefined) {
    throw new Error("CDK context: oidcIssuer and oidcAudience go together. Set both, or neither for a user pool.");
  }
  return { oidc: { issuer, audience }, ...rest };
};
