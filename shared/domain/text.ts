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
