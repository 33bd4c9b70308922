import { ROUTE } from "./meanings.ts";
import { bareNumber } from "./numbers-told.ts";
import { NAMES_AT, type Said } from "./said.ts";

/** Coordinates are kept in ten-thousandths of a degree, ten metres. */
export const PER_DEGREE = 1e4;

/** Coordinates further apart than this, north or east, are of two matters where no common place is named: about a kilometre. */
const APART = 100;

/** How many values two lists in order share, from some place in each to its end. */
const inCommon = (
  one: Int32Array,
  from: number,
  end: number,
  other: Int32Array,
  otherFrom: number,
  otherEnd: number,
) => {
  let found = 0;
  let place = otherFrom;
  for (let at = from; at < end && place < otherEnd; ) {
    const value = one[at] ?? 0;
    const theirs = other[place] ?? 0;
    if (value === theirs) found += 1;
    if (value <= theirs) at += 1;
    if (value >= theirs) place += 1;
  }
  return found;
};

/** Whatever they are of. */
export const numbersInCommon = (one: Said, other: Said): number => {
  let found = 0;
  let place = other.subjectsEnd;
  for (let at = one.subjectsEnd; at < one.numbersEnd && place < other.numbersEnd; ) {
    const number = bareNumber(one.list[at] ?? 0);
    const theirs = bareNumber(other.list[place] ?? 0);
    if (number === theirs) found += 1;
    if (number <= theirs) at += 1;
    if (number >= theirs) place += 1;
  }
  return found;
};
export const partsInCommon = (one: Said, other: Said): number =>
  inCommon(one.list, one.numbersEnd, one.partsEnd, other.list, other.numbersEnd, other.partsEnd);

/** How far apart two places are, north or east, in ten-thousandths of a degree. */
export const stepsApart = (lat: number, lon: number, otherLat: number, otherLon: number): number =>
  Math.max(Math.abs(lat - otherLat), Math.abs(lon - otherLon));
/** So far that a matter would have to be one of a settlement, a road or a route. */
export const placesApart = (steps: number): boolean => steps >= APART;

const inSteps = (degrees: number): number => Math.round(degrees * PER_DEGREE);

interface Point {
  readonly lat: number;
  readonly lon: number;
}

const farApart = (one: Point, other: Point): boolean =>
  placesApart(stepsApart(inSteps(one.lat), inSteps(one.lon), inSteps(other.lat), inSteps(other.lon)));

/** So near is what people tell of one matter, and what their telephones tell of where they are: some five hundred metres north or south, and three hundred east or west. */
export const NEIGHBOURHOOD = 50;

const sameRoute = (one: Said, other: Said): boolean =>
  (one.marks & other.marks & ROUTE) !== 0 && numbersInCommon(one, other) > 0;

/**
 * Whether two messages tell of two places, so that nothing else need be compared: far from one another and neither a name nor
 * the number of a route in common; or, without coordinates on both sides, each naming a place that the other does not mention.
 */
export const ofTwoPlaces = (one: Said, other: Said, namesMeet: boolean): boolean => {
  if (namesMeet) return false;
  const { lat, lon } = one;
  const { lat: theirLat, lon: theirLon } = other;
  if (lat !== undefined && lon !== undefined && theirLat !== undefined && theirLon !== undefined)
    return farApart({ lat, lon }, { lat: theirLat, lon: theirLon }) && !sameRoute(one, other);
  return one.namesEnd > NAMES_AT && other.namesEnd > NAMES_AT;
};
