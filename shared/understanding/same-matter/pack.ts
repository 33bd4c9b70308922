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

/** A sketch as a short text: about 250 bytes for a message of 300 letters. */
export const packSketch = ({ at, lat, lon, ...lists }: Sketch): string => {
  const place = lat === undefined || lon === undefined ? [] : [lat, lon].map((each) => Math.round(each * PER_DEGREE));
  return [String(EDITION), at.toString(BASE), written(place), ...LISTS.map((name) => written(lists[name]))].join(";");
};

/** Nothing when it was packed by another edition. */
export const unpackSketch = (packed: string): Sketch | undefined => {
  const [edition, at = "", place = "", ...lists] = packed.split(";");
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
