import { tellingOf } from "./common-stems.ts";

const FNV_OFFSET = 0x811c9dc5;
const FNV_PRIME = 0x01000193;

/** 24 bits of FNV-1a: enough to tell the words of a few messages apart. */
export const hashed = (text: string): number => {
  let hash = FNV_OFFSET;
  for (let at = 0; at < text.length; at++) hash = Math.imul(hash ^ text.charCodeAt(at), FNV_PRIME);
  return (hash ^ (hash >>> 24)) & 0xffffff;
};

/** A word's hash bears in its last four bits how much it tells. */
const TELLING = 15;

/** «Теремок» and «теремка», «отец» and «отца». */
const fleeting = (stem: string): string => stem.replace(/(?<=..)[ое](?=[кц]$)/, "");
/** Districts that are called so have nothing to do with the streets: «Ленинский район», «улица Ленина». */
const DISTRICTS = new Set(
  "ленинск кировск советск октябрск калининск свердловск дзержинск куйбышевск фрунзенск пушкинск гагаринск".split(" "),
);
/** «Боготольский тракт» is that of Боготол. */
const rootOfPlace = (stem: string): string => (DISTRICTS.has(stem) ? stem : stem.replace(/(?<=....)ск$/, ""));
/** «Октябрьская» and «октябрская»: signs are what is left out first. */
const withoutSigns = (stem: string): string => stem.replaceAll(/[ьъ]/g, "");

export const hashedWord = (stem: string): number =>
  (hashed(rootOfPlace(withoutSigns(fleeting(stem)))) & ~TELLING) | tellingOf(stem);
/** What a meaning keeps of the word that has it: bits enough to tell the words of two messages apart. */
const WORD_BITS = 15;
/** So many words are told apart. */
export const WORDS = 1 << WORD_BITS;
export const wordOf = (word: number): number => (word >>> 4) & ((1 << WORD_BITS) - 1);
/** A meaning with the word that has it, as a number of 24 bits: in order by meanings. */
export const meantBy = (meaning: number, word: number): number => (meaning << WORD_BITS) | wordOf(word);
export const meaningIn = (meant: number): number => meant >>> WORD_BITS;
export const wordIn = (meant: number): number => meant & ((1 << WORD_BITS) - 1);

export const weightOf = (word: number): number => (word & TELLING) / TELLING;

const SHINGLE = 4;
const PLACES = 32;
/** No shingle fell into this place. */
const EMPTY = 63;
const REST = 0x7ffffff;
const NONE = REST + 1;
const least = new Int32Array(PLACES);

/** Hashes of a word's parts of four letters, its beginning marked; with a sign, as whole numbers of 32 bits are kept small. */
export const shinglesOf = (word: string): number[] => {
  const text = ` ${word}`;
  const shingles: number[] = [];
  for (let at = 0; at + SHINGLE <= text.length; at++) {
    let hash = FNV_OFFSET;
    for (let index = at; index < at + SHINGLE; index++) hash = Math.imul(hash ^ text.charCodeAt(index), FNV_PRIME);
    shingles.push(Math.imul(hash ^ (hash >>> 15), 0x9e3779b1));
  }
  return shingles;
};

/**
 * MinHash of shingles by one permutation: each falls into one of 32 places, and the least of each place is kept, by six
 * bits. The share of equal places tells how much two texts have in common.
 */
export const shapeOf = (words: readonly { readonly shingles: readonly number[] }[]): number[] => {
  least.fill(NONE);
  for (const { shingles } of words)
    for (const shingle of shingles) {
      const place = shingle >>> 27;
      const rest = shingle & REST;
      if (rest < (least[place] ?? 0)) least[place] = rest;
    }
  const shape: number[] = [];
  for (const value of least) shape.push(value === NONE ? EMPTY : value % EMPTY);
  return shape;
};

/** The estimated share of shingles that two texts have in common, 0 to 1: of the shapes that begin there in two lists. */
export const shapesAlike = (one: Int32Array, from: number, other: Int32Array, otherFrom: number): number => {
  let same = 0;
  let filled = 0;
  for (let index = 0; index < PLACES; index++) {
    const value = one[from + index];
    const theirs = other[otherFrom + index];
    if (value === EMPTY && theirs === EMPTY) continue;
    filled += 1;
    if (value === theirs) same += 1;
  }
  return filled === 0 ? 0 : same / filled;
};
