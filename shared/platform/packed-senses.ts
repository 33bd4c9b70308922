import { readFileSync } from "node:fs";
import { join } from "node:path";
import * as z from "zod/mini";
import { meaningCount } from "../understanding/same-matter/meanings.ts";
import { readSenses, type SenseOf, senseOf } from "../understanding/same-matter/senses.ts";
import { readEnvironment } from "./config.ts";

/** What Lambda's runtime sets: where the function's code lies. */
const runtime = z.object({ LAMBDA_TASK_ROOT: z.string() });

/** The senses of words that are packed with a function's code, read when they are first asked for. */
export const packedSenses = (): SenseOf => {
  let read: SenseOf | undefined;
  return (words) => {
    const path = (): string => join(readEnvironment(runtime).LAMBDA_TASK_ROOT, "senses.bin");
    read ??= senseOf(readSenses(readFileSync(path()), meaningCount));
    return read(words);
  };
};
