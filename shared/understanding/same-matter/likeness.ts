import { comparedWith, unlike } from "./compared.ts";
import { featureNames, writeFeatures } from "./features.ts";
import { type Said, saidOf } from "./said.ts";
import type { Sketch } from "./sketch.ts";
import { BIAS, weights } from "./weights.ts";

const weightsInOrder = Float64Array.from(featureNames, (name) => weights[name] ?? 0);
const features = new Float64Array(featureNames.length);

/** How likely another message is of the same matter as this one, 0 to 1. */
export const likenessTo = (ours: Said): ((theirs: Said) => number) => {
  const compared = comparedWith(ours);
  return (theirs) => {
    const pair = compared(theirs);
    if (pair === undefined) return 0;
    writeFeatures(features, pair);
    // From 0 on: where a sum begins with a fraction, V8 makes an object of it for each feature anew.
    let sum = 0;
    for (let at = 0; at < features.length; at++) sum += (features[at] ?? 0) * (weightsInOrder[at] ?? 0);
    return 1 / (1 + Math.exp(-(BIAS + sum + pair.senseWeighed)));
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
