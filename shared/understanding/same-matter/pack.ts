import type { Sketch } from "./sketch.ts";

/**
 * Changes with the list of meanings and with how a sketch is packed: sketches of another edition are compared with
 * nothing.
 */
const EDITION = 1;

/** Ten-thousandths of a degree are ten metres. */
const PER_DEGREE = 1e4;
const BASE = 36;
const LISTS = ["numbers", "parts", "names", "meanings", "words", "shape"] as const;

const written = (values: readonly number[]): string => values.map((value) => value.toString(BASE)).join(",");
const read = (values: string): number[] | undefined => {
  const numbers = values === "" ? [] : values.split(",").map((value) => Number.parseInt(value, BASE));
  return numbers.every(Number.isSafeInteger) ? numbers : undefined;
};

/** Names of places as bits: two sketches that share none of them share none of these. */
const nameMarks = ({ names }: Sketch): number => names.reduce((marks, value) => marks | (1 << (value % 31)), 0) >>> 0;

/** Further apart than this, in ten-thousandths of a degree, nothing is compared that names no common place. */
const APART = 100;

/**
 * Whether a packed sketch may tell of the same place, by its beginning alone: most of what is compared does not, and need
 * not be read.
 */
export const maybeThere = (sketch: Sketch): ((packed: string) => boolean) => {
  const ours = nameMarks(sketch);
  const { lat, lon } = sketch;
  return (packed) => {
    const marksEnd = packed.indexOf(";", 2);
    const theirs = Number.parseInt(packed.slice(2, marksEnd), BASE);
    if (ours === 0 || theirs === 0 || (ours & theirs) !== 0) return true;
    if (lat === undefined || lon === undefined) return false;
    const placeEnd = packed.indexOf(";", marksEnd + 1);
    const [theirLat, theirLon] = read(packed.slice(marksEnd + 1, placeEnd)) ?? [];
    if (theirLat === undefined || theirLon === undefined) return false;
    return Math.abs(theirLat - lat * PER_DEGREE) < APART && Math.abs(theirLon - lon * PER_DEGREE) < APART;
  };
};

/** A sketch as a short text: about 250 bytes for a message of 300 letters. */
export const packSketch = (sketch: Sketch): string => {
  const { at, lat, lon, ...lists } = sketch;
  const place = lat === undefined || lon === undefined ? [] : [lat, lon].map((each) => Math.round(each * PER_DEGREE));
  return [
    String(EDITION),
    written([nameMarks(sketch)]),
    written(place),
    at.toString(BASE),
    ...LISTS.map((name) => written(lists[name])),
  ].join(";");
};

/** Nothing when it was packed by another edition. */
export const unpackSketch = (packed: string): Sketch | undefined => {
  const [edition, _marks, place = "", at = "", ...lists] = packed.split(";");
  if (edition !== String(EDITION) || lists.length !== LISTS.length) return undefined;
  const [lat, lon] = read(place) ?? [];
  const [numbers, parts, names, meanings, words, shape] = lists.map(read);
  if (!numbers || !parts || !names || !meanings || !words || !shape) return undefined;
  return {
    at: Number.parseInt(at, BASE),
    ...(lat === undefined || lon === undefined ? {} : { lat: lat / PER_DEGREE, lon: lon / PER_DEGREE }),
    numbers,
    parts,
    names,
    meanings,
    words,
    shape,
  };
};
