import { ROUTE } from "./meanings.ts";
import { NAMES_AT, type Said } from "./said.ts";
import { SHARES } from "./subjects.ts";
import { MOST_SUBJECTS } from "./subjects-file.ts";
import { NEIGHBOURHOOD, PER_DEGREE, placesApart, stepsApart } from "./whereabouts.ts";

/**
 * Messages by their names and words, by what they may be about and by where they came from: what is promising is found without
 * comparing with all of them.
 */
export interface MatterIndex {
  /** The first has the place 0, the next 1. */
  readonly add: (said: Said) => void;
  /** What each has in common with a message, by their places, as `namesMeet` and `promiseOf` read it; written anew for the next. */
  readonly inCommonWith: (one: Said) => Int32Array;
}

/** The last bit: whether a name of the one is a name or a word of the other. */
const NAMES_MEET = 1;
const POINT = 2;
export const namesMeet = (inCommon: number): boolean => (inCommon & NAMES_MEET) !== 0;
/** The more, the likelier both are of one matter; below 0 where they tell of two places, and need not be compared. */
export const promiseOf = (inCommon: number): number => inCommon >> 1;

/** Takes all promise, until a name in common gives it back. */
const OF_TWO_PLACES = -(2 ** 20) * POINT;

/**
 * A word in common counts by how rare it is, a point for each halving; as a name, twice. Where both came from one neighbourhood it
 * counts as a rare word does, and a point more for each hundred metres that they are nearer to one another.
 */
const FOR_NEIGHBOURS = 7 * POINT;
const HUNDRED_METRES = 10;
/**
 * What both may be about: their shares of a subject, 63 at most, are multiplied, and 128 of that are a point. Where all is the
 * same it counts as three rare words do.
 */
const PER_ABOUT_BITS = 7;

/** Where coordinates are not known: further away than anything is. */
const NOWHERE = 2 ** 30;
const stepsOf = (degrees: number | undefined): number =>
  degrees === undefined ? NOWHERE : Math.round(degrees * PER_DEGREE);

/** For as many as may be added. */
export const matterIndex = (most: number): MatterIndex => {
  // Of each word a place, and in its last bit whether the word is a name there.
  const having = new Map<number, number[]>();
  // Of each subject a place, and in its last bits the share of the subject there.
  const about = Array.from({ length: MOST_SUBJECTS }, (): number[] => []);
  const found = new Int32Array(most);
  const lats = new Int32Array(most);
  const lons = new Int32Array(most);
  const named = new Uint8Array(most);
  const ofRoutes = new Uint8Array(most);
  let count = 0;

  const note = (word: number, entry: number): void => {
    const entries = having.get(word);
    if (entries === undefined) having.set(word, [entry]);
    else entries.push(entry);
  };

  /** Without coordinates on both sides names alone tell of two places. */
  const byNames = (isNamed: boolean, place: number): number => (isNamed && named[place] === 1 ? OF_TWO_PLACES : 0);

  const byCoordinates = (lat: number, lon: number, ofRoute: boolean, place: number): number => {
    const steps = stepsApart(lat, lon, lats[place] ?? 0, lons[place] ?? 0);
    if (steps < NEIGHBOURHOOD) return FOR_NEIGHBOURS + POINT * Math.floor((NEIGHBOURHOOD - steps) / HUNDRED_METRES);
    return placesApart(steps) && !(ofRoute && ofRoutes[place] === 1) ? OF_TWO_PLACES : 0;
  };

  const findPlaces = ({ lat, lon, namesEnd, marks }: Said): void => {
    const [ourLat, ourLon] = [stepsOf(lat), stepsOf(lon)];
    const isNamed = namesEnd > NAMES_AT;
    const ofRoute = (marks & ROUTE) !== 0;
    if (ourLat === NOWHERE && !isNamed) found.fill(0, 0, count);
    else if (ourLat === NOWHERE) for (let place = 0; place < count; place++) found[place] = byNames(true, place);
    else
      for (let place = 0; place < count; place++)
        found[place] =
          lats[place] === NOWHERE ? byNames(isNamed, place) : byCoordinates(ourLat, ourLon, ofRoute, place);
  };

  const findWord = (word: number, isName: boolean): void => {
    const entries = having.get(word);
    if (entries === undefined) return;
    const rare = POINT * (Math.clz32(entries.length) - Math.clz32(count));
    for (const entry of entries) {
      const before = found[entry >>> 1] ?? 0;
      if (!isName && (entry & 1) === 0) found[entry >>> 1] = before + rare;
      else found[entry >>> 1] = ((before < 0 ? before - OF_TWO_PLACES : before) + 2 * rare) | NAMES_MEET;
    }
  };

  const findAbout = (subject: number, share: number): void => {
    for (const entry of about[subject] ?? []) {
      const place = (entry / SHARES) | 0;
      found[place] = (found[place] ?? 0) + POINT * (Math.imul(share, entry % SHARES) >>> PER_ABOUT_BITS);
    }
  };

  return {
    add: ({ lat, lon, list, namesEnd, wordsEnd, subjectsFrom, subjectsEnd, marks }) => {
      const place = count++;
      lats[place] = stepsOf(lat);
      lons[place] = stepsOf(lon);
      named[place] = namesEnd > NAMES_AT ? 1 : 0;
      ofRoutes[place] = (marks & ROUTE) !== 0 ? 1 : 0;
      for (let at = NAMES_AT; at < wordsEnd; at++) note(list[at] ?? 0, place * 2 + (at < namesEnd ? 1 : 0));
      for (let at = subjectsFrom; at < subjectsEnd; at++) {
        const subject = list[at] ?? 0;
        about[(subject / SHARES) | 0]?.push(place * SHARES + (subject % SHARES));
      }
    },
    inCommonWith: (one) => {
      const { list, namesEnd, wordsEnd, subjectsFrom, subjectsEnd } = one;
      findPlaces(one);
      for (let at = NAMES_AT; at < wordsEnd; at++) findWord(list[at] ?? 0, at < namesEnd);
      for (let at = subjectsFrom; at < subjectsEnd; at++) {
        const subject = list[at] ?? 0;
        findAbout((subject / SHARES) | 0, subject % SHARES);
      }
      return found;
    },
  };
};
