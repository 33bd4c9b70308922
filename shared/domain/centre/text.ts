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

/** A name of a place in its first case, as it is written on a map. */
export const placeName = z
  .string()
  .check(z.regex(/\p{L}{2}|\p{N}/u, "A name of a place needs letters."), z.maxLength(100));

/** A name as names are compared: lower case, ё as е, without spaces around it. */
export const plainName = (name: string): string => name.toLowerCase().replaceAll("ё", "е").trim();
