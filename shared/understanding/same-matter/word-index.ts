import { NAMES_AT, type Said } from "./said.ts";
import { neighbours, PER_DEGREE } from "./whereabouts.ts";

/** What two messages have in common, each a bit: a word, a name that the other mentions as a name or as a word, and about where they came from. */
export const WORD_IN_COMMON = 1;
export const NAME_IN_COMMON = 2;
export const NEIGHBOURHOOD_IN_COMMON = 4;

/** Messages by their names, words and coordinates: those that have some of another's are found without looking at all of them. */
export interface WordIndex {
  /** The first has the place 0, the next 1. */
  readonly add: (said: Said) => void;
  /** What each has in common with a message, by their places; written anew for the next. */
  readonly inCommonWith: (one: Said) => Uint8Array;
}

/** Further away than anything is. */
const NOWHERE = 2 ** 30;
const partsOf = (degrees: number | undefined): number =>
  degrees === undefined ? NOWHERE : Math.round(degrees * PER_DEGREE);

/** For as many as may be added. */
export const wordIndex = (most: number): WordIndex => {
  // A place, and in its last bit whether the word is a name there.
  const having = new Map<number, number[]>();
  const found = new Uint8Array(most);
  const lats = new Int32Array(most);
  const lons = new Int32Array(most);
  let count = 0;

  const note = (word: number, entry: number): void => {
    const entries = having.get(word);
    if (entries === undefined) having.set(word, [entry]);
    else entries.push(entry);
  };

  const findNeighbours = (lat: number, lon: number): void => {
    for (let place = 0; place < count; place++)
      found[place] = neighbours(lat, lon, lats[place] ?? 0, lons[place] ?? 0) ? NEIGHBOURHOOD_IN_COMMON : 0;
  };

  return {
    add: ({ lat, lon, list, namesEnd, wordsEnd }) => {
      const place = count++;
      lats[place] = partsOf(lat);
      lons[place] = partsOf(lon);
      for (let at = NAMES_AT; at < wordsEnd; at++) note(list[at] ?? 0, place * 2 + (at < namesEnd ? 1 : 0));
    },
    inCommonWith: ({ lat, lon, list, namesEnd, wordsEnd }) => {
      if (lat === undefined || lon === undefined) found.fill(0);
      else findNeighbours(partsOf(lat), partsOf(lon));
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
