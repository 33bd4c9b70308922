import { DAY } from "../../domain/instant.ts";
import { shapesAlike } from "./hashes.ts";
import { areaOf, isVague } from "./meanings.ts";
import type { Sketch } from "./sketch.ts";
import { BIAS, weights } from "./weights.ts";

const KILOMETRES_PER_DEGREE = 111.2;
/** Coordinates of one matter by two people lie so near, in kilometres; or so far that they are of two. */
const NEAR = 0.1;
const FAR = 0.3;
/** What is said again after so many days is a matter that came back. */
const RECURS_AFTER = 21;

type Numbers = readonly number[];

const inCommon = (one: Numbers, other: Numbers): number => {
  let found = 0;
  for (const value of one) if (other.includes(value)) found += 1;
  return found;
};
const share = (part: number, whole: number): number => (whole === 0 ? 0 : part / whole);
/** The share of what both have in what either has. */
const overlap = (both: number, one: Numbers, other: Numbers, least = 0): number =>
  share(both, Math.max(least, one.length + other.length - both));
const when = (holds: boolean): number => (holds ? 1 : 0);
const unlike = (one: Numbers, other: Numbers, both: number): boolean =>
  one.length > 0 && other.length > 0 && both === 0;

const kilometres = (one: Sketch, other: Sketch): number | undefined => {
  if (one.lat === undefined || one.lon === undefined || other.lat === undefined || other.lon === undefined)
    return undefined;
  const east = (one.lon - other.lon) * Math.cos(((one.lat + other.lat) * Math.PI) / 360);
  return Math.hypot(one.lat - other.lat, east) * KILOMETRES_PER_DEGREE;
};

const areasOf = (things: Numbers): number[] => [...new Set(things.map(areaOf))];

/** How two messages compare in what they are about. */
const whatOf = (one: Sketch, other: Sketch) => {
  const names = [...one.names, ...other.names];
  const [ours, theirs] = [one, other].map(({ words }) => words.filter((word) => !names.includes(word)));
  const [things, otherThings] = [one, other].map(({ meanings }) => meanings.filter((meaning) => !isVague(meaning)));
  const [troubles, otherTroubles] = [one, other].map(({ meanings }) => meanings.filter(isVague));
  return compared([ours ?? [], theirs ?? []], [things ?? [], otherThings ?? []], [troubles ?? [], otherTroubles ?? []]);
};

type Both = readonly [one: Numbers, other: Numbers];

const compared = (words: Both, things: Both, troubles: Both) => {
  const areas: Both = [areasOf(things[0]), areasOf(things[1])];
  const both = {
    words: inCommon(...words),
    things: inCommon(...things),
    areas: inCommon(...areas),
    troubles: inCommon(...troubles),
  };
  const onlyOne = areas[0].length - both.areas;
  const onlyOther = areas[1].length - both.areas;
  return {
    words: overlap(both.words, ...words, 3),
    wordsContained: share(both.words, Math.max(2, Math.min(words[0].length, words[1].length))),
    fewWords: Math.min(words[0].length, words[1].length) / 10,
    things: both.things,
    thingsOverlap: overlap(both.things, ...things),
    sameThings: when(both.things > 0 && both.things === things[0].length && both.things === things[1].length),
    areas: both.areas,
    areasOverlap: overlap(both.areas, ...areas),
    unlikeAreas: when(unlike(...areas, both.areas)),
    nothingKnown: when(areas[0].length === 0 || areas[1].length === 0),
    bothDiffer: Math.min(onlyOne, onlyOther),
    oneDiffers: Math.max(onlyOne, onlyOther),
    troubles: both.troubles,
    troublesOverlap: overlap(both.troubles, ...troubles),
    troublesDiffer: Math.min(troubles[0].length, troubles[1].length) - both.troubles,
    all: share(
      both.words + 2 * both.things,
      words[0].length + words[1].length - both.words + 2 * (things[0].length + things[1].length - both.things),
    ),
  };
};

/** How two messages compare in where it is. */
const whereOf = (one: Sketch, other: Sketch) => {
  const mentions = ({ names }: Sketch, { words, names: more }: Sketch): number =>
    names.filter((name) => words.includes(name) || more.includes(name)).length;
  const named = mentions(one, other) + mentions(other, one);
  const names = one.names.length + other.names.length;
  const numbers = inCommon(one.numbers, other.numbers);
  const parts = inCommon(one.parts, other.parts);
  const apart = kilometres(one, other);
  const unlikeNumbers = unlike(one.numbers, other.numbers, numbers);
  const unlikeNames = unlike(one.names, other.names, named);
  const near = apart !== undefined && apart <= NEAR;
  const far = apart !== undefined && apart > FAR;
  const placeNamed = named > 0 && !unlikeNumbers;
  return {
    names: share(named, names),
    namesMissing: when(names > 0 && named === 0),
    namesUnshared: names - named,
    unlikeNames: when(unlikeNames),
    numbers: Math.min(numbers, 2),
    unlikeNumbers: when(unlikeNumbers),
    parts: when(parts > 0),
    unlikeParts: when(unlike(one.parts, other.parts, parts)),
    near: when(near),
    far: when(far),
    distance: apart === undefined ? -1 : Math.log1p(apart * 10),
    coordinates: when(apart !== undefined),
    place: near || (numbers > 0 && named > 0) ? 1 : placeNamed ? 0.6 : numbers > 0 ? 0.4 : 0,
    elsewhere: when(unlikeNumbers || unlikeNames || (far && !placeNamed)),
  };
};

/** What of two messages speaks for one matter or against it, in numbers about 0 to 1. The order does not matter. */
export const featuresOf = (one: Sketch, other: Sketch) => {
  const what = whatOf(one, other);
  const where = whereOf(one, other);
  const days = Math.abs(one.at - other.at) / DAY;
  const unplaced = (1 - where.place) * (1 - where.elsewhere);
  return {
    ...what,
    ...where,
    letters: shapesAlike(one.shape, other.shape),
    days: Math.min(days, 14) / 14,
    recurs: when(days > RECURS_AFTER),
    areasThere: where.place * what.areasOverlap,
    thingsThere: where.place * what.thingsOverlap,
    wordsThere: where.place * what.words,
    bothDifferThere: where.place * what.bothDiffer,
    thingsAnywhere: unplaced * what.thingsOverlap,
    wordsAnywhere: unplaced * what.words,
  };
};

/**
 * Whether both came with coordinates, these are near, and nothing that is written speaks against it: no other house, street
 * or entrance.
 */
export const nearbyPlace = (one: Sketch, other: Sketch): boolean => {
  const { near, elsewhere, unlikeParts } = whereOf(one, other);
  return near === 1 && elsewhere === 0 && unlikeParts === 0;
};

/** How likely two messages are of one matter, 0 to 1. */
export const likeness = (one: Sketch, other: Sketch): number => {
  const features = featuresOf(one, other);
  let sum = BIAS;
  for (const [name, value] of Object.entries(features)) sum += value * (weights[name] ?? 0);
  return 1 / (1 + Math.exp(-sum));
};
