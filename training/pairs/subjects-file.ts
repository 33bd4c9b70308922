import { readFileSync } from "node:fs";
import { join } from "node:path";
import { meaningCount } from "../../shared/understanding/same-matter/meanings.ts";
import { type AboutOf, aboutOf } from "../../shared/understanding/same-matter/subjects.ts";
import { readSubjects } from "../../shared/understanding/same-matter/subjects-file.ts";

export const SUBJECTS = join(import.meta.dirname, "../../shared/reference/model/subjects.bin");

/** The subjects that come with the product. */
export const usualSubjects = (): AboutOf => aboutOf(readSubjects(readFileSync(SUBJECTS), meaningCount));
