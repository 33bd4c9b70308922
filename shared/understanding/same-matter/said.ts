import { weightOf } from "./hashes.ts";
import { areaCount, areaOf, kindOf, kindOfArea, marksOf, meaningCount, ONE_OF_ITS_KIND } from "./meanings.ts";
import { type Direction, directionOf } from "./senses.ts";
import type { Sketch } from "./sketch.ts";

const BITS = 32;
const KINDS = 3;

/** How many of each kind: of things, of troubles, of settings. */
type ByKind = readonly [number, number, number];

/** What of a sketch is found once, and not anew for each other that it is compared with. */
export interface Said extends Direction {
  /** A bit for each meaning, and for each area of meanings. */
  readonly meanings: Int32Array;
  readonly areas: Int32Array;
  readonly meaningsOf: ByKind;
  readonly areasOf: ByKind;
  /** Of all meanings together. */
  readonly marks: number;
  /** How much all words tell. */
  readonly weight: number;
}

const bitsOf = (values: Iterable<number>, count: number): Int32Array => {
  const bits = new Int32Array(Math.ceil(count / BITS));
  for (const value of values) bits[value >>> 5] = (bits[value >>> 5] ?? 0) | (1 << (value & 31));
  return bits;
};

const numbered = (count: number): number[] => Array.from({ length: count }, (_, value) => value);
const meaningsByKind = [0, 1, 2].map((kind) =>
  bitsOf(
    numbered(meaningCount).filter((meaning) => kindOf(meaning) === kind),
    meaningCount,
  ),
);
const areasByKind = [0, 1, 2].map((kind) =>
  bitsOf(
    numbered(areaCount).filter((area) => kindOfArea(area) === kind),
    areaCount,
  ),
);
const exclusive = bitsOf(
  numbered(meaningCount).filter((meaning) => (marksOf(meaning) & ONE_OF_ITS_KIND) !== 0),
  meaningCount,
);

/** How many bits are set. */
const bitCount = (bits: number): number => {
  let left = bits - ((bits >>> 1) & 0x55555555);
  left = (left & 0x33333333) + ((left >>> 2) & 0x33333333);
  return Math.imul((left + (left >>> 4)) & 0x0f0f0f0f, 0x01010101) >>> 24;
};

const counts = new Int32Array(KINDS);

const byKind = (one: Int32Array, other: Int32Array, kinds: readonly Int32Array[]): ByKind => {
  counts.fill(0);
  for (let at = 0; at < one.length; at++) {
    const both = (one[at] ?? 0) & (other[at] ?? 0);
    if (both === 0) continue;
    for (let kind = 0; kind < KINDS; kind++)
      counts[kind] = (counts[kind] ?? 0) + bitCount(both & (kinds[kind]?.[at] ?? 0));
  }
  return [counts[0] ?? 0, counts[1] ?? 0, counts[2] ?? 0];
};

export const sharedMeanings = (one: Said, other: Said): ByKind => byKind(one.meanings, other.meanings, meaningsByKind);
export const sharedAreas = (one: Said, other: Said): ByKind => byKind(one.areas, other.areas, areasByKind);

/** Whether both say a thing of which a message names one only, and each another. */
export const excludeEachOther = (one: Said, other: Said): boolean =>
  (one.marks & other.marks & ONE_OF_ITS_KIND) !== 0 &&
  !exclusive.some((bits, at) => (bits & (one.meanings[at] ?? 0) & (other.meanings[at] ?? 0)) !== 0);

const known = new WeakMap<Sketch, Said>();

export const saidOf = (sketch: Sketch): Said => {
  const kept = known.get(sketch);
  if (kept !== undefined) return kept;
  const { words, sense } = sketch;
  const meanings = bitsOf(sketch.meanings, meaningCount);
  const areas = bitsOf(sketch.meanings.map(areaOf), areaCount);
  const made: Said = {
    meanings,
    areas,
    meaningsOf: byKind(meanings, meanings, meaningsByKind),
    areasOf: byKind(areas, areas, areasByKind),
    marks: sketch.meanings.reduce((marks, meaning) => marks | marksOf(meaning), 0),
    weight: words.reduce((sum, word) => sum + weightOf(word), 0),
    ...directionOf(sense),
  };
  known.set(sketch, made);
  return made;
};
