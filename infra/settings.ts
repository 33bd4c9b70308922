import { join } from "node:path";
import * as z from "zod/mini";

const issuer = z.url({ protocol: /^https$/ });

const context = z.object({
  oidcIssuer: z.optional(issuer),
  oidcAudience: z.optional(z.string().check(z.minLength(1))),
  functionsDirectory: z._default(z.string().check(z.minLength(1)), join(import.meta.dirname, "../functions")),
});

/** What a deployment may choose. Nothing has to be set. */
export interface Settings {
  /** The centre's own OIDC issuer, in place of the Cognito user pool that is made otherwise. */
  readonly oidc?: { readonly issuer: string; readonly audience: string };
  /** Where the handlers are: one folder per function. */
  readonly functionsDirectory: string;
}

/** Reads the settings from CDK context (`cdk.json`, or `-c name=value`). Throws when one is wrong. */
export const readSettings = (contextValue: (name: string) => unknown): Settings => {
  const parsed = context.safeParse(
    Object.fromEntries(Object.keys(context.shape).map((name) => [name, contextValue(name)])),
  );
  if (!parsed.success) {
    const wrong = parsed.error.issues.map(({ path, message }) => `${path.join(".")}: ${message}`).join("; ");
    throw new Error(`CDK context: ${wrong}. See "Settings" in README.md.`);
  }
  const { oidcIssuer, oidcAudience, functionsDirectory } = parsed.data;
  if (oidcIssuer === undefined && oidcAudience === undefined) return { functionsDirectory };
  if (oidcIssuer === undefined || oidcAudience === undefined) {
    throw new Error("CDK context: oidcIssuer and oidcAudience go together. Set both, or neither for a user pool.");
  }
  return { functionsDirectory, oidc: { issuer: oidcIssuer, audience: oidcAudience } };
};
