import { parseArgs } from "node:util";
import { SignJWT } from "jose";
import { role as knownRole, roles } from "../../shared/contracts/api.ts";
import { DEFAULT_CENTRE } from "../../shared/contracts/secrets.ts";
import { readIssuer } from "../issuer.ts";
import { readSecrets } from "../secrets-document.ts";
import { readSettings } from "../settings.ts";
import { StartFailure } from "../start-failure.ts";
import { runCommand } from "./run-command.ts";

const usage = `npm run --silent token -- --role <${roles.join("|")}> [--centre <id>] [--authority <id>]`;

interface Wanted {
  readonly role: string;
  readonly centre: string;
  readonly authority: string | undefined;
}

await runCommand(async () => {
  const wanted = readArguments(process.argv.slice(2));
  const { dataDirectory, secretsFile } = readSettings(process.env);
  const issuer = readIssuer(dataDirectory);
  if (issuer === undefined)
    throw new StartFailure(`${dataDirectory} has not been started yet: run npm start once first.`);
  const secrets = readSecrets(secretsFile);
  if (secrets.kind === "absent") throw new StartFailure(`${secretsFile} does not exist: run npm start once first.`);
  if (secrets.kind === "malformed")
    throw new StartFailure(`The secrets in ${secretsFile} cannot be used: ${secrets.why}.`);
  const { tokenKey } = secrets.document;
  if (tokenKey === undefined) {
    throw new StartFailure(`${secretsFile} has no tokenKey: add one of 32 random characters or more.`);
  }
  return tokenOf(wanted, issuer, tokenKey);
});

function readArguments(args: readonly string[]): Wanted {
  try {
    const options = { role: { type: "string" }, centre: { type: "string" }, authority: { type: "string" } } as const;
    const { role, centre, authority } = parseArgs({ args: [...args], options }).values;
    if (role === undefined) throw new StartFailure(`--role is missing: ${usage}`);
    if (!knownRole.safeParse(role).success) {
      throw new StartFailure(`--role ${role} is not one of ${roles.join(", ")}.`);
    }
    return { role, centre: centre ?? DEFAULT_CENTRE, authority };
  } catch (thrown) {
    if (thrown instanceof TypeError) throw new StartFailure(`${thrown.message.split(".")[0]}. Usage: ${usage}`);
    throw thrown;
  }
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
