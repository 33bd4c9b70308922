import { DAY } from "../../domain/instant.ts";
import { weightOf } from "./hashes.ts";
import { AGAIN, opposites, QUICK, THANKS } from "./meanings.ts";
import { excludeEachOther, type Said, saidOf, sharedAreas, sharedMeanings } from "./said.ts";
import { sensesAlike } from "./senses.ts";
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
  readonly troubleAreas: Count;
  readonly settings: Count;
  /** How nearly both point the same way, and whether that is known of both. */
  readonly sense: number;
  readonly senseKnown: boolean;
  /** Whether one says the contrary of the other: hot water and cold. */
  readonly opposed: boolean;
  /** Whether one gives thanks. */
  readonly thanksDiffer: boolean;
  /** Whether one tells that it is so again. */
  readonly again: boolean;
  /** Whether both are of what lasts hours and days, as a power cut does. */
  readonly quick: boolean;
  readonly numbers: Count;
  readonly parts: Count;
  readonly names: Count;
  /** How often a name of one is a name or a word of the other, from either side. */
  readonly mentions: number;
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

const saysAgainst = (one: number, other: number): boolean =>
  opposites.some(
    ([first, second]) => (one & first) !== 0 && (other & second) !== 0 && (one & second) === 0 && (other & first) === 0,
  );

const meaningsCompared = (one: Said, other: Said) => {
  const [things, troubles, settings] = sharedMeanings(one, other);
  const [areas, troubleAreas] = sharedAreas(one, other);
  const [ours, theirs] = [one.marks, other.marks];
  return {
    things: { one: one.meaningsOf[0], other: other.meaningsOf[0], both: things },
    troubles: { one: one.meaningsOf[1], other: other.meaningsOf[1], both: troubles },
    settings: { one: one.meaningsOf[2], other: other.meaningsOf[2], both: settings },
    areas: { one: one.areasOf[0], other: other.areasOf[0], both: areas },
    troubleAreas: { one: one.areasOf[1], other: other.areasOf[1], both: troubleAreas },
    opposed: saysAgainst(ours, theirs) || saysAgainst(theirs, ours) || excludeEachOther(one, other),
    thanksDiffer: ((ours ^ theirs) & THANKS) !== 0,
    again: ((ours | theirs) & AGAIN) !== 0,
    quick: (ours & theirs & QUICK) !== 0,
  };
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

const weightInCommon = (one: Numbers, other: Numbers): number => {
  let sum = 0;
  let place = 0;
  for (const word of one) {
    while ((other[place] ?? Number.POSITIVE_INFINITY) < word) place += 1;
    if (other[place] === word) sum += weightOf(word);
  }
  return sum;
};

export const compare = (one: Sketch, other: Sketch): Compared => {
  const [ours, theirs] = [saidOf(one), saidOf(other)];
  const names = countOf(one.names, other.names);
  const numbers = countOf(one.numbers, other.numbers);
  const named = inCommon(one.names, other.words);
  const namedBack = inCommon(one.words, other.names);
  const mentions = 2 * names.both + named + namedBack;
  const both = inCommon(one.words, other.words);
  const weight = {
    one: ours.weight - namedBack,
    other: theirs.weight - named,
    both: both === 0 ? 0 : weightInCommon(one.words, other.words),
  };
  const kilometres = kilometresOf(one, other);
  const unlikeNames = names.one > 0 && names.other > 0 && mentions === 0;
  const { things, troubles, settings, areas, troubleAreas, opposed, thanksDiffer, again, quick } = meaningsCompared(
    ours,
    theirs,
  );
  const { near, far, place, elsewhere, unplaced } = placeOf(mentions, numbers, kilometres, unlikeNames);
  return {
    words: { one: one.words.length - namedBack, other: other.words.length - named, both },
    weight,
    things,
    troubles,
    settings,
    areas,
    troubleAreas,
    opposed,
    thanksDiffer,
    again,
    quick,
    sense: sensesAlike(ours, theirs),
    senseKnown: one.sense.length > 0 && other.sense.length > 0,
    numbers,
    parts: countOf(one.parts, other.parts),
    names,
    mentions,
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
