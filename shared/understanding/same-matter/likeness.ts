import { apart } from "./apart.ts";
import { compare, type Compared, type Count, unlike } from "./compared.ts";
import type { Sketch } from "./sketch.ts";
import { BIAS, weights } from "./weights.ts";

/** What is said again after so many days is a matter that came back. */
const RECURS_AFTER = 21;

const share = (part: number, whole: number): number => (whole === 0 ? 0 : part / whole);
/** The share of what both have in what either has. */
const overlap = ({ one, other, both }: Count, least = 0): number => share(both, Math.max(least, one + other - both));
const when = (holds: boolean): number => (holds ? 1 : 0);
const fewer = ({ one, other }: Count): number => Math.min(one, other);

/** From 120 metres to 420: 0 to 1. */
const awayness = ({ kilometres }: Compared): number =>
  kilometres === undefined ? 0 : Math.min(1, Math.max(0, (kilometres - 0.12) / 0.3));
/** Whether both name a place and no house: a settlement, a river, a road. */
const throughout = ({ mentions, numbers }: Compared): boolean => mentions > 0 && numbers.one + numbers.other === 0;

const bothDiffer = ({ areas }: Compared): number => fewer(areas) - areas.both;

/** What of two messages speaks for one matter or against it, in numbers about 0 to 1. The order does not matter. */
export const features: Readonly<Record<string, (pair: Compared) => number>> = {
  fewWords: ({ words }) => Math.min(fewer(words), 20) / 10,
  tellingThere: ({ weight, place }) => place * Math.min(weight.both, 4),
  things: ({ things }) => Math.min(things.both, 3),
  areas: ({ areas }) => Math.min(areas.both, 3),
  unlikeAreas: ({ areas }) => when(unlike(areas)),
  nothingKnown: ({ areas }) => when(fewer(areas) === 0),
  bothDiffer: (pair) => Math.min(bothDiffer(pair), 3),
  oneDiffers: ({ areas }) => Math.min(Math.max(areas.one, areas.other) - areas.both, 4),
  troubles: ({ troubles }) => Math.min(troubles.both, 3),
  troubleAreas: ({ troubleAreas }) => overlap(troubleAreas),
  unlikeTroubles: ({ troubleAreas }) => when(unlike(troubleAreas)),
  settings: ({ settings }) => overlap(settings),
  unlikeSettings: ({ settings }) => when(unlike(settings)),
  sense: ({ sense }) => sense,
  senseClose: ({ sense }) => Math.max(0, sense - 0.5),
  senseUnknown: ({ senseKnown }) => when(!senseKnown),
  senseThere: ({ sense, place }) => place * sense,
  senseAnywhere: ({ sense, unplaced }) => unplaced * sense,
  opposed: ({ opposed }) => when(opposed),
  thanksDiffer: ({ thanksDiffer }) => when(thanksDiffer),
  namesShared: ({ names, mentions }) => share(mentions, names.one + names.other),
  unlikeNames: ({ unlikeNames }) => when(unlikeNames),
  numbers: ({ numbers }) => Math.min(numbers.both, 2),
  unlikeNumbers: ({ numbers }) => when(unlike(numbers)),
  parts: ({ parts }) => when(parts.both > 0),
  unlikeParts: ({ parts }) => when(unlike(parts)),
  far: ({ far }) => when(far),
  away: awayness,
  farSameNumber: ({ far, numbers }) => when(far && numbers.both > 0),
  awayThroughout: (pair) => (throughout(pair) ? awayness(pair) : 0),
  throughout: (pair) => when(throughout(pair)),
  unnumbered: ({ numbers }) => when(numbers.one + numbers.other === 0),
  place: ({ place }) => place,
  elsewhere: ({ elsewhere }) => when(elsewhere),
  recurs: ({ days }) => when(days > RECURS_AFTER),
  weeks: ({ days }) => Math.min(Math.max(days - 7, 0), 14) / 14,
  quickDays: ({ days, quick }) => (quick ? Math.min(days, 14) / 14 : 0),
  againDays: ({ days, again }) => (again ? Math.min(days, 21) / 21 : 0),
  thingsThere: ({ place, things }) => place * overlap(things),
  bothDifferThere: (pair) => pair.place * Math.min(bothDiffer(pair), 3),
  thingsAnywhere: ({ unplaced, things }) => unplaced * overlap(things),
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
  if (apart(one, other)) return 0;
  const pair = compare(one, other);
  let sum = BIAS;
  for (const { feature, weight } of weighed) sum += feature(pair) * weight;
  return 1 / (1 + Math.exp(-sum));
};
