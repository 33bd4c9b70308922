import * as z from "zod/mini";

/**
 * The form in which texts are compared: lower case, ё as е, every run of anything else than letters and digits one
 * space, a space at both ends, so that ` слов` finds the beginning of a word.
 */
export const normalForm = (text: string): string =>
  ` ${text
    .normalize("NFC")
    .toLowerCase()
    .replaceAll("ё", "е")
    .replace(/[^\p{L}\p{N}]+/gu, " ")
    .trim()} `;

/** The beginning of a word, or of several: what has no letter or digit begins every word and is refused. */
export const keyword = z.string().check(z.regex(/[\p{L}\p{N}]/u, "A keyword needs a letter or a digit."));

const known = new WeakMap<readonly string[], readonly string[]>();

/** The keywords of a list as they are looked for in a normal form. A centre's lists live long: each is made once. */
export const beginnings = (keywords: readonly string[]): readonly string[] => {
  const made = known.get(keywords) ?? keywords.map((keyword) => normalForm(keyword).trimEnd());
  known.set(keywords, made);
  return made;
};
