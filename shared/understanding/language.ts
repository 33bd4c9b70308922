import type { Language } from "../domain/signal/understanding.ts";

/** Letters of neighbours' alphabets that Russian does not have. */
const FOREIGN = /[әөүұқғҗңһҳҡҫҙіїєґўәҷӣӯӑӗҥ]/iu;
const LETTER = /\p{L}/u;
const LAST_OF_ASCII = 0x7f;

const isRussian = (code: number): boolean => (code >= 0x410 && code <= 0x44f) || code === 0x401 || code === 0x451;
const isLatin = (code: number): boolean => (code >= 0x41 && code <= 0x5a) || (code >= 0x61 && code <= 0x7a);

const MOST_FOREIGN = 0.03;

/** Addresses of pages, mail and people are of no language. */
const ADDRESS = /(?:https?:\/\/|www\.)\S+|@[a-z\d._-]+|[a-z\d_-]+(?:[.@][a-z\d_-]+)+(?:\/\S*)?/giu;

const byLetters = (text: string): Language => {
  let russian = 0;
  let foreign = 0;
  let others = 0;
  for (let at = 0; at < text.length; at += 1) {
    const code = text.charCodeAt(at);
    if (isRussian(code)) russian += 1;
    else if (isLatin(code)) others += 1;
    else if (code > LAST_OF_ASCII) {
      const letter = text.charAt(at);
      if (FOREIGN.test(letter)) foreign += 1;
      else if (LETTER.test(letter)) others += 1;
    }
  }
  return foreign > MOST_FOREIGN * (russian + foreign) || russian < foreign + others ? "other" : "ru";
};

/** A text without letters, as a photograph comes with, or of a link alone is nobody's foreign language. */
export const languageOf = (text: string): Language =>
  byLetters(text) === "ru" ? "ru" : byLetters(text.replace(ADDRESS, " "));
