import { appendFileSync, existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import * as z from "zod/mini";
import { StartFailure } from "./start-failure.ts";

/** A citizen whose data were erased: the name that stood for them, which tells nobody who they were. */
const erasure = z.object({ at: z.iso.datetime(), centre: z.string(), pseudonym: z.string() });

export type Erasure = z.infer<typeof erasure>;

/** Stays where it is when a backup is restored: what was erased since that backup is to be erased again. */
const fileOf = (dataDirectory: string): string => join(dataDirectory, "erased.jsonl");

export function noteErasure(dataDirectory: string, done: Erasure): void {
  appendFileSync(fileOf(dataDirectory), `${JSON.stringify(done)}\n`, { mode: 0o600, flush: true });
}

export function readErasures(dataDirectory: string): readonly Erasure[] {
  const file = fileOf(dataDirectory);
  if (!existsSync(file)) return [];
  const lines = readFileSync(file, "utf8").split("\n").entries();
  return [...lines].flatMap(([at, line]) => {
    if (line === "") return [];
    try {
      return [erasure.parse(JSON.parse(line))];
    } catch (thrown) {
      throw new StartFailure(`Line ${at + 1} of ${file} cannot be read: correct it, or take it from its copy.`, {
        cause: thrown,
      });
    }
  });
}
