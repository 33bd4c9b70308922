import { randomBytes } from "node:crypto";
import { existsSync, linkSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { StartFailure } from "./start-failure.ts";

const SHORTEST = 32;

/**
 * The directory's own key for tokens, for secrets that name none: made once by whoever needs it first, the edition or the
 * token command, and read by both ever after.
 */
export function ownTokenKey(dataDirectory: string): string {
  const file = join(dataDirectory, "token.key");
  if (!existsSync(file)) makeOnce(file, randomBytes(SHORTEST).toString("base64url"));
  const key = readFileSync(file, "utf8").trim();
  if (key.length < SHORTEST)
    throw new StartFailure(`${file} is damaged: remove it, and another is made. Tokens given out before end with it.`);
  return key;
}

/** Written whole before it has its name; of two that make it at once, the first one's stays. */
function makeOnce(file: string, key: string): void {
  const written = `${file}.${process.pid}.new`;
  writeFileSync(written, `${key}\n`, { mode: 0o600, flush: true });
  try {
    linkSync(written, file);
  } catch (thrown) {
    if (!existsSync(file)) throw thrown;
  } finally {
    rmSync(written);
  }
}
