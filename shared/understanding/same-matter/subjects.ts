import type { KnownWord } from "./known-word.ts";
import { likelySubjects } from "./likely-subjects.ts";
import { BREADTH, PER_BEARING, type Subjects } from "./subjects-file.ts";

/** What a message may be about. */
export interface About {
  /** The likeliest subjects, each with the root of its share of all: `subject * SHARES + share`, in order. */
  readonly subjects: readonly number[];
  /**
   * Where all that it may be about lies, in `BREADTH` numbers from -31 to 31, and after them where those subjects alone do.
   * It tells of what is likely of many subjects, and of none of them enough to be named. Empty where nothing is known.
   */
  readonly bearing: readonly number[];
  /** Hashes of what those subjects are called, the likeliest first. */
  readonly called: readonly number[];
}

export type AboutOf = (words: readonly KnownWord[]) => About;

/** For those who know no subjects. */
export const unknowing: AboutOf = () => ({ subjects: [], bearing: [], called: [] });

/** So many of a message are named. */
const NAMED = 16;
export const SHARES = 64;
export const MOST_SHARE = SHARES - 1;
export const MOST_BEARING = 31;

export const aboutOf = (known: Subjects): AboutOf => {
  const { things, thingOf, bearings, called } = known;
  const listen = likelySubjects(known);
  return (said) => {
    const { roots, ofThings, all } = listen(said);
    if (all === 0) return unknowing(said);
    const whole = new Float64Array(BREADTH);
    const named = new Float64Array(BREADTH);
    for (let thing = 0; thing < things; thing++) {
      const together = ofThings[thing] ?? 0;
      if (together > 0) add(whole, bearings, thing, together);
    }
    const share = 1 / Math.sqrt(all);
    const chosen = likeliest(roots.subarray(things));
    const subjects = chosen.map((subject) => {
      const root = Math.round((roots[things + subject] ?? 0) * share * MOST_SHARE);
      add(named, bearings, thingOf[subject] ?? 0, root / MOST_SHARE);
      return subject * SHARES + root;
    });
    const bearing: number[] = [];
    writeBearings(bearing, whole, share);
    writeBearings(bearing, named, 1);
    return {
      subjects: subjects.toSorted((one, other) => one - other),
      bearing,
      called: chosen.map((subject) => called[subject] ?? 0),
    };
  };
};

const add = (to: Float64Array, bearings: Int8Array, thing: number, share: number): void => {
  const from = thing * BREADTH;
  for (let at = 0; at < BREADTH; at++) to[at] = (to[at] ?? 0) + share * (bearings[from + at] ?? 0);
};

const writeBearings = (to: number[], sums: Float64Array, share: number): void => {
  for (let at = 0; at < BREADTH; at++) {
    const sum = ((sums[at] ?? 0) * share) / PER_BEARING;
    // 0 and never -0, which packing makes another value of.
    to.push(Math.round(Math.max(-1, Math.min(1, sum)) * MOST_BEARING) + 0);
  }
};

/** The likeliest subjects; of equals the first in the list. */
const likeliest = (roots: Float64Array): readonly number[] => {
  const chosen: number[] = [];
  let least = 0;
  for (let subject = 0; subject < roots.length; subject++) {
    const root = roots[subject] ?? 0;
    if (root <= least) continue;
    let at = Math.min(chosen.length, NAMED - 1);
    for (; at > 0 && root > (roots[chosen[at - 1] ?? 0] ?? 0); at--) chosen[at] = chosen[at - 1] ?? 0;
    chosen[at] = subject;
    if (chosen.length === NAMED) least = roots[chosen[NAMED - 1] ?? 0] ?? 0;
  }
  return chosen;
};
