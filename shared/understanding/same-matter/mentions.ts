import { weightOf, wordOf } from "./hashes.ts";
import type { Sketch } from "./sketch.ts";

/** What of one message's names and words another has too: one for all that a message is compared with, written anew for each. */
export interface Mentions {
  names: number;
  /** Names of the one that are words of the other, and words of the one that are names of the other. */
  named: number;
  namedBack: number;
  words: number;
  /** The beginning of it is what meanings keep of these words. */
  readonly common: number[];
  /** The same words, each counted by how much it tells. */
  weight: number;
}

/** So many bits are enough that of a hundred words which are not there one seems to be. */
const BITS = 4096;
/** The last four bits of a word's hash tell little of it. */
const placeOf = (hash: number): number => (hash >>> 4) & (BITS - 1);

/**
 * Tells what others have in common with a message. Most of what they say it does not: a bit for each place where a hash may
 * fall tells so at a glance, and only the rest is looked for.
 */
export const mentionsOf = ({ names, words }: Pick<Sketch, "names" | "words">) => {
  const bits = new Int32Array(BITS >>> 5);
  for (const hash of [...names, ...words]) {
    const place = placeOf(hash);
    bits[place >>> 5] = (bits[place >>> 5] ?? 0) | (1 << (place & 31));
  }
  const mayBe = (hash: number): boolean => {
    const place = placeOf(hash);
    return ((bits[place >>> 5] ?? 0) & (1 << (place & 31))) !== 0;
  };
  const found: Mentions = { names: 0, named: 0, namedBack: 0, words: 0, common: [], weight: Number.NaN };
  return (other: Pick<Sketch, "names" | "words">): Mentions => {
    let both = 0;
    let namedBack = 0;
    for (const hash of other.names) {
      if (!mayBe(hash)) continue;
      if (names.includes(hash)) both += 1;
      if (words.includes(hash)) namedBack += 1;
    }
    let named = 0;
    let shared = 0;
    let weight = 0;
    for (const hash of other.words) {
      if (!mayBe(hash)) continue;
      if (names.includes(hash)) named += 1;
      if (!words.includes(hash)) continue;
      found.common[shared] = wordOf(hash);
      shared += 1;
      weight += weightOf(hash);
    }
    found.names = both;
    found.named = named;
    found.namedBack = namedBack;
    found.words = shared;
    found.weight = weight;
    return found;
  };
};
