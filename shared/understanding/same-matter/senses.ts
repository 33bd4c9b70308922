import { ModelFailure } from "../model/model-file.ts";
import type { KnownWord } from "./known-word.ts";

/**
 * Directions for words: what is said in like messages points the same way. Rows of `width` bytes each, longer where a
 * word is rarer. Words are there by their hashes, so that none can be read out.
 */
export interface Senses {
  readonly width: number;
  readonly words: Uint32Array;
  readonly ofWords: Int8Array;
  /** For words that are not known, by the list of meanings. */
  readonly ofMeanings: Int8Array;
}

const MAGIC = "OTKLIK-S";
const WIDTH_AT = 8;
const WORDS_AT = 12;
const MEANINGS_AT = 16;
const LISTS_AT = 20;

/** The file: `OTKLIK-S`, the width, the numbers of words and of meanings, the words, their rows and those of meanings. */
export const writeSenses = ({ width, words, ofWords, ofMeanings }: Senses): Uint8Array => {
  const file = new Uint8Array(LISTS_AT + words.byteLength + ofWords.length + ofMeanings.length);
  file.set(new TextEncoder().encode(MAGIC));
  const header = new DataView(file.buffer);
  header.setUint32(WIDTH_AT, width, true);
  header.setUint32(WORDS_AT, words.length, true);
  header.setUint32(MEANINGS_AT, ofMeanings.length / width, true);
  file.set(new Uint8Array(words.buffer, words.byteOffset, words.byteLength), LISTS_AT);
  file.set(new Uint8Array(ofWords.buffer), LISTS_AT + words.byteLength);
  file.set(new Uint8Array(ofMeanings.buffer), LISTS_AT + words.byteLength + ofWords.length);
  return file;
};

/** Throws ModelFailure when the file is none of senses, or made for another list of meanings. */
export const readSenses = (given: Uint8Array, meanings: number): Senses => {
  const file = new Uint8Array(given);
  if (file.length < LISTS_AT || new TextDecoder().decode(file.subarray(0, MAGIC.length)) !== MAGIC)
    throw new ModelFailure("This is no file of senses.");
  const header = new DataView(file.buffer);
  const [width, words, made] = [WIDTH_AT, WORDS_AT, MEANINGS_AT].map((at) => header.getUint32(at, true));
  if (width === undefined || words === undefined || made !== meanings)
    throw new ModelFailure(
      `The senses were made for ${made} meanings, and there are ${meanings}: npm run train:senses.`,
    );
  const rows = LISTS_AT + words * Uint32Array.BYTES_PER_ELEMENT;
  const bytes = new Int8Array(file.slice(rows).buffer);
  if (bytes.length !== (words + meanings) * width) throw new ModelFailure("The file of senses is not whole.");
  return {
    width,
    words: new Uint32Array(file.slice(LISTS_AT, rows).buffer),
    ofWords: bytes.subarray(0, words * width),
    ofMeanings: bytes.subarray(words * width),
  };
};

/** The direction of a message, in numbers from -31 to 31; empty where no word has any. */
export type SenseOf = (words: readonly KnownWord[]) => readonly number[];

export const MOST_SENSE = 31;

/** For those who have no senses. */
export const senseless: SenseOf = () => [];

export const senseOf = ({ width, words, ofWords, ofMeanings }: Senses): SenseOf => {
  const places = new Map(Array.from(words, (word, place) => [word, place * width]));
  const sum = new Float64Array(width);
  const add = (rows: Int8Array, from: number, share: number): void => {
    for (let at = 0; at < width; at++) sum[at] = (sum[at] ?? 0) + share * (rows[from + at] ?? 0);
  };
  return (said) => {
    sum.fill(0);
    for (const { hash, meanings } of said) {
      const from = places.get(hash);
      if (from !== undefined) add(ofWords, from, 1);
      else for (const meaning of meanings) add(ofMeanings, meaning * width, 1 / meanings.length);
    }
    let most = 0;
    for (const value of sum) most = Math.max(most, Math.abs(value));
    const sense: number[] = [];
    if (most > 0) for (const value of sum) sense.push(Math.round((value * MOST_SENSE) / most));
    return sense;
  };
};

/** A direction within a list of numbers, with what comparing it with others needs. */
export interface Direction {
  readonly list: Int32Array;
  readonly senseFrom: number;
  readonly senseEnd: number;
  readonly squaredLength: number;
}

export const squaredLengthOf = (sense: readonly number[]): number =>
  sense.reduce((sum, value) => sum + value * value, 0);

/** How many numbers a direction has. */
export const SENSE_WIDTH = 48;

/** What each number of two directions adds to how nearly they are one, written from a place on. */
export const writeAlike = (into: Float64Array, from: number, one: Direction, other: Direction): void => {
  const length = Math.sqrt(one.squaredLength * other.squaredLength) || 1;
  for (let at = 0; at < SENSE_WIDTH; at++) into[from + at] = (numberOf(one, at) * numberOf(other, at)) / length;
};

const numberOf = ({ list, senseFrom, senseEnd }: Direction, at: number): number =>
  senseFrom + at < senseEnd ? (list[senseFrom + at] ?? 0) : 0;

/** Weights are counted in parts of so many: whole numbers are multiplied sooner. */
const PARTS = 1024;

/** What two directions have in common: there is one for all that a direction is compared with, written anew for each. */
export interface Alike {
  /** How nearly they are one, -1 to 1; 0 where one is unknown. */
  alike: number;
  /** The sum of what each of their numbers adds to it, by how much it counts. */
  weighed: number;
}

/** Compares others with a direction, both ways in one go: two hundred are compared in a moment. */
export const sensesCompared = (weights: readonly number[]) => {
  const parts = Int32Array.from(weights, (weight) => Math.round(weight * PARTS));
  return (one: Direction): ((other: Direction) => Alike) => {
    const ours = parts.map((_, at) => numberOf(one, at));
    const weighed = parts.map((part, at) => part * numberOf(one, at));
    const found: Alike = { alike: 0, weighed: 0 };
    return ({ list, senseFrom, senseEnd, squaredLength }) => {
      const width = Math.min(ours.length, senseEnd - senseFrom);
      let both = 0;
      let sum = 0;
      for (let at = 0; at < width; at++) {
        const theirs = list[senseFrom + at] ?? 0;
        both += Math.imul(ours[at] ?? 0, theirs);
        sum += Math.imul(weighed[at] ?? 0, theirs);
      }
      const length = Math.sqrt(one.squaredLength * squaredLength);
      found.alike = both === 0 ? 0 : both / length;
      found.weighed = sum === 0 ? 0 : sum / PARTS / length;
      return found;
    };
  };
};
