import { readFileSync } from "node:fs";
import { join } from "node:path";
import * as z from "zod/mini";
import { type LikelyTopics, likelyTopics } from "../understanding/likely-topics.ts";
import { readModel } from "../understanding/model/model-file.ts";
import { readEnvironment } from "./config.ts";

/** What Lambda's runtime sets: where the function's code lies. */
const runtime = z.object({ LAMBDA_TASK_ROOT: z.string() });

/** The model of topics that is packed with a function's code. It is read when a centre first asks it, not at the start. */
export const packedTopicModel = (): LikelyTopics => {
  let read: LikelyTopics | undefined;
  return (text, topics) => {
    if (topics.model === undefined) return undefined;
    read ??= likelyTopics(readModel(readFileSync(join(readEnvironment(runtime).LAMBDA_TASK_ROOT, "topics.bin"))));
    return read(text, topics);
  };
};
