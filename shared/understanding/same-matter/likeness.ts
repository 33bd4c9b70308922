import { compare, type Compared, type Count, unlike } from "./compared.ts";
import type { Sketch } from "./sketch.ts";
import { BIAS, weights } from "./weights.ts";
import { elsewhere as twoPlaces } from "./whereabouts.ts";

/** What is said again after so many days is a matter that came back. */
const RECURS_AFTER = 21;

const share = (part: number, whole: number): number => (whole === 0 ? 0 : part / whole);
/** The share of what both have in what either has. */
const overlap = ({ one, other, both }: Count, least = 0): number => share(both, Math.max(least, one + other - both));
const when = (holds: boolean): number => (holds ? 1 : 0);
const fewer = ({ one, other }: Count): number => Math.min(one, other);

const bothDiffer = ({ areas }: Compared): number => fewer(areas) - areas.both;

/** What of two messages speaks for one matter or against it, in numbers about 0 to 1. The order does not matter. */
export const features: Readonly<Record<string, (pair: Compared) => number>> = {
  words: ({ words }) => overlap(words, 3),
  wordsContained: ({ words }) => share(words.both, Math.max(2, fewer(words))),
  fewWords: ({ words }) => Math.min(fewer(words), 20) / 10,
  weight: ({ weight }) => overlap(weight, 3),
  weightContained: ({ weight }) => share(weight.both, Math.max(2, fewer(weight))),
  telling: ({ weight }) => Math.min(weight.both, 4),
  tellingThere: ({ weight, place }) => place * Math.min(weight.both, 4),
  things: ({ things }) => Math.min(things.both, 3),
  thingsOverlap: ({ things }) => overlap(things),
  sameThings: ({ things: { one, other, both } }) => when(both > 0 && both === one && both === other),
  areas: ({ areas }) => Math.min(areas.both, 3),
  areasOverlap: ({ areas }) => overlap(areas),
  unlikeAreas: ({ areas }) => when(unlike(areas)),
  nothingKnown: ({ areas }) => when(fewer(areas) === 0),
  bothDiffer: (pair) => Math.min(bothDiffer(pair), 3),
  oneDiffers: ({ areas }) => Math.min(Math.max(areas.one, areas.other) - areas.both, 4),
  troubles: ({ troubles }) => Math.min(troubles.both, 3),
  troublesOverlap: ({ troubles }) => overlap(troubles),
  troublesDiffer: ({ troubles }) => Math.min(fewer(troubles) - troubles.both, 3),
  letters: ({ letters }) => letters,
  namesShared: ({ names, mentions }) => share(mentions, names.one + names.other),
  namesMissing: ({ names, mentions }) => when(names.one + names.other > 0 && mentions === 0),
  namesUnshared: ({ names, mentions }) => Math.min(names.one + names.other - mentions, 5),
  unlikeNames: ({ unlikeNames }) => when(unlikeNames),
  numbers: ({ numbers }) => Math.min(numbers.both, 2),
  unlikeNumbers: ({ numbers }) => when(unlike(numbers)),
  parts: ({ parts }) => when(parts.both > 0),
  unlikeParts: ({ parts }) => when(unlike(parts)),
  near: ({ near }) => when(near),
  far: ({ far }) => when(far),
  distance: ({ kilometres }) => (kilometres === undefined ? -1 : Math.log1p(Math.min(kilometres, 20) * 10)),
  coordinates: ({ kilometres }) => when(kilometres !== undefined),
  place: ({ place }) => place,
  elsewhere: ({ elsewhere }) => when(elsewhere),
  days: ({ days }) => Math.min(days, 14) / 14,
  recurs: ({ days }) => when(days > RECURS_AFTER),
  areasThere: ({ place, areas }) => place * overlap(areas),
  thingsThere: ({ place, things }) => place * overlap(things),
  wordsThere: ({ place, words }) => place * overlap(words, 3),
  lettersThere: ({ place, letters }) => place * letters,
  bothDifferThere: (pair) => pair.place * Math.min(bothDiffer(pair), 3),
  thingsAnywhere: ({ unplaced, things }) => unplaced * overlap(things),
  wordsAnywhere: ({ unplaced, words }) => unplaced * overlap(words, 3),
};

const weighed = Object.entries(features).map(([name, feature]) => ({ feature, weight: weights[name] ?? 0 }));

/**
 * Whether both came with coordinates, these are near, and nothing that is written speaks against it: no other house, street
 * or entrance.
 */
export const nearbyPlace = (one: Sketch, other: Sketch): boolean => {
  const pair = compare(one, other);
  return pair.near && !pair.elsewhere && !unlike(pair.parts);
};

/** How likely two messages are of one matter, 0 to 1. */
export const likeness = (one: Sketch, other: Sketch): number => {
  if (twoPlaces(one, other)) return 0;
  const pair = compare(one, other);
  let sum = BIAS;
  for (const { feature, weight } of weighed) sum += feature(pair) * weight;
  return 1 / (1 + Math.exp(-sum));
};
