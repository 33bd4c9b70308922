import { readFileSync } from "node:fs";
import { join } from "node:path";
import { readDangers } from "../../shared/understanding/danger/dangers-file.ts";
import { type DangerLikelihood, dangerLikelihood } from "../../shared/understanding/danger/likely-danger.ts";

export const DANGERS = join(import.meta.dirname, "../../shared/reference/model/dangers.bin");

/** The dangers that come with the product. */
export const usualDangerLikelihood = (): DangerLikelihood => dangerLikelihood(readDangers(readFileSync(DANGERS)));
