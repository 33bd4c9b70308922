import { readFileSync } from "node:fs";
import { join } from "node:path";
import { meaningCount } from "../../shared/understanding/same-matter/meanings.ts";
import { sketched } from "../../shared/understanding/same-matter/sketch.ts";
import { type AboutOf, aboutOf } from "../../shared/understanding/same-matter/subjects.ts";
import { readSubjects } from "../../shared/understanding/same-matter/subjects-file.ts";
import { type ReadText, readText } from "../../shared/understanding/words/read-text.ts";

export const SUBJECTS = join(import.meta.dirname, "../../shared/reference/model/subjects.bin");

/** The subjects that come with the product. */
export const usualSubjects = (): AboutOf => aboutOf(readSubjects(readFileSync(SUBJECTS), meaningCount));

/** Reads a text with what it may be about, as `register` does. */
export const readingSubjects = (about: AboutOf): ((raw: string) => ReadText) => {
  return (raw) => {
    const read = readText(raw);
    return { ...read, subjects: sketched(read.text, undefined, 0, about, read).called };
  };
};
