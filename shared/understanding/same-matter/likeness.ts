import { comparedWith } from "./compared.ts";
import { unlike } from "./counts.ts";
import { featureNames, restCounts, restSigns, writeFeatures, writeRestFeatures } from "./features.ts";
import { type Said, saidOf } from "./said.ts";
import type { Sketch } from "./sketch.ts";
import { BIAS, weights } from "./weights.ts";

const weightOf = (name: string): number => weights[name] ?? 0;
/** So many that they are summed up by twos. */
const WIDTH = 2 * Math.ceil(featureNames.length / 2);
const inOrder = (of: (name: string) => number) =>
  Float64Array.from({ length: WIDTH }, (_, at) => of(featureNames[at] ?? ""));
const weightsInOrder = inOrder(weightOf);
const features = new Float64Array(WIDTH);

/**
 * By these no less is told than there is, while all is taken for the rest: of what is counted of it there is never more, and
 * its signs, which may be there or not, are added by themselves.
 */
const weightsAtMost = inOrder((name) =>
  restSigns.includes(name) ? 0 : restCounts.includes(name) ? Math.max(0, weightOf(name)) : weightOf(name),
);
/** What rounding does to sums and likelihoods is less. */
const ROUNDED = 1e-6;
const signsAtMost = restSigns.reduce((sum, name) => sum + Math.max(0, weightOf(name)), ROUNDED);

/** Beyond this sum likelihoods are too near to 1 to be told from one another. */
const CERTAIN = 16;
/** Of what is as likely as this the sum is no less. */
const sumFor = (least: number): number => Math.min(CERTAIN, Math.log(least / (1 - least)));

/** In two sums, as an addition waits for the one before it. */
const weighed = (weights: Float64Array): number => {
  // From 0 on: where a sum begins with a fraction, V8 makes an object of it for each feature anew.
  let even = 0;
  let odd = 0;
  for (let at = 0; at < WIDTH; at += 2) {
    even += (features[at] ?? 0) * (weights[at] ?? 0);
    odd += (features[at + 1] ?? 0) * (weights[at + 1] ?? 0);
  }
  return even + odd;
};

/**
 * How likely another message is of the same matter as this one, 0 to 1; 0 for one that is seen to be less likely than asked
 * for, before all of it was compared.
 */
export const likenessTo = (ours: Said): ((theirs: Said, least?: number, namesMeet?: boolean) => number) => {
  let asked = 0;
  let leastSum = sumFor(asked);
  const compared = comparedWith(ours, (pair) => {
    writeFeatures(features, pair);
    return BIAS + weighed(weightsAtMost) + signsAtMost >= leastSum;
  });
  return (theirs, least = 0, namesMeet) => {
    if (least !== asked) leastSum = sumFor(least);
    asked = least;
    const pair = compared(theirs, namesMeet);
    if (pair === undefined) return 0;
    writeRestFeatures(features, pair);
    return 1 / (1 + Math.exp(-(BIAS + weighed(weightsInOrder))));
  };
};

/** How likely two messages are of one matter, 0 to 1. */
export const likeness = (one: Sketch, other: Sketch): number => likenessTo(saidOf(one))(saidOf(other));

/**
 * Whether both came with coordinates, these are near, and nothing that is written speaks against it: no other house, street
 * or entrance.
 */
export const nearbyPlace = (one: Said, other: Said): boolean => {
  if (one.lat === undefined || other.lat === undefined) return false;
  const pair = comparedWith(one)(other);
  return pair !== undefined && pair.near && !pair.elsewhere && !unlike(pair.parts);
};
