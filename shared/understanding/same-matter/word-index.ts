import { NAMES_AT, type Said } from "./said.ts";

/** What two messages have in common, each a bit: a word, and a name that the other mentions as a name or as a word. */
export const WORD_IN_COMMON = 1;
export const NAME_IN_COMMON = 2;

/** Messages by their names and words: those that have one of another's are found without looking at all of them. */
export interface WordIndex {
  /** The first has the place 0, the next 1. */
  readonly add: (said: Said) => void;
  /** What each has in common with a message, by their places; written anew for the next. */
  readonly inCommonWith: (one: Said) => Uint8Array;
}

/** For as many as may be added. */
export const wordIndex = (most: number): WordIndex => {
  // A place, and in its last bit whether the word is a name there.
  const having = new Map<number, number[]>();
  const found = new Uint8Array(most);
  let count = 0;

  const note = (word: number, entry: number): void => {
    const entries = having.get(word);
    if (entries === undefined) having.set(word, [entry]);
    else entries.push(entry);
  };

  return {
    add: ({ list, namesEnd, wordsEnd }) => {
      const place = count++;
      for (let at = NAMES_AT; at < wordsEnd; at++) note(list[at] ?? 0, place * 2 + (at < namesEnd ? 1 : 0));
    },
    inCommonWith: ({ list, namesEnd, wordsEnd }) => {
      found.fill(0);
      for (let at = NAMES_AT; at < wordsEnd; at++) {
        const entries = having.get(list[at] ?? 0);
        if (entries === undefined) continue;
        for (const entry of entries) {
          const isName = at < namesEnd || (entry & 1) === 1;
          found[entry >>> 1] = (found[entry >>> 1] ?? 0) | (isName ? NAME_IN_COMMON : WORD_IN_COMMON);
        }
      }
      return found;
    },
  };
};
