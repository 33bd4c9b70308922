import { readFileSync } from "node:fs";
import { join } from "node:path";
import * as z from "zod/mini";

const manifest = z.object({ version: z.string() });

/** Otklik's version, as its package says. */
export const version = manifest.parse(
  JSON.parse(readFileSync(join(import.meta.dirname, "..", "package.json"), "utf8")),
).version;
