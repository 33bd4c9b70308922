import { DAY } from "../../shared/domain/instant.ts";
import { compare } from "../../shared/understanding/same-matter/compared.ts";
import { features } from "../../shared/understanding/same-matter/likeness.ts";
import type { Sketch } from "../../shared/understanding/same-matter/sketch.ts";
import { elsewhere as twoPlaces } from "../../shared/understanding/same-matter/whereabouts.ts";
import { seededRandom } from "../random.ts";
import type { Pair } from "./matters.ts";

export interface Learned {
  readonly bias: number;
  readonly weights: ReadonlyMap<string, number>;
}

const ROUNDS = 600;
const STEP = 0.4;
const MOMENTUM = 0.9;
const DECAY = 0.0003;
/** Of the pairs of one matter every third comes again as a matter that came back so many days later. */
const COMES_BACK = 3;
const LATER = [25, 40, 60, 90, 140, 200];

const laterOnes = (pairs: readonly Pair[]): Pair[] =>
  pairs
    .filter(({ same }, index) => same && index % COMES_BACK === 0)
    .map((pair, index) => ({
      ...pair,
      same: false,
      other: { ...pair.other, at: pair.other.at + (LATER[index % LATER.length] ?? 0) * DAY },
    }));

const DIFFERENT = 0x5a5a5a;
const moved = (values: readonly number[]): number[] =>
  values.map((value) => value ^ DIFFERENT).toSorted((one, other) => one - other);
/** So far a twin is put, in degrees: some hundred metres and more. */
const AWAY = [0.004, 0.008, 0.03, 0.1];

/** The same words about another place: another number, another name, or both; another entrance where one is told. */
const elsewhere = (sketch: Sketch, way: number): Sketch => {
  const { lat, lon, names, numbers, parts } = sketch;
  if (parts.length > 0) return { ...sketch, parts: moved(parts) };
  const place = lat === undefined || lon === undefined ? {} : { lat: lat + (AWAY[way % AWAY.length] ?? 0), lon };
  const otherNumber = way % 3 !== 1 || names.length === 0;
  const otherName = way % 3 !== 0;
  return {
    ...sketch,
    ...place,
    ...(otherNumber ? { numbers: moved(numbers) } : {}),
    ...(otherName ? { names: moved(names) } : {}),
  };
};

/** Some who write the same of another place, as templates and chains do, and some who repeat themselves. */
const twins = (pairs: readonly Pair[]): Pair[] =>
  pairs
    .filter(({ one, same }, index) => same && index % 2 === 0 && one.numbers.length + one.names.length > 0)
    .flatMap((pair, index) => {
      const copy = { ...pair.one, at: pair.one.at + (index % 5) * DAY };
      const away = elsewhere(index % 2 === 0 ? copy : pair.other, index);
      return [{ ...pair, same: false, other: away }, ...(index % 6 === 0 ? [{ ...pair, other: copy }] : [])];
    });

const KNOWN = 0.5;

/**
 * Pairs again as if the list of meanings lacked half of what they say: of messages not read when it was made it lacks much,
 * and what is learned must not lean on it.
 */
const lessKnown = (pairs: readonly Pair[]): Pair[] => {
  const random = seededRandom(2);
  const less = (sketch: Sketch): Sketch => ({ ...sketch, meanings: sketch.meanings.filter(() => random() < KNOWN) });
  return pairs.map((pair) => ({ ...pair, one: less(pair.one), other: less(pair.other) }));
};

const names = Object.keys(features);
const valuesOf = (one: Sketch, other: Sketch): Float64Array => {
  const pair = compare(one, other);
  return Float64Array.from([1, ...Object.values(features).map((feature) => feature(pair))]);
};

/** Logistic regression, by gradient descent with momentum: the same for the same pairs. */
export const learn = (given: readonly Pair[]): Learned => {
  const rows = [...given, ...lessKnown(given), ...laterOnes(given), ...twins(given)]
    .filter(({ one, other }) => !twoPlaces(one, other))
    .map(({ one, other, same }) => ({ values: valuesOf(one, other), same: same ? 1 : 0 }));
  const width = names.length + 1;
  const weights = new Float64Array(width);
  const speed = new Float64Array(width);
  for (let round = 0; round < ROUNDS; round++) {
    const slope = new Float64Array(width);
    for (const { values, same } of rows) {
      const error = 1 / (1 + Math.exp(-product(values, weights))) - same;
      for (let at = 0; at < width; at++) slope[at] = (slope[at] ?? 0) + error * (values[at] ?? 0);
    }
    for (let at = 0; at < width; at++) {
      const decay = at === 0 ? 0 : DECAY * (weights[at] ?? 0);
      speed[at] = MOMENTUM * (speed[at] ?? 0) + (slope[at] ?? 0) / rows.length + decay;
      weights[at] = (weights[at] ?? 0) - STEP * (speed[at] ?? 0);
    }
  }
  return { bias: weights[0] ?? 0, weights: new Map(names.map((name, at) => [name, weights[at + 1] ?? 0])) };
};

const product = (one: Float64Array, other: Float64Array): number => {
  let sum = 0;
  for (let at = 0; at < one.length; at++) sum += (one[at] ?? 0) * (other[at] ?? 0);
  return sum;
};

/** How likely a pair is of one matter, by what was learned. */
export const told = ({ bias, weights }: Learned, { one, other }: Pair): number => {
  if (twoPlaces(one, other)) return 0;
  const all = Float64Array.from([bias, ...names.map((name) => weights.get(name) ?? 0)]);
  return 1 / (1 + Math.exp(-product(valuesOf(one, other), all)));
};
