import { seededRandom, shuffle } from "../random.ts";

/** What was observed: the places of its features with their values, whether it was so, and how much it counts. */
export interface Sparse {
  readonly places: Uint32Array;
  readonly values: Float32Array;
  readonly so: boolean;
  readonly weight: number;
}

const ROUNDS = 10;
const RATE = 0.15;
const HELD_BACK = 1e-5;
const SEED = 7;

/**
 * Logistic regression over many rare features by stochastic gradients, whose steps become shorter for what was heard often (AdaGrad,
 * Duchi et al., 2011). `often`: in how many observations each feature stands. The same for the same observations.
 */
export const descend = (observed: readonly Sparse[], often: Float64Array) => {
  const weights = new Float64Array(often.length);
  const travelled = new Float64Array(often.length).fill(1e-4);
  const all = observed.reduce((sum, { weight }) => sum + weight, 0);
  const random = seededRandom(SEED);
  const order = Int32Array.from(observed.keys());
  let bias = 0;
  let biasTravelled = 1;
  for (let round = 0; round < ROUNDS; round++) {
    shuffle(order, random);
    for (const index of order) {
      const seen = observed[index];
      if (seen === undefined) continue;
      const { places, values, so, weight } = seen;
      let sum = bias;
      for (let at = 0; at < places.length; at++) sum += (weights[places[at] ?? 0] ?? 0) * (values[at] ?? 0);
      const error = weight * (1 / (1 + Math.exp(-sum)) - (so ? 1 : 0));
      biasTravelled += error * error;
      bias -= (RATE * error) / Math.sqrt(biasTravelled);
      for (let at = 0; at < places.length; at++) {
        const place = places[at] ?? 0;
        const weighed = weights[place] ?? 0;
        const slope = error * (values[at] ?? 0) + (HELD_BACK * all * weighed) / (often[place] ?? 1);
        const far = (travelled[place] ?? 0) + slope * slope;
        travelled[place] = far;
        weights[place] = weighed - (RATE * slope) / Math.sqrt(far);
      }
    }
  }
  return { bias, weights };
};
