import { DAY } from "../../domain/time/instant.ts";
import { aboutAlike, isTold } from "./about-alike.ts";
import { type Count, count, nothing, unlike } from "./counts.ts";
import { shapesAlike } from "./hashes.ts";
import { AGAIN, OVERHEATING, opposites, QUICK, THANKS } from "./meanings.ts";
import { mentionsOf } from "./mentions.ts";
import { compareRest, type Meant, takeAllForRest } from "./rest.ts";
import {
  excludeEachOther,
  NAMES_AT,
  type Said,
  SETTINGS,
  shared,
  THING_AREAS,
  THINGS,
  TROUBLE_AREAS,
  TROUBLES,
} from "./said.ts";
import { numbersInCommon, ofTwoPlaces, partsInCommon } from "./whereabouts.ts";

/** Coordinates of one matter by two people lie so near, in kilometres; or so far that they are of two. */
const NEAR = 0.1;
const FAR = 0.3;
const KILOMETRES_PER_DEGREE = 111.2;

/** Below this two texts share no more letters than by chance. */
const ASTRAY = 0.25;
/** Below this they are about different subjects. */
const APART = 0.1;

/** What two messages share and do not. There is one of it, written anew for each pair: dozens are compared in a moment. */
export interface Compared extends Meant {
  words: Count;
  /** The words of both, each counted by how much it tells. */
  weight: number;
  settings: Count;
  /** How much of what they may be about is the same, and whether that is known of both. */
  about: number;
  aboutKnown: boolean;
  /** How sure it is what the less sure of them is about. */
  surest: number;
  /** Whether one says the contrary of the other: hot water and cold. */
  opposed: boolean;
  /** Whether one gives thanks. */
  thanksDiffer: boolean;
  /** Whether one says that it is too hot. */
  overheatingDiffers: boolean;
  /** Whether one tells that it is so again. */
  again: boolean;
  /** Whether both are of what lasts hours and days, as a power cut does. */
  quick: boolean;
  numbers: Count;
  parts: Count;
  names: Count;
  /** How often a name of one is a name or a word of the other, from either side. */
  mentions: number;
  /** Not a number where one came without coordinates. */
  kilometres: number;
  days: number;
  near: boolean;
  far: boolean;
  unlikeNames: boolean;
  /** Whether each names a place that the other does not name, and they name one in common. */
  furtherNames: boolean;
  /** Whether both have numbers of houses, or both of schools and the like, and none in common. */
  unlikeNumbers: boolean;
  /** How surely both tell of one place, 0 to 1. */
  place: number;
  /** Whether something written, or a distance, says that there are two places. */
  elsewhere: boolean;
  /** How far nothing is told of a common place, nor of two, 0 to 1. */
  unplaced: number;
}

const blank = (): Compared => ({
  words: nothing(),
  weight: Number.NaN,
  things: nothing(),
  areas: nothing(),
  troubles: nothing(),
  troubleAreas: nothing(),
  settings: nothing(),
  restThings: nothing(),
  restAreas: nothing(),
  restTroubles: nothing(),
  restTroubleAreas: nothing(),
  about: Number.NaN,
  aboutKnown: false,
  surest: Number.NaN,
  opposed: false,
  thanksDiffer: false,
  overheatingDiffers: false,
  again: false,
  quick: false,
  numbers: nothing(),
  parts: nothing(),
  names: nothing(),
  mentions: 0,
  kilometres: Number.NaN,
  days: Number.NaN,
  near: false,
  far: false,
  unlikeNames: false,
  furtherNames: false,
  unlikeNumbers: false,
  place: Number.NaN,
  elsewhere: false,
  unplaced: Number.NaN,
});

/** Every mark that another one is contrary to. */
const CONTRARY = opposites.flat().reduce((all, mark) => all | mark, 0);

const saysAgainst = (one: number, other: number): boolean =>
  opposites.some(
    ([first, second]) => (one & first) !== 0 && (other & second) !== 0 && (one & second) === 0 && (other & first) === 0,
  );

const areOpposed = (one: number, other: number): boolean =>
  (one & CONTRARY) !== 0 && (other & CONTRARY) !== 0 && (saysAgainst(one, other) || saysAgainst(other, one));

const kilometresOf = (one: Said, other: Said): number => {
  if (one.lat === undefined || one.lon === undefined || other.lat === undefined || other.lon === undefined)
    return Number.NaN;
  const east = (one.lon - other.lon) * Math.cos(((one.lat + other.lat) * Math.PI) / 360);
  return Math.sqrt((one.lat - other.lat) ** 2 + east ** 2) * KILOMETRES_PER_DEGREE;
};

/** Whether both tell of one house, or came from about one place: what is said of it may be one matter, whatever the words. */
const atOnePlace = (one: Said, other: Said, namesMeet: boolean): boolean =>
  (namesMeet && numbersInCommon(one, other) > 0) || kilometresOf(one, other) <= NEAR;

