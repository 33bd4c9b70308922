import type { Instant } from "../../domain/time/instant.ts";
import type { ToldAbout } from "./about-alike.ts";
import { meaningIn } from "./hashes.ts";
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
import { isOfObject } from "./numbers-told.ts";
import type { Sketch } from "./sketch.ts";
import { MOST_SHARE, SHARES } from "./subjects.ts";

const BITS = 32;
const KINDS = [THING, TROUBLE, PLACE, BESIDE];

/**
 * A sketch as it is compared: what is found of it once, and not anew for each other. Its numbers stand in one list, for it is one
 * of dozens that are gone through in a moment, and every list of its own would be fetched from far memory by itself: a
 * bit for each meaning and for each area of meanings, then names, words, what it may be about, numbers, parts, meanings and the shape.
 */
export interface Said extends ToldAbout {
  readonly at: Instant;
  readonly lat: number | undefined;
  readonly lon: number | undefined;
  /** Where in the list each of them ends, and the next begins. */
  readonly namesEnd: number;
  readonly wordsEnd: number;
  readonly numbersEnd: number;
  readonly partsEnd: number;
  readonly meaningsEnd: number;
  /** How many meanings there are, and how many areas, of each kind. */
  readonly things: number;
  readonly troubles: number;
  readonly settings: number;
  readonly thingAreas: number;
  readonly troubleAreas: number;
  /** How many of its numbers are of schools, routes and the like, and not of houses. */
  readonly objectNumbers: number;
  /** Of all meanings together. */
  readonly marks: number;
  /** How likely the likeliest of what it may be about is, 0 to 1: the root of its share. */
  readonly surest: number;
}

/** A part of a list. */
export interface Range {
  readonly from: number;
  readonly to: number;
}

/** Where bits stand: each kind begins with a number of its own, so that one is counted without the others. */
const layoutOf = (start: number, count: number, kindOf: (value: number) => number) => {
  const placeOf = new Uint16Array(count);
  let from = start;
  const ranges = KINDS.map((kind): Range => {
    let next = from * BITS;
    for (let value = 0; value < count; value++) if (kindOf(value) === kind) placeOf[value] = next++;
    const range = { from, to: Math.ceil(next / BITS) };
    from = range.to;
    return range;
  });
  const of = (kind: number): Range => ranges[kind] ?? { from, to: from };
  return { placeOf, of, end: from };
};

const ofMeanings = layoutOf(0, meaningCount, kindOf);
const ofAreas = layoutOf(ofMeanings.end, areaCount, kindOfArea);
export const NAMES_AT = ofAreas.end;

/** Where the bits of each kind stand in a list. */
export const THINGS = ofMeanings.of(THING);
export const TROUBLES = ofMeanings.of(TROUBLE);
export const SETTINGS = ofMeanings.of(PLACE);
export const THING_AREAS = ofAreas.of(THING);
export const TROUBLE_AREAS = ofAreas.of(TROUBLE);

const setBit = (bits: Int32Array, place = 0): void => {
  bits[place >>> 5] = (bits[place >>> 5] ?? 0) | (1 << (place & 31));
};

/** Sets what stands for a meaning and for its area. */
export const mean = (bits: Int32Array, meaning: number): void => {
  setBit(bits, ofMeanings.placeOf[meaning]);
  setBit(bits, ofAreas.placeOf[areaOf(meaning)]);
};

/** The bits of a list that means nothing. */
export const meaningNothing = (): Int32Array => new Int32Array(NAMES_AT);

/** How many bits are set. */
const bitCount = (bits: number): number => {
  let left = bits - ((bits >>> 1) & 0x55555555);
  left = (left & 0x33333333) + ((left >>> 2) & 0x33333333);
  return Math.imul((left + (left >>> 4)) & 0x0f0f0f0f, 0x01010101) >>> 24;
};

/** How many meanings, or areas, of a kind both have. */
export const shared = (one: Int32Array, other: Int32Array, { from, to }: Range): number => {
  let count = 0;
  for (let at = from; at < to; at++) {
    const both = (one[at] ?? 0) & (other[at] ?? 0);
    if (both !== 0) count += bitCount(both);
  }
  return count;
};

const exclusive = meaningNothing();
for (let meaning = 0; meaning < meaningCount; meaning++)
  if ((marksOf(meaning) & ONE_OF_ITS_KIND) !== 0) setBit(exclusive, ofMeanings.placeOf[meaning]);

const shareOneOfItsKind = (one: Said, other: Said): boolean =>
  exclusive.some((bits, at) => (bits & (one.list[at] ?? 0) & (other.list[at] ?? 0)) !== 0);

/** Whether both say a thing of which a message names one only, and each another. */
export const excludeEachOther = (one: Said, other: Said): boolean =>
  (one.marks & other.marks & ONE_OF_ITS_KIND) !== 0 && !shareOneOfItsKind(one, other);

export const saidOf = (sketch: Sketch): Said => {
  const { at, lat, lon, names, words, bearing, subjects, numbers, parts, meanings, shape } = sketch;
  const namesEnd = NAMES_AT + names.length;
  const wordsEnd = namesEnd + words.length;
  const subjectsFrom = wordsEnd + bearing.length;
  const subjectsEnd = subjectsFrom + subjects.length;
  const numbersEnd = subjectsEnd + numbers.length;
  const partsEnd = numbersEnd + parts.length;
  const meaningsEnd = partsEnd + meanings.length;
  const list = new Int32Array(meaningsEnd + shape.length);
  list.set(names, NAMES_AT);
  list.set(words, namesEnd);
  list.set(bearing, wordsEnd);
  list.set(subjects, subjectsFrom);
  list.set(numbers, subjectsEnd);
  list.set(parts, numbersEnd);
  list.set(meanings, partsEnd);
  list.set(shape, meaningsEnd);
  let marks = 0;
  for (const meant of meanings) {
    const meaning = meaningIn(meant);
    mean(list, meaning);
    marks |= marksOf(meaning);
  }
  return {
    at,
    lat,
    lon,
    list,
    namesEnd,
    wordsEnd,
    bearingFrom: wordsEnd,
    subjectsFrom,
    subjectsEnd,
    numbersEnd,
    partsEnd,
    meaningsEnd,
    things: shared(list, list, THINGS),
    troubles: shared(list, list, TROUBLES),
    settings: shared(list, list, SETTINGS),
    thingAreas: shared(list, list, THING_AREAS),
    troubleAreas: shared(list, list, TROUBLE_AREAS),
    objectNumbers: numbers.filter(isOfObject).length,
    marks,
    surest: subjects.reduce((most, subject) => Math.max(most, subject % SHARES), 0) / MOST_SHARE,
  };
};
