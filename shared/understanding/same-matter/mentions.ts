import { weightOf, wordOf } from "./hashes.ts";
import { NAMES_AT, type Said } from "./said.ts";

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

const nothingMentioned: Mentions = { names: 0, named: 0, namedBack: 0, words: 0, common: [], weight: 0 };

/** So many slots that of a hundred words which are not there one meets another at its slot. */
const SLOTS = 2048;
const SLOTS_PER_WORD = 4;
/** The last four bits of a word's hash tell little of it. */
const slotOf = (hash: number, last: number): number => (hash >>> 4) & last;
const bitOf = (hash: number): number => (hash >>> 4) & 31;

/** By open addressing the places of one message's names and words, and whose they are: one message after the other is compared with many. */
let slots = new Uint16Array(SLOTS);
let listed: Int32Array | undefined;

const listIn = ({ list, wordsEnd }: Said): void => {
  const count = (wordsEnd - NAMES_AT) * SLOTS_PER_WORD;
  const wanted = count <= SLOTS ? SLOTS : 2 ** Math.ceil(Math.log2(count));
  if (slots.length === wanted) slots.fill(0);
  else slots = new Uint16Array(wanted);
  const last = slots.length - 1;
  for (let at = NAMES_AT; at < wordsEnd; at++) {
    let slot = slotOf(list[at] ?? 0, last);
    while (slots[slot] !== 0) slot = (slot + 1) & last;
    slots[slot] = at;
  }
  listed = list;
};

/** Finds the place of a name or a word in the list of the message that is listed; 0 for one that is not there. */
const placeIn = (list: Int32Array, hash: number): number => {
  const last = slots.length - 1;
  for (let slot = slotOf(hash, last); ; slot = (slot + 1) & last) {
    const place = slots[slot] ?? 0;
    if (place === 0 || list[place] === hash) return place;
  }
};

/** A bit for each of a message's names: a word whose bit is not set is none of them. */
const glanceAtNames = ({ list, namesEnd }: Said): number => {
  let glance = 0;
  for (let at = NAMES_AT; at < namesEnd; at++) glance |= 1 << bitOf(list[at] ?? 0);
  return glance;
};

/** Tells what others have in common with a message. No name of a message is a word of it. */
export const mentionsOf = (one: Said) => {
  const { list, namesEnd } = one;
  const placeOf = (hash: number): number => placeIn(list, hash);
  const glance = glanceAtNames(one);

  /** Whether a name of one is a name or a word of the other: asked first, as half of all others are of another place. */
  const namesMeet = (other: Said): boolean => {
    if (listed !== list) listIn(one);
    for (let at = NAMES_AT; at < other.namesEnd; at++) if (placeOf(other.list[at] ?? 0) !== 0) return true;
    for (let at = other.namesEnd; at < other.wordsEnd; at++) {
      const hash = other.list[at] ?? 0;
      if (((glance >>> bitOf(hash)) & 1) === 0) continue;
      const place = placeOf(hash);
      if (place !== 0 && place < namesEnd) return true;
    }
    return false;
  };

  const found: Mentions = { ...nothingMentioned, common: [] };
  const mentionedBy = (other: Said): Mentions => {
    if (listed !== list) listIn(one);
    let names = 0;
    let namedBack = 0;
    for (let at = NAMES_AT; at < other.namesEnd; at++) {
      const place = placeOf(other.list[at] ?? 0);
      if (place === 0) continue;
      if (place < namesEnd) names += 1;
      else namedBack += 1;
    }
    let named = 0;
    let shared = 0;
    let weight = 0;
    for (let at = other.namesEnd; at < other.wordsEnd; at++) {
      const hash = other.list[at] ?? 0;
      const place = placeOf(hash);
      if (place === 0) continue;
      if (place < namesEnd) {
        named += 1;
        continue;
      }
      found.common[shared] = wordOf(hash);
      shared += 1;
      weight += weightOf(hash);
    }
    found.names = names;
    found.named = named;
    found.namedBack = namedBack;
    found.words = shared;
    found.weight = weight;
    return found;
  };
  return { namesMeet, mentionedBy };
};
