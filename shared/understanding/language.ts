import type { Language } from "../domain/understanding.ts";

/** Letters of neighbours' alphabets that Russian does not have. */
const FOREIGN = /[әөүұқғҗңһҳҡҫҙіїєґўәҷӣӯӑӗҥ]/giu;
const RUSSIAN = /[а-яё]/giu;
const LETTER = /\p{L}/gu;

const count = (text: string, letters: RegExp): number => text.match(letters)?.length ?? 0;

const MOST_FOREIGN = 0.03;

/** A text without letters, as a photograph comes with, is nobody's foreign language. */
export const languageOf = (text: string): Language => {
  const russian = count(text, RUSSIAN);
  const foreign = count(text, FOREIGN);
  if (foreign > MOST_FOREIGN * (russian + foreign)) return "other";
  return russian * 2 >= count(text, LETTER) ? "ru" : "other";
};
