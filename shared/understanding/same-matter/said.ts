import { meaningIn, wordIn } from "./hashes.ts";
import {
  areaCount,
  areaOf,
  BESIDE,
  kindOf,
  kindOfArea,
  marksOf,
  meaningCount,
  ONE_OF_ITS_KIND,
  PLACE,
  THING,
  TROUBLE,
} from "./meanings.ts";
import { type Direction, directionOf } from "./senses.ts";
import type { Sketch } from "./sketch.ts";

const BITS = 32;
const KINDS = [THING, TROUBLE, PLACE, BESIDE];

/** What is meant: a bit for each meaning, and for each area of meanings. */
export interface Meant {
  readonly ofMeanings: Int32Array;
  readonly ofAreas: Int32Array;
}

/** A sketch as it is compared: what is found of it once, and not anew for each other. */
export interface Said extends Omit<Sketch, "sense">, Direction, Meant {
  /** How many meanings there are, and how many areas, of each kind. */
  readonly things: number;
  readonly troubles: number;
  readonly settings: number;
  readonly thingAreas: number;
  readonly troubleAreas: number;
  /** Of all meanings together. */
  readonly marks: number;
}

/** Where bits stand: each kind begins with a number of its own, so that one is counted without the others. */
interface Layout {
  readonly placeOf: Uint16Array;
  readonly starts: Uint16Array;
}

const layoutOf = (count: number, kindOf: (value: number) => number): Layout => {
  const placeOf = new Uint16Array(count);
  const starts = new Uint16Array(KINDS.length + 1);
  for (const kind of KINDS) {
    let next = (starts[kind] ?? 0) * BITS;
    for (let value = 0; value < count; value++) if (kindOf(value) === kind) placeOf[value] = next++;
    starts[kind + 1] = Math.ceil(next / BITS);
  }
  return { placeOf, starts };
};

const meaningsLaidOut = layoutOf(meaningCount, kindOf);
const areasLaidOut = layoutOf(areaCount, kindOfArea);

const blankBits = ({ starts }: Layout): Int32Array => new Int32Array(starts[KINDS.length] ?? 0);

const setBit = (bits: Int32Array, { placeOf }: Layout, value: number): void => {
  const place = placeOf[value] ?? 0;
  bits[place >>> 5] = (bits[place >>> 5] ?? 0) | (1 << (place & 31));
};

const bitsOf = (values: Iterable<number>, layout: Layout): Int32Array => {
  const bits = blankBits(layout);
  for (const value of values) setBit(bits, layout, value);
  return bits;
};

export const meaningNothing = (): Meant => ({
  ofMeanings: blankBits(meaningsLaidOut),
  ofAreas: blankBits(areasLaidOut),
});

const isAmong = (word: number, common: readonly number[], count: number): boolean => {
  for (let at = 0; at < count; at++) if (common[at] === word) return true;
  return false;
};

/** Writes what a message means by words that are not the first `count` of those common to two, as meanings keep words. */
export const writeRest = (
  { ofMeanings, ofAreas }: Meant,
  { meanings }: Said,
  common: readonly number[],
  count: number,
): void => {
  ofMeanings.fill(0);
  ofAreas.fill(0);
  let glance = 0;
  for (let at = 0; at < count; at++) glance |= 1 << ((common[at] ?? 0) & 31);
  for (const meant of meanings) {
    const word = wordIn(meant);
    if (((glance >>> (word & 31)) & 1) === 1 && isAmong(word, common, count)) continue;
    const meaning = meaningIn(meant);
    setBit(ofMeanings, meaningsLaidOut, meaning);
    setBit(ofAreas, areasLaidOut, areaOf(meaning));
  }
};

const exclusive = bitsOf(
  Array.from({ length: meaningCount }, (_, meaning) => meaning).filter(
    (meaning) => (marksOf(meaning) & ONE_OF_ITS_KIND) !== 0,
  ),
  meaningsLaidOut,
);

/** How many bits are set. */
const bitCount = (bits: number): number => {
  let left = bits - ((bits >>> 1) & 0x55555555);
  left = (left & 0x33333333) + ((left >>> 2) & 0x33333333);
  return Math.imul((left + (left >>> 4)) & 0x0f0f0f0f, 0x01010101) >>> 24;
};

const inBoth = (one: Int32Array, other: Int32Array, from: number, to: number): number => {
  let count = 0;
  for (let at = from; at < to; at++) {
    const both = (one[at] ?? 0) & (other[at] ?? 0);
    if (both !== 0) count += bitCount(both);
  }
  return count;
};

/** How many meanings, or areas, of a kind both have. */
const ofKind = (one: Int32Array, other: Int32Array, { starts }: Layout, kind: number): number =>
  inBoth(one, other, starts[kind] ?? 0, starts[kind + 1] ?? 0);

export const sharedThings = (one: Meant, other: Meant): number =>
  ofKind(one.ofMeanings, other.ofMeanings, meaningsLaidOut, THING);
export const sharedTroubles = (one: Meant, other: Meant): number =>
  ofKind(one.ofMeanings, other.ofMeanings, meaningsLaidOut, TROUBLE);
export const sharedSettings = (one: Meant, other: Meant): number =>
  ofKind(one.ofMeanings, other.ofMeanings, meaningsLaidOut, PLACE);
export const sharedThingAreas = (one: Meant, other: Meant): number =>
  ofKind(one.ofAreas, other.ofAreas, areasLaidOut, THING);
export const sharedTroubleAreas = (one: Meant, other: Meant): number =>
  ofKind(one.ofAreas, other.ofAreas, areasLaidOut, TROUBLE);

/** Whether both say a thing of which a message names one only, and each another. */
export const excludeEachOther = (one: Said, other: Said): boolean =>
  (one.marks & other.marks & ONE_OF_ITS_KIND) !== 0 && !shareOneOfItsKind(one, other);

const shareOneOfItsKind = (one: Said, other: Said): boolean =>
  exclusive.some((bits, at) => (bits & (one.ofMeanings[at] ?? 0) & (other.ofMeanings[at] ?? 0)) !== 0);

export const saidOf = ({ sense: pointing, ...sketch }: Sketch): Said => {
  const meanings = sketch.meanings.map(meaningIn);
  const ofMeanings = bitsOf(meanings, meaningsLaidOut);
  const ofAreas = bitsOf(meanings.map(areaOf), areasLaidOut);
  const meaningsOf = (kind: number): number => ofKind(ofMeanings, ofMeanings, meaningsLaidOut, kind);
  const areasOf = (kind: number): number => ofKind(ofAreas, ofAreas, areasLaidOut, kind);
  const { sense, length } = directionOf(pointing);
  return {
    ...sketch,
    sense,
    length,
    ofMeanings,
    ofAreas,
    things: meaningsOf(THING),
    troubles: meaningsOf(TROUBLE),
    settings: meaningsOf(PLACE),
    thingAreas: areasOf(THING),
    troubleAreas: areasOf(TROUBLE),
    marks: meanings.reduce((marks, meaning) => marks | marksOf(meaning), 0),
  };
};
