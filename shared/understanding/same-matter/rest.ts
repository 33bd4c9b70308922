import { type Count, copy, count } from "./counts.ts";
import { meaningIn, WORDS, wordIn } from "./hashes.ts";
import type { Mentions } from "./mentions.ts";
import {
  mean,
  meaningNothing,
  type Range,
  type Said,
  shared,
  THING_AREAS,
  THINGS,
  TROUBLE_AREAS,
  TROUBLES,
} from "./said.ts";

/** What two messages mean. */
export interface Meant {
  /** Meanings that say what it is, and their areas; then those of what befalls anything. */
  things: Count;
  areas: Count;
  troubles: Count;
  troubleAreas: Count;
  /** The same of what is said by words that the other has not. */
  restThings: Count;
  restAreas: Count;
  restTroubles: Count;
  restTroubleAreas: Count;
}

/** Before the rest is compared: it is all where no word is common, and never more. */
export const takeAllForRest = (pair: Meant): void => {
  copy(pair.restThings, pair.things);
  copy(pair.restAreas, pair.areas);
  copy(pair.restTroubles, pair.troubles);
  copy(pair.restTroubleAreas, pair.troubleAreas);
};

/** The words that two have in common, as meanings keep words: a 1 at each, while their rest is written. */
const isCommon = new Uint8Array(WORDS);

/** Writes what a message means by words that are not common. */
const writeRest = (bits: Int32Array, { list, partsEnd, meaningsEnd }: Said): void => {
  bits.fill(0);
  for (let at = partsEnd; at < meaningsEnd; at++) {
    const meant = list[at] ?? 0;
    if (isCommon[wordIn(meant)] === 0) mean(bits, meaningIn(meant));
  }
};

const ours = meaningNothing();
const theirs = meaningNothing();
const countMeant = (into: Count, range: Range): void =>
  count(into, shared(ours, ours, range), shared(theirs, theirs, range), shared(ours, theirs, range));

export const compareRest = (pair: Meant, one: Said, other: Said, { words, common }: Mentions): void => {
  const { restThings, restAreas, restTroubles, restTroubleAreas } = pair;
  for (let at = 0; at < words; at++) isCommon[common[at] ?? 0] = 1;
  writeRest(ours, one);
  writeRest(theirs, other);
  for (let at = 0; at < words; at++) isCommon[common[at] ?? 0] = 0;
  countMeant(restThings, THINGS);
  countMeant(restAreas, THING_AREAS);
  countMeant(restTroubles, TROUBLES);
  countMeant(restTroubleAreas, TROUBLE_AREAS);
};
