import type { KnownWord } from "./known-word.ts";
import { LEVEL_BITS, MOST_LEVEL, STEPS, type Subjects } from "./subjects-file.ts";

/** How likely a message is of things and subjects. There is one of it, written anew for each message. */
export interface Likely {
  /**
   * The roots of how much likelier it is of each than of a subject of which nothing was heard: things first, each for a subject of
   * it that was not heard of by itself; then subjects, those that were not heard of as their things.
   */
  readonly roots: Float64Array;
  /** Of each thing, the roots of its subjects together. */
  readonly ofThings: Float64Array;
  /** Of all subjects together, no roots. */
  all: number;
}

/** How much sharper it is told by more words: by the root of their number, for each says a part of what others do. */
const SHARPNESS = 1.3;

/** In parts of this: an exponential for each of a thousand would take longer than all else. */
const FINENESS = 64;
const MOST = 20;
const rootsOfLikely = Float64Array.from({ length: MOST * FINENESS }, (_, at) => Math.sqrt(Math.exp(at / FINENESS) - 1));
const LAST = rootsOfLikely.length - 1;
/** Of evidence in parts of `FINENESS`, none of it below 0: `| 0` rounds it off sooner than Math.round does. */
const rootOf = (evidence: number): number => {
  const at = (evidence + 0.5) | 0;
  return rootsOfLikely[at < LAST ? at : LAST] ?? 0;
};

/**
 * Tells how likely a message is of each subject by what its words and meanings speak for (naive Bayes, but that what does not speak
 * for a subject does not speak against it: people say one thing in many ways). What speaks for a thing speaks for all its subjects.
 */
export const likelySubjects = (known: Subjects): ((words: readonly KnownWord[]) => Likely) => {
  const { things, thingOf, words, starts, entries } = known;
  const placeOf = new Map(Array.from(words, (word, place) => [word, place]));
  const sums = new Int32Array(things + thingOf.length);
  const likely: Likely = { roots: new Float64Array(sums.length), ofThings: new Float64Array(things), all: 0 };
  const lastHeard = new Uint32Array(starts.length);
  let message = 0;

  /** Whether it says anything that was not heard yet. */
  const hear = (word: number): boolean => {
    const start = starts[word] ?? 0;
    const end = starts[word + 1] ?? 0;
    if (lastHeard[word] === message || start === end) return false;
    lastHeard[word] = message;
    for (let at = start; at < end; at++) {
      const entry = entries[at] ?? 0;
      const place = entry >>> LEVEL_BITS;
      sums[place] = (sums[place] ?? 0) + (entry & MOST_LEVEL);
    }
    return true;
  };

  const hearAll = (said: readonly KnownWord[]): number => {
    let speaking = 0;
    for (const { hash, meanings } of said) {
      const place = placeOf.get(hash);
      if (place !== undefined && hear(place)) speaking += 1;
      for (const meaning of meanings) if (hear(words.length + meaning)) speaking += 1;
    }
    return speaking;
  };

  return (said) => {
    const { roots, ofThings } = likely;
    sums.fill(0);
    ofThings.fill(0);
    message += 1;
    const speaking = Math.max(1, hearAll(said));
    const scale = (SHARPNESS * FINENESS) / STEPS / Math.sqrt(speaking);
    for (let thing = 0; thing < things; thing++) roots[thing] = rootOf(scale * (sums[thing] ?? 0));
    let all = 0;
    for (let place = things; place < sums.length; place++) {
      const thing = thingOf[place - things] ?? 0;
      // Not asked whether it was heard of by itself: a branch that is taken now and then takes longer than the sum.
      const root = rootOf(scale * ((sums[place] ?? 0) + (sums[thing] ?? 0)));
      roots[place] = root;
      ofThings[thing] = (ofThings[thing] ?? 0) + root;
      all += root * root;
    }
    likely.all = all;
    return likely;
  };
};
