import { readFileSync } from "node:fs";
import { join } from "node:path";
import * as z from "zod/mini";
import { meaningCount } from "../understanding/same-matter/meanings.ts";
import { type AboutOf, aboutOf } from "../understanding/same-matter/subjects.ts";
import { readSubjects } from "../understanding/same-matter/subjects-file.ts";
import { readEnvironment } from "./config.ts";

/** What Lambda's runtime sets: where the function's code lies. */
const runtime = z.object({ LAMBDA_TASK_ROOT: z.string() });

/** The subjects that are packed with a function's code, read when they are first asked for. */
export const packedSubjects = (): AboutOf => {
  let read: AboutOf | undefined;
  return (words) => {
    const path = (): string => join(readEnvironment(runtime).LAMBDA_TASK_ROOT, "subjects.bin");
    read ??= aboutOf(readSubjects(readFileSync(path()), meaningCount));
    return read(words);
  };
};
