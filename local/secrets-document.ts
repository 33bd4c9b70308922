import { randomBytes } from "node:crypto";
import { existsSync, readFileSync } from "node:fs";
import * as z from "zod/mini";
import { secrets } from "../shared/contracts/secrets.ts";
import { replaceFile } from "./data-directory.ts";
import { StartFailure } from "./start-failure.ts";

/** Shorter keys can be guessed from one token. */
const keyed = z.extend(secrets, {
  tokenKey: z.optional(z.string().check(z.minLength(32, "must be 32 characters or more"))),
});

export type SecretsDocument = z.infer<typeof keyed>;

export type SecretsReading =
  | { readonly kind: "read"; readonly text: string; readonly document: SecretsDocument }
  | { readonly kind: "absent" }
  | { readonly kind: "malformed"; readonly why: string };

/** Reads and checks the file. `why` names the field and never repeats a value. */
export function readSecrets(file: string): SecretsReading {
  if (!existsSync(file)) return { kind: "absent" };
  const content = readFileSync(file, "utf8");
  let json: unknown;
  try {
    json = JSON.parse(content);
  } catch {
    return { kind: "malformed", why: "it is not JSON" };
  }
  const parsed = keyed.safeParse(json);
  if (parsed.success) return { kind: "read", text: content, document: parsed.data };
  const issue = parsed.error.issues[0];
  const field = z.core.toDotPath(issue?.path ?? []);
  return { kind: "malformed", why: `${field || "the document"}: ${issue?.message ?? "not understood"}` };
}

export interface MadeOrRead {
  readonly text: string;
  readonly document: SecretsDocument;
  /** It was not there. */
  readonly made: boolean;
}

/** Reads the file, or writes one of random values when it is the directory's own and not there yet. */
export function readOrMakeSecrets(file: string, own: boolean): MadeOrRead {
  const made = own && !existsSync(file);
  if (made) replaceFile(file, `${JSON.stringify(exampleSecrets(), undefined, 2)}\n`);
  const reading = readSecrets(file);
  switch (reading.kind) {
    case "read":
      return { ...reading, made };
    case "absent":
      throw new StartFailure(`OTKLIK_SECRETS names ${file}, which does not exist. Make it, or unset OTKLIK_SECRETS.`);
    case "malformed":
      throw new StartFailure(
        `The secrets in ${file} cannot be used: ${reading.why}. Correct that and start again; see the chapter "Secrets that cannot be read" of docs/runbook.md.`,
      );
  }
}

/** One entry of each channel to try things with, and the key that tokens are signed with. */
function exampleSecrets(): SecretsDocument {
  return {
    vk: [{ ...madeUp(), groupId: 1, secret: random(24), confirmation: randomBytes(4).toString("hex") }],
    ok: [{ ...madeUp(), path: random(24) }],
    max: [{ ...madeUp(), secret: random(24) }],
    telegram: [{ ...madeUp(), secret: random(24) }],
    partners: [{ id: "example", key: random(24) }],
    open311: [{ id: "example", jurisdiction: "lipetsk.example", key: random(24) }],
    webhooks: [],
    tokenKey: random(32),
  };
}

/** No platform knows this token: the API is never called until someone fills in a real one. */
const madeUp = () => ({ id: "example", token: random(24), api: "off" as const });

const random = (bytes: number): string => randomBytes(bytes).toString("base64url");
