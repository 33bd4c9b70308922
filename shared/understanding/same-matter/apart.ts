import { shapesAlike } from "./hashes.ts";
import { saidOf, sharedMeanings } from "./said.ts";
import { sensesAlike } from "./senses.ts";
import type { Sketch } from "./sketch.ts";
import { elsewhere, inCommon } from "./whereabouts.ts";

/** Below this two directions have nothing to do with one another, nor the letters of two texts. */
const ASTRAY = 0.25;

const meanNothingInCommon = (one: Sketch, other: Sketch): boolean => {
  const [ours, theirs] = [saidOf(one), saidOf(other)];
  const [things, troubles] = sharedMeanings(ours, theirs);
  return (
    things + troubles === 0 &&
    inCommon(one.words, other.words) === 0 &&
    shapesAlike(one.shape, other.shape) < ASTRAY &&
    sensesAlike(ours, theirs) < ASTRAY
  );
};

/** Whether two messages tell of two places, or have nothing in common: nothing else need be compared. */
export const apart = (one: Sketch, other: Sketch): boolean => elsewhere(one, other) || meanNothingInCommon(one, other);
