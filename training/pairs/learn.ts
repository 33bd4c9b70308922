import { DAY } from "../../shared/domain/time/instant.ts";
import { comparedWith } from "../../shared/understanding/same-matter/compared.ts";
import { featureNames, writeFeatures } from "../../shared/understanding/same-matter/features.ts";
import { saidOf } from "../../shared/understanding/same-matter/said.ts";
import type { Sketch } from "../../shared/understanding/same-matter/sketch.ts";
import { logistic, type Observation } from "./logistic.ts";
import type { Pair } from "./matters.ts";

export interface Learned {
  readonly bias: number;
  readonly weights: ReadonlyMap<string, number>;
}

/** Of the pairs of one matter every third comes again as a matter that came back so many days later. */
const COMES_BACK = 3;
const LATER = [25, 40, 60, 90, 140, 200];

const laterOnes = (pairs: readonly Pair[]): Pair[] =>
  pairs
    .filter(({ same }, index) => same && index % COMES_BACK === 0)
    .map((pair, index) => ({
      ...pair,
      same: false,
      weight: pair.weight * MADE,
      other: { ...pair.other, at: pair.other.at + (LATER[index % LATER.length] ?? 0) * DAY },
    }));

const DIFFERENT = 0x5a5a5a;
const moved = (values: readonly number[]): number[] =>
  values.map((value) => value ^ DIFFERENT).toSorted((one, other) => one - other);
/** How much of a pair's weight one has that is made of it. */
const MADE = 0.25;
/** So far a twin is put, in degrees: some hundred metres and more. */
const AWAY = [0.004, 0.008, 0.03, 0.1];

/** The same words about another place: another number, another name, or both; another entrance where one is told. */
const elsewhere = (sketch: Sketch, way: number): Sketch => {
  const { lat, lon, names, numbers, parts } = sketch;
  if (parts.length > 0) return { ...sketch, parts: moved(parts) };
  // The next house may be some metres away.
  const stays = way % 2 === 0;
  const place =
    stays || lat === undefined || lon === undefined ? {} : { lat: lat + (AWAY[way % AWAY.length] ?? 0), lon };
  const otherNumber = numbers.length > 0 && (way % 3 !== 1 || names.length === 0);
  const otherName = names.length > 0 && (way % 3 !== 0 || numbers.length === 0);
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
      return [
        { ...pair, same: false, other: away, weight: pair.weight * MADE },
        { ...pair, other: copy, weight: pair.weight * MADE },
      ];
    });

/** Nothing for two that are not compared. */
const valuesOf = (one: Sketch, other: Sketch): Float64Array | undefined => {
  const pair = comparedWith(saidOf(one))(saidOf(other));
  if (pair === undefined) return undefined;
  const values = new Float64Array(featureNames.length);
  writeFeatures(values, pair);
  return values;
};

const RIDGE = 0.0005;

/** Pairs, and others that are made of them, as what they are learned by. */
const observations = (given: readonly Pair[]): readonly Observation[] =>
  [...given, ...laterOnes(given), ...twins(given)].flatMap(({ one, other, same, weight }) => {
    const values = valuesOf(one, other);
    return values === undefined ? [] : { values, so: same, weight };
  });

/** From pairs, and from others that are made of them. The same for the same pairs. */
export const learn = (given: readonly Pair[]): Learned => {
  const seen = observations(given);
  const { bias, weights } = logistic(seen, featureNames.length, RIDGE);
  return { bias, weights: new Map(featureNames.map((name, at) => [name, weights[at] ?? 0])) };
};

/** How likely a pair is of one matter, by what was learned. */
export const told = ({ bias, weights }: Learned, { one, other }: Pair): number => {
  const values = valuesOf(one, other);
  if (values === undefined) return 0;
  const sum = featureNames.reduce((all, name, at) => all + (weights.get(name) ?? 0) * (values[at] ?? 0), bias);
  return 1 / (1 + Math.exp(-sum));
};
