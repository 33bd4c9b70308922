import { readFileSync } from "node:fs";
import { join } from "node:path";
import * as z from "zod/mini";
import { readDangers } from "../understanding/urgency/dangers-file.ts";
import { type DangerLikelihood, dangerLikelihood } from "../understanding/urgency/likely-danger.ts";
import { meaningCount } from "../understanding/same-matter/meanings.ts";
import { type AboutOf, aboutOf } from "../understanding/same-matter/subjects.ts";
import { readSubjects } from "../understanding/same-matter/subjects-file.ts";
import { readEnvironment } from "./config.ts";

/** What Lambda's runtime sets: where the function's code lies. */
const runtime = z.object({ LAMBDA_TASK_ROOT: z.string() });

const pathOf = (name: string): string => join(readEnvironment(runtime).LAMBDA_TASK_ROOT, name);

/** Where the model of topics lies that is packed with a function's code. */
export const packedModel = (): string => pathOf("topics.bin");

const packedSubjects = (): AboutOf => {
  let read: AboutOf | undefined;
  return (words) => {
    read ??= aboutOf(readSubjects(readFileSync(pathOf("subjects.bin")), meaningCount));
    return read(words);
  };
};

const packedDangers = (): DangerLikelihood => {
  let read: DangerLikelihood | undefined;
  return (words) => {
    read ??= dangerLikelihood(readDangers(readFileSync(pathOf("dangers.bin"))));
    return read(words);
  };
};

/** What a message may be about and how dangers are told, as it is packed with a function's code: read when first asked for. */
export const packedReaders = () => ({ aboutOf: packedSubjects(), dangerOf: packedDangers() });
