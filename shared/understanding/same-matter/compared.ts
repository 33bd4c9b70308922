import { DAY } from "../../domain/instant.ts";
import { shapesAlike, weightOf } from "./hashes.ts";
import { areaOf, isVague } from "./meanings.ts";
import type { Sketch } from "./sketch.ts";
import { inCommon } from "./whereabouts.ts";

/** Coordinates of one matter by two people lie so near, in kilometres; or so far that they are of two. */
const NEAR = 0.1;
const FAR = 0.3;
const KILOMETRES_PER_DEGREE = 111.2;

/** How many of something one message has, how many the other, and how many of them both. */
export interface Count {
  readonly one: number;
  readonly other: number;
  readonly both: number;
}

/** What two messages share and do not. */
export interface Compared {
  readonly words: Count;
  /** The same words, each counted by how much it tells. */
  readonly weight: Count;
  /** Meanings that say what it is, and their areas; then those of what befalls anything. */
  readonly things: Count;
  readonly areas: Count;
  readonly troubles: Count;
  readonly numbers: Count;
  readonly parts: Count;
  readonly names: Count;
  /** How often a name of one is a name or a word of the other, from either side. */
  readonly mentions: number;
  readonly letters: number;
  readonly kilometres: number | undefined;
  readonly days: number;
  readonly near: boolean;
  readonly far: boolean;
  readonly unlikeNames: boolean;
  /** How surely both tell of one place, 0 to 1. */
  readonly place: number;
  /** Whether something written, or a distance, says that there are two places. */
  readonly elsewhere: boolean;
  /** How far nothing is told of a common place, nor of two, 0 to 1. */
  readonly unplaced: number;
}

/** Whether both have some, and none in common. */
export const unlike = ({ one, other, both }: Count): boolean => one > 0 && other > 0 && both === 0;

type Numbers = readonly number[];

const countOf = (one: Numbers, other: Numbers): Count => ({
  one: one.length,
  other: other.length,
  both: inCommon(one, other),
});

/** Goes through meanings in order: those of one area follow one another. */
const meaningsCompared = (one: Numbers, other: Numbers) => {
  const things = { one: 0, other: 0, both: 0 };
  const troubles = { one: 0, other: 0, both: 0 };
  for (const meaning of one) (isVague(meaning) ? troubles : things).one += 1;
  for (const meaning of other) (isVague(meaning) ? troubles : things).other += 1;
  for (const meaning of one) if (other.includes(meaning)) (isVague(meaning) ? troubles : things).both += 1;
  const areas = { one: 0, other: 0, both: 0 };
  let last = -1;
  for (const meaning of one) {
    const area = areaOf(meaning);
    if (area === last || isVague(meaning)) continue;
    last = area;
    areas.one += 1;
    if (other.some((theirs) => areaOf(theirs) === area)) areas.both += 1;
  }
  last = -1;
  for (const meaning of other) {
    const area = areaOf(meaning);
    if (area === last || isVague(meaning)) continue;
    last = area;
    areas.other += 1;
  }
  return { things, troubles, areas };
};

const kilometresOf = (one: Sketch, other: Sketch): number | undefined => {
  if (one.lat === undefined || one.lon === undefined || other.lat === undefined || other.lon === undefined)
    return undefined;
  const east = (one.lon - other.lon) * Math.cos(((one.lat + other.lat) * Math.PI) / 360);
  return Math.sqrt((one.lat - other.lat) ** 2 + east ** 2) * KILOMETRES_PER_DEGREE;
};

const placeOf = (mentions: number, numbers: Count, kilometres: number | undefined, unlikeNames: boolean) => {
  const near = kilometres !== undefined && kilometres <= NEAR;
  const far = kilometres !== undefined && kilometres > FAR;
  const named = mentions > 0 && !unlike(numbers);
  const sure = near || (numbers.both > 0 && mentions > 0);
  const place = sure ? 1 : named ? 0.6 : numbers.both > 0 ? 0.4 : 0;
  const elsewhere = unlike(numbers) || unlikeNames || (far && !named);
  return { near, far, place, elsewhere, unplaced: elsewhere ? 0 : 1 - place };
};

const weightOfAll = (words: Numbers): number => {
  let sum = 0;
  for (const word of words) sum += weightOf(word);
  return sum;
};

const weightInCommon = (one: Numbers, other: Numbers): number => {
  let sum = 0;
  for (const word of one) if (other.includes(word)) sum += weightOf(word);
  return sum;
};

export const compare = (one: Sketch, other: Sketch): Compared => {
  const names = countOf(one.names, other.names);
  const numbers = countOf(one.numbers, other.numbers);
  const named = inCommon(one.names, other.words);
  const namedBack = inCommon(one.words, other.names);
  const mentions = 2 * names.both + named + namedBack;
  const both = inCommon(one.words, other.words);
  const weight = {
    one: weightOfAll(one.words) - namedBack,
    other: weightOfAll(other.words) - named,
    both: both === 0 ? 0 : weightInCommon(one.words, other.words),
  };
  const kilometres = kilometresOf(one, other);
  const unlikeNames = names.one > 0 && names.other > 0 && mentions === 0;
  const { near, far, place, elsewhere, unplaced } = placeOf(mentions, numbers, kilometres, unlikeNames);
  const { things, troubles, areas } = meaningsCompared(one.meanings, other.meanings);
  return {
    words: { one: one.words.length - namedBack, other: other.words.length - named, both },
    weight,
    things,
    areas,
    troubles,
    numbers,
    parts: countOf(one.parts, other.parts),
    names,
    mentions,
    letters: shapesAlike(one.shape, other.shape),
    kilometres,
    days: Math.abs(one.at - other.at) / DAY,
    near,
    far,
    unlikeNames,
    place,
    elsewhere,
    unplaced,
  };
};
