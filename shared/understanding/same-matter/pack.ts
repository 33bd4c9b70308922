import type { Sketch } from "./sketch.ts";
import { MOST_BEARING } from "./subjects.ts";
import { PER_DEGREE } from "./whereabouts.ts";

/**
 * Changes with the list of meanings, with the subjects and with how a sketch is packed: sketches of another edition are compared
 * with nothing.
 */
const EDITION = "H";

/** Numbers are written by six bits, each a character from `0` on: they are found and read without taking the text apart. */
const FIRST = 0x30;
const BITS = 6;
const MASK = 0x3f;

const LISTS = ["names", "words", "numbers", "parts", "meanings", "shape", "bearing", "subjects"] as const;
type ListName = (typeof LISTS)[number];
/** Characters of a number of 24 bits. */
const WIDTH = 4;
/** Characters of lists whose numbers are smaller: a place of a shape, a bearing, a subject with its share. */
const WIDTHS: Readonly<Partial<Record<ListName, number>>> = { shape: 1, bearing: 1, subjects: 3 };
const widthOf = (name: ListName): number => WIDTHS[name] ?? WIDTH;
/** Bearings are below zero, too. */
const leastOf = (name: ListName): number => (name === "bearing" ? -MOST_BEARING : 0);

const LAT_AT = 1;
const LON_AT = 5;
const TIME_AT = 9;
const COUNTS_AT = 17;
const COUNT_WIDTH = 2;
const LISTS_AT = COUNTS_AT + LISTS.length * COUNT_WIDTH;
const MOST = 2 ** (COUNT_WIDTH * BITS) - 1;
const NOWHERE = 2 ** 24 - 1;
const HALF_TURN = 180 * PER_DEGREE;
const TIME_HALF = 2 ** 24;

/** The sketch that is packed, as long as the longest may be. */
const bytes = new Uint8Array(LISTS_AT + LISTS.length * MOST * WIDTH);
const ascii = new TextDecoder();

/** Where the next number is written. */
const write = (at: number, value: number, width: number): number => {
  for (let place = 0; place < width; place++)
    bytes[at + place] = FIRST + ((value >>> ((width - 1 - place) * BITS)) & MASK);
  return at + width;
};

const bitsAt = (packed: string, at: number): number => packed.charCodeAt(at) - FIRST;

const numberAt = (packed: string, at: number): number =>
  (bitsAt(packed, at) << 18) | (bitsAt(packed, at + 1) << 12) | (bitsAt(packed, at + 2) << 6) | bitsAt(packed, at + 3);

const countAt = (packed: string, list: number): number => {
  const at = COUNTS_AT + list * COUNT_WIDTH;
  return (bitsAt(packed, at) << BITS) | bitsAt(packed, at + 1);
};

const numbersFrom = (packed: string, from: number, count: number, width: number, least: number): number[] => {
  const values: number[] = [];
  for (let at = from; at < from + count * width; at += width) {
    let value = 0;
    for (let place = 0; place < width; place++) value = (value << BITS) | bitsAt(packed, at + place);
    values.push(value + least);
  }
  return values;
};

const writeDegrees = (at: number, degrees: number | undefined): number =>
  write(at, degrees === undefined ? NOWHERE : Math.round(degrees * PER_DEGREE) + HALF_TURN, WIDTH);

const degreesAt = (packed: string, at: number): number | undefined => {
  const value = numberAt(packed, at);
  return value === NOWHERE ? undefined : (value - HALF_TURN) / PER_DEGREE;
};

/** A sketch as a short text: about 330 bytes for a message of 300 letters. */
export const packSketch = (sketch: Sketch): string => {
  bytes[0] = EDITION.charCodeAt(0);
  writeDegrees(LAT_AT, sketch.lat);
  writeDegrees(LON_AT, sketch.lon);
  let end = write(TIME_AT, Math.floor(sketch.at / TIME_HALF), WIDTH);
  end = write(end, sketch.at % TIME_HALF, WIDTH);
  for (const name of LISTS) end = write(end, Math.min(sketch[name].length, MOST), COUNT_WIDTH);
  for (const name of LISTS) {
    const [values, width, least] = [sketch[name], widthOf(name), leastOf(name)];
    for (let place = 0; place < values.length && place < MOST; place++)
      end = write(end, (values[place] ?? 0) - least, width);
  }
  return ascii.decode(bytes.subarray(0, end));
};

const isOfThisEdition = (packed: string): boolean => packed.startsWith(EDITION) && packed.length >= LISTS_AT;

/** Nothing when it was packed by another edition. */
export const unpackSketch = (packed: string): Sketch | undefined => {
  if (!isOfThisEdition(packed)) return undefined;
  let from = LISTS_AT;
  const next = (name: ListName): number[] => {
    const count = countAt(packed, LISTS.indexOf(name));
    const start = from;
    from += count * widthOf(name);
    return numbersFrom(packed, start, count, widthOf(name), leastOf(name));
  };
  return {
    at: numberAt(packed, TIME_AT) * TIME_HALF + numberAt(packed, TIME_AT + WIDTH),
    lat: degreesAt(packed, LAT_AT),
    lon: degreesAt(packed, LON_AT),
    names: next("names"),
    words: next("words"),
    numbers: next("numbers"),
    parts: next("parts"),
    meanings: next("meanings"),
    shape: next("shape"),
    bearing: next("bearing"),
    subjects: next("subjects"),
  };
};
