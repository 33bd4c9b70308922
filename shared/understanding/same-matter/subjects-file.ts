import { ModelFailure } from "../model/model-file.ts";

/**
 * What messages of each subject are told with. A subject is a trouble of a thing: «swing/creaks». A word, and a meaning of a
 * word, speaks for things and beside for single subjects of them. Words are there by their hashes, so that none can be read out.
 */
export interface Subjects {
  /** Of each subject its thing, in order by things. */
  readonly thingOf: Uint16Array;
  readonly things: number;
  /** Hashes of what each subject is called: the same in later files, where the numbers are others. */
  readonly called: Uint32Array;
  /** Where subjects of a thing lie among all, in `BREADTH` numbers for each thing, in parts of `PER_BEARING`. */
  readonly bearings: Int8Array;
  readonly words: Uint32Array;
  /** Where what a word speaks for begins, for all words and after them all meanings; and one more, the end. */
  readonly starts: Uint32Array;
  /**
   * Each a place and a level in its last bits. Places are things by their number, then subjects from the number of things on; levels,
   * how much it speaks for them, `STEPS` to the natural logarithm of how often it stands there beside how often anywhere.
   */
  readonly entries: Uint32Array;
}

/** A sketch has 18 bits for a subject with its share. */
export const MOST_SUBJECTS = 4096;
export const BREADTH = 8;
export const PER_BEARING = 400;
export const STEPS = 16;
export const LEVEL_BITS = 8;
export const MOST_LEVEL = 2 ** LEVEL_BITS - 1;

const MAGIC = "OTKLIK-S";
const HEADER = 4;
const LISTS_AT = MAGIC.length + HEADER * Uint32Array.BYTES_PER_ELEMENT;

/** The file: `OTKLIK-S`, the numbers of things, subjects, words and meanings, then words, starts, entries, names of subjects, their things and bearings. */
export const writeSubjects = (subjects: Subjects): Uint8Array => {
  const { thingOf, things, called, bearings, words, starts, entries } = subjects;
  const lists = [words, starts, entries, called, thingOf, bearings];
  const file = new Uint8Array(lists.reduce((sum, { byteLength }) => sum + byteLength, LISTS_AT));
  file.set(new TextEncoder().encode(MAGIC));
  const header = Uint32Array.of(things, thingOf.length, words.length, starts.length - 1 - words.length);
  file.set(new Uint8Array(header.buffer), MAGIC.length);
  let at = LISTS_AT;
  for (const { buffer, byteOffset, byteLength } of lists) {
    file.set(new Uint8Array(buffer, byteOffset, byteLength), at);
    at += byteLength;
  }
  return file;
};

/** Throws ModelFailure when the file is none of subjects, not whole, made for another list of meanings, or of more than `MOST_SUBJECTS`. */
export const readSubjects = (given: Uint8Array, meanings: number): Subjects => {
  const file = new Uint8Array(given);
  if (file.length < LISTS_AT || new TextDecoder().decode(file.subarray(0, MAGIC.length)) !== MAGIC)
    throw new ModelFailure("This is no file of subjects.");
  const [things = 0, count = 0, known = 0, made = 0] = new Uint32Array(file.slice(MAGIC.length, LISTS_AT).buffer);
  if (made !== meanings)
    throw new ModelFailure(
      `The subjects were made for ${made} meanings, and there are ${meanings}: npm run train:subjects.`,
    );
  if (count > MOST_SUBJECTS)
    throw new ModelFailure(`There are ${count} subjects, and no more than ${MOST_SUBJECTS} can be told.`);
  let at = LISTS_AT;
  const next = (bytes: number): ArrayBuffer => {
    if (at + bytes > file.length) throw new ModelFailure("The file of subjects is not whole.");
    at += bytes;
    return file.slice(at - bytes, at).buffer;
  };
  const words = new Uint32Array(next(known * Uint32Array.BYTES_PER_ELEMENT));
  const starts = new Uint32Array(next((known + meanings + 1) * Uint32Array.BYTES_PER_ELEMENT));
  return {
    things,
    words,
    starts,
    entries: new Uint32Array(next((starts[known + meanings] ?? 0) * Uint32Array.BYTES_PER_ELEMENT)),
    called: new Uint32Array(next(count * Uint32Array.BYTES_PER_ELEMENT)),
    thingOf: new Uint16Array(next(count * Uint16Array.BYTES_PER_ELEMENT)),
    bearings: new Int8Array(next(things * BREADTH)),
  };
};
