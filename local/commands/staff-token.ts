import { existsSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { SignJWT } from "jose";
import { readIssuer } from "../issuer.ts";
import { readSecrets } from "../secrets-document.ts";
import type { Settings } from "../settings.ts";
import { StartFailure } from "../start-failure.ts";
import { ownTokenKey } from "../token-key.ts";

export interface Wanted {
  readonly role: string;
  readonly centre: string;
  readonly authority: string | undefined;
}

/** Signs a token as the one-machine edition of this directory takes it, for one of its centres. */
export async function staffToken(
  wanted: Wanted,
  { dataDirectory, secretsFile }: Pick<Settings, "dataDirectory" | "secretsFile">,
): Promise<string> {
  const issuer = readIssuer(dataDirectory);
  if (issuer === undefined)
    throw new StartFailure(`${dataDirectory} has not been started yet: run npm start once first.`);
  const known = centresIn(dataDirectory);
  if (!known.includes(wanted.centre))
    throw new StartFailure(
      `There is no centre "${wanted.centre}" in ${dataDirectory}: it knows ${known.join(", ") || "none"}. Name one of them, or put its folder there.`,
    );
  const secrets = readSecrets(secretsFile);
  if (secrets.kind === "absent") throw new StartFailure(`${secretsFile} does not exist: run npm start once first.`);
  if (secrets.kind === "malformed")
    throw new StartFailure(`The secrets in ${secretsFile} cannot be used: ${secrets.why}.`);
  return tokenOf(wanted, issuer, secrets.document.tokenKey ?? ownTokenKey(dataDirectory));
}

function centresIn(dataDirectory: string): readonly string[] {
  const folder = join(dataDirectory, "centres");
  if (!existsSync(folder)) return [];
  const folders = readdirSync(folder, { withFileTypes: true }).filter((entry) => entry.isDirectory());
  return folders.map(({ name }) => name).toSorted();
}

/** Claims as the user pool's id token holds them, for an hour of real time. */
function tokenOf(
  { role, centre, authority }: Wanted,
  { issuer, audience }: { issuer: string; audience: string },
  key: string,
) {
  return new SignJWT({
    token_use: "id",
    "custom:role": role,
    "custom:centre": centre,
    ...(authority !== undefined && { "custom:authority": authority }),
  })
    .setProtectedHeader({ alg: "HS256", typ: "JWT" })
    .setSubject(authority === undefined ? `local-${role}` : `local-${role}-${authority}`)
    .setIssuer(issuer)
    .setAudience(audience)
    .setIssuedAt()
    .setExpirationTime("1h")
    .sign(new TextEncoder().encode(key));
}
