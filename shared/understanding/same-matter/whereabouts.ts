import type { Sketch } from "./sketch.ts";

/** What of a sketch tells where it is. */
type Whereabouts = Pick<Sketch, "lat" | "lon" | "names" | "words">;

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

/**
 * Whether two messages tell of two places, so that nothing else need be compared: far from one another and naming nothing
 * in common, or, without coordinates on both sides, each naming a place that the other does not mention.
 */
export const elsewhere = (one: Whereabouts, other: Whereabouts): boolean => {
  if (one.lat !== undefined && one.lon !== undefined && other.lat !== undefined && other.lon !== undefined) {
    const far = further(one.lat, other.lat) || further(one.lon, other.lon);
    return far && inCommon(one.names, other.names) === 0;
  }
  if (one.names.length === 0 || other.names.length === 0) return false;
  return (
    inCommon(one.names, other.names) === 0 &&
    inCommon(one.names, other.words) === 0 &&
    inCommon(one.words, other.names) === 0
  );
};
