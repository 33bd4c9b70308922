import { type Random, seededRandom, shuffle } from "../random.ts";
import type { SparseRows } from "../sparse.ts";
import { tellingFeatures } from "./telling.ts";

/** Weights of a linear scorer, feature by feature: that of class `c` for feature `f` stands at `f * classes + c`. */
export interface LinearWeights {
  readonly classes: number;
  readonly weights: Float32Array;
  readonly bias: Float32Array;
}

interface MarginOptions {
  readonly classes: number;
  /** How much an error costs against large weights. */
  readonly cost: number;
  readonly rounds: number;
  readonly seed: number;
}

const PRECISION = 0.05;

/**
 * One support vector machine per class against all others, with the squared hinge as its loss, by dual coordinate
 * descent (Hsieh et al., 2008, with its shrinking). Each sees the features weighed by how much they tell of its class;
 * its weights are those for the features as they were.
 */
export function trainMargins(x: SparseRows, labels: Int32Array, options: MarginOptions): LinearWeights {
  const { classes, cost, rounds, seed } = options;
  const weights = new Float32Array(x.columns * classes);
  const bias = new Float32Array(classes);
  const random = seededRandom(seed);
  const telling = tellingFeatures(x, labels, classes);
  const one = new Float32Array(x.columns + 1);
  for (let label = 0; label < classes; label++) {
    one.fill(0);
    const { rows: told, factors } = telling(label);
    trainOne({
      x: told,
      labels,
      label,
      lengths: squaredLengths(told),
      weights: one,
      ridge: 0.5 / cost,
      rounds,
      random,
    });
    for (let feature = 0; feature < x.columns; feature++)
      weights[feature * classes + label] = (one[feature] ?? 0) * (factors[feature] ?? 0);
    bias[label] = one[x.columns] ?? 0;
  }
  return { classes, weights, bias };
}

/** Of each row, the bias counted as a feature of 1. */
function squaredLengths({ rows, starts, values }: SparseRows): Float64Array {
  const lengths = new Float64Array(rows);
  for (let row = 0; row < rows; row++) {
    let sum = 1;
    for (let at = starts[row] ?? 0, end = starts[row + 1] ?? 0; at < end; at++) sum += (values[at] ?? 0) ** 2;
    lengths[row] = sum;
  }
  return lengths;
}

interface OneClass {
  readonly x: SparseRows;
  readonly labels: Int32Array;
  readonly label: number;
  readonly lengths: Float64Array;
  /** Made here; the bias is the last of them. */
  readonly weights: Float32Array;
  readonly ridge: number;
  readonly rounds: number;
  readonly random: Random;
}

function trainOne({ x, labels, label, lengths, weights, ridge, rounds, random }: OneClass): void {
  const { starts, places, values, columns } = x;
  const duals = new Float64Array(x.rows);
  let active = Int32Array.from(duals, (_, row) => row);
  let reach = Number.POSITIVE_INFINITY;
  for (let round = 0; round < rounds; round++) {
    shuffle(active, random);
    let kept = 0;
    let steepest = 0;
    for (let turn = 0; turn < active.length; turn++) {
      const row = active[turn] ?? 0;
      const start = starts[row] ?? 0;
      const end = starts[row + 1] ?? 0;
      const sign = labels[row] === label ? 1 : -1;
      const dual = duals[row] ?? 0;
      let score = weights[columns] ?? 0;
      for (let at = start; at < end; at++) score += (weights[places[at] ?? 0] ?? 0) * (values[at] ?? 0);
      const slope = sign * score - 1 + ridge * dual;
      if (dual === 0 && slope > reach) continue;
      active[kept++] = row;
      if (dual === 0 && slope >= 0) continue;
      steepest = Math.max(steepest, Math.abs(slope));
      const next = Math.max(0, dual - slope / ((lengths[row] ?? 1) + ridge));
      const step = (next - dual) * sign;
      if (step === 0) continue;
      duals[row] = next;
      weights[columns] = (weights[columns] ?? 0) + step;
      for (let at = start; at < end; at++) {
        const place = places[at] ?? 0;
        weights[place] = (weights[place] ?? 0) + step * (values[at] ?? 0);
      }
    }
    if (steepest < PRECISION) return;
    active = active.subarray(0, kept);
    reach = steepest;
  }
}
