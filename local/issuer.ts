import { join } from "node:path";
import * as z from "zod/mini";
import { readJson, replaceFile } from "./data-directory.ts";

/** What the template's authorizer expects of a token. Written at each start, so that the token command need not read the template. */
const issuerFile = z.object({ issuer: z.string(), audience: z.string() });

export type TokenIssuer = z.infer<typeof issuerFile>;

export function writeIssuer(dataDirectory: string, issuer: TokenIssuer): void {
  replaceFile(join(dataDirectory, "issuer.json"), JSON.stringify(issuer));
}

export function readIssuer(dataDirectory: string): TokenIssuer | undefined {
  return issuerFile.safeParse(readJson(join(dataDirectory, "issuer.json"))).data;
}
