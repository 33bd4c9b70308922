import { ROUTE } from "./meanings.ts";
import type { Mentions } from "./mentions.ts";
import type { Said } from "./said.ts";

/** Coordinates are kept in ten-thousandths of a degree, ten metres. */
export const PER_DEGREE = 1e4;

/** Coordinates further apart than this, north or east, are of two matters where no common place is named: about a kilometre. */
const APART = 100;

/** How many values two lists in order share. */
export const inCommon = (one: readonly number[], other: readonly number[]): number => {
  let found = 0;
  let place = 0;
  for (let at = 0; at < one.length && place < other.length; ) {
    const value = one[at] ?? 0;
    const theirs = other[place] ?? 0;
    if (value === theirs) found += 1;
    if (value <= theirs) at += 1;
    if (value >= theirs) place += 1;
  }
  return found;
};

const further = (one: number, other: number): boolean =>
  Math.abs(Math.round(one * PER_DEGREE) - Math.round(other * PER_DEGREE)) >= APART;

interface Point {
  readonly lat: number;
  readonly lon: number;
}

/** So far that a matter would have to be one of a settlement, a road or a route. */
export const farApart = (one: Point, other: Point): boolean =>
  further(one.lat, other.lat) || further(one.lon, other.lon);

const sameRoute = (one: Said, other: Said): boolean =>
  (one.marks & other.marks & ROUTE) !== 0 && inCommon(one.numbers, other.numbers) > 0;

/**
 * Whether two messages tell of two places, so that nothing else need be compared: far from one another and neither a name nor
 * the number of a route in common; or, without coordinates on both sides, each naming a place that the other does not mention.
 */
export const ofTwoPlaces = (one: Said, other: Said, { names, named, namedBack }: Mentions): boolean => {
  if (names + named + namedBack > 0) return false;
  const { lat, lon } = one;
  const { lat: theirLat, lon: theirLon } = other;
  if (lat !== undefined && lon !== undefined && theirLat !== undefined && theirLon !== undefined)
    return farApart({ lat, lon }, { lat: theirLat, lon: theirLon }) && !sameRoute(one, other);
  return one.names.length > 0 && other.names.length > 0;
};
