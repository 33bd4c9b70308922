import { readFileSync } from "node:fs";
import { join } from "node:path";
import { readDangers } from "../../shared/understanding/urgency/dangers-file.ts";
import { type DangerLikelihood, dangerLikelihood } from "../../shared/understanding/urgency/likely-danger.ts";

export const DANGERS = join(import.meta.dirname, "../../shared/reference/model/dangers.bin");

/** The dangers that come with the product. */
export const usualDangerLikelihood = (): DangerLikelihood => dangerLikelihood(readDangers(readFileSync(DANGERS)));