const compareMarks = (pair: Compared, one: Said, other: Said): void => {
  pair.opposed = areOpposed(one.marks, other.marks) || excludeEachOther(one, other);
  pair.thanksDiffer = ((one.marks ^ other.marks) & THANKS) !== 0;
  pair.overheatingDiffers = ((one.marks ^ other.marks) & OVERHEATING) !== 0;
  pair.again = ((one.marks | other.marks) & AGAIN) !== 0;
  pair.quick = (one.marks & other.marks & QUICK) !== 0;
};

/** Whether both have numbers of houses, or both of what has a number of its own. */
const ofOneKind = (one: Said, other: Said): boolean =>
  (one.objectNumbers > 0 && other.objectNumbers > 0) ||
  (one.numbersEnd - one.subjectsEnd > one.objectNumbers && other.numbersEnd - other.subjectsEnd > other.objectNumbers);

/** Once names, numbers and settings were compared. */
const comparePlaces = (pair: Compared, one: Said, other: Said): void => {
  const { names, numbers, settings, mentions } = pair;
  const kilometres = kilometresOf(one, other);
  pair.kilometres = kilometres;
  pair.near = kilometres <= NEAR;
  pair.far = kilometres > FAR;
  pair.unlikeNames = names.one > 0 && names.other > 0 && mentions === 0;
  pair.unlikeNumbers = unlike(numbers) && ofOneKind(one, other);
  const named = mentions > 0 && !pair.unlikeNumbers;
  const sure = pair.near || (numbers.both > 0 && mentions > 0);
  pair.place = sure ? 1 : named ? 0.6 : numbers.both > 0 ? (settings.both > 0 ? 0.7 : 0.4) : 0;
  pair.elsewhere = pair.unlikeNumbers || pair.unlikeNames || (pair.far && !named);
  pair.unplaced = pair.elsewhere ? 0 : 1 - pair.place;
};

const always = (): boolean => true;

/**
 * Compares others with a message. Nothing for one that tells of another place, or has nothing in common with it: no more need
 * be compared; nor for one that is not promising, when all is known of it but the rest, which is taken for all. Whether
 * names of theirs meet may be told, where an index knows it. What is found of one lasts until the next is compared.
 */
export const comparedWith = (
  one: Said,
  isPromising: (pair: Compared) => boolean = always,
): ((other: Said, namesMeet?: boolean) => Compared | undefined) => {
  const { namesMeet, mentionedBy } = mentionsOf(one);
  const aboutOf = aboutAlike(one);
  const pair = blank();
  return (other, meet = namesMeet(other)) => {
    if (ofTwoPlaces(one, other, meet)) return undefined;
    const mentioned = mentionedBy(other);
    const things = shared(one.list, other.list, THINGS);
    const troubles = shared(one.list, other.list, TROUBLES);
    const about = aboutOf(other);
    const nothing = things + troubles + mentioned.words === 0 && about < APART;
    if (
      nothing &&
      !atOnePlace(one, other, meet) &&
      shapesAlike(one.list, one.meaningsEnd, other.list, other.meaningsEnd) < ASTRAY
    )
      return undefined;
    const { names, named, namedBack, words, weight } = mentioned;
    pair.mentions = 2 * names + named + namedBack;
    const oursAlone = one.namesEnd - NAMES_AT - names - named;
    const theirsAlone = other.namesEnd - NAMES_AT - names - namedBack;
    pair.furtherNames = pair.mentions > 0 && oursAlone > 0 && theirsAlone > 0;
    pair.weight = weight;
    pair.about = about;
    pair.aboutKnown = isTold(one) && isTold(other);
    pair.surest = Math.min(one.surest, other.surest);
    pair.days = Math.abs(one.at - other.at) / DAY;
    count(pair.words, one.wordsEnd - one.namesEnd - namedBack, other.wordsEnd - other.namesEnd - named, words);
    count(pair.names, one.namesEnd - NAMES_AT, other.namesEnd - NAMES_AT, names);
    count(
      pair.numbers,
      one.numbersEnd - one.subjectsEnd,
      other.numbersEnd - other.subjectsEnd,
      numbersInCommon(one, other),
    );
    count(pair.parts, one.partsEnd - one.numbersEnd, other.partsEnd - other.numbersEnd, partsInCommon(one, other));
    count(pair.things, one.things, other.things, things);
    count(pair.troubles, one.troubles, other.troubles, troubles);
    count(pair.settings, one.settings, other.settings, shared(one.list, other.list, SETTINGS));
    count(pair.areas, one.thingAreas, other.thingAreas, shared(one.list, other.list, THING_AREAS));
    count(pair.troubleAreas, one.troubleAreas, other.troubleAreas, shared(one.list, other.list, TROUBLE_AREAS));
    compareMarks(pair, one, other);
    comparePlaces(pair, one, other);
    takeAllForRest(pair);
    if (!isPromising(pair)) return undefined;
    if (words > 0) compareRest(pair, one, other, mentioned);
    return pair;
  };
};
