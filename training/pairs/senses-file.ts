import { readFileSync } from "node:fs";
import { join } from "node:path";
import { meaningCount } from "../../shared/understanding/same-matter/meanings.ts";
import { readSenses, type SenseOf, senseOf } from "../../shared/understanding/same-matter/senses.ts";

export const SENSES = join(import.meta.dirname, "../../shared/reference/model/senses.bin");

/** The senses that come with the product. */
export const usualSenses = (): SenseOf => senseOf(readSenses(readFileSync(SENSES), meaningCount));
