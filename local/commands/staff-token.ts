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

/** Signs a token as the one-machine edition of this directory takes it. */
export function staffToken(
  wanted: Wanted,
  { dataDirectory, secretsFile }: Pick<Settings, "dataDirectory" | "secretsFile">,
): Promise<string> {
  const issuer = readIssuer(dataDirectory);
  if (issuer === undefined)
    throw new StartFailure(`${dataDirectory} has not been started yet: run npm start once first.`);
  const secrets = readSecrets(secretsFile);
  if (secrets.kind === "absent") throw new StartFailure(`${secretsFile} does not exist: run npm start once first.`);
  if (secrets.kind === "malformed")
    throw new StartFailure(`The secrets in ${secretsFile} cannot be used: ${secrets.why}.`);
  return tokenOf(wanted, issuer, secrets.document.tokenKey ?? ownTokenKey(dataDirectory));
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
