import { seededRandom, shuffle } from "../random.ts";
import type { SparseRows } from "../sparse.ts";

/**
 * Several classifications learned at once through one narrow layer: what is learned of one (of the executor) helps
 * the others (the topic), and rare classes borrow from common ones. All is linear.
 */
export interface SharedLayer {
  readonly width: number;
  /** Feature by feature. */
  readonly layer: Float32Array;
  readonly heads: readonly SharedHead[];
}

export interface SharedHead {
  readonly classes: number;
  /** Class by class. */
  readonly weights: Float32Array;
  readonly bias: Float32Array;
}

export interface SharedOptions {
  readonly width: number;
  readonly rounds: number;
  readonly rate: number;
  /** Share of a text's features left out at each sight of it, so that no single one is relied on. */
  readonly dropped: number;
  readonly seed: number;
}

export interface Target {
  readonly labels: Int32Array;
  readonly classes: number;
}

const FIRST_SQUARE = 1e-6;
const NEGLIGIBLE = 1e-3;

/**
 * A matrix, and for each of its rows the sum of the mean squares of its slopes, by which the row's steps grow shorter:
 * AdaGrad with one pace for a row instead of one for each weight, as good here and a quarter quicker.
 */
interface Learned {
  readonly weights: Float32Array;
  readonly squares: Float32Array;
}

const learned = (rows: number, width: number, first: () => number): Learned => ({
  weights: Float32Array.from({ length: rows * width }, first),
  squares: new Float32Array(rows).fill(FIRST_SQUARE),
});

/** How far a row goes against a slope, after what its earlier steps have come to. */
function stride({ squares }: Learned, row: number, square: number, pace: number): number {
  const sum = (squares[row] ?? 0) + square;
  squares[row] = sum;
  return pace / Math.sqrt(sum);
}

function meanSquare(values: Float32Array): number {
  let sum = 0;
  for (let at = 0; at < values.length; at++) sum += (values[at] ?? 0) ** 2;
  return sum / values.length;
}

export function trainSharedLayer(x: SparseRows, targets: readonly Target[], options: SharedOptions): SharedLayer {
  const { width, rounds, rate, dropped, seed } = options;
  const random = seededRandom(seed);
  const around = (reach: number) => () => (random() * 2 - 1) * reach;
  const layer = learned(x.columns, width, around(0.3));
  const heads = targets.map(({ labels, classes }) => ({
    labels,
    classes,
    weights: learned(classes, width, around(Math.sqrt(1.5 / width))),
    bias: learned(classes, 1, () => 0),
    shares: new Float32Array(classes),
  }));
  const inner = new Float32Array(width);
  const slopes = new Float32Array(width);
  const order = Int32Array.from({ length: x.rows }, (_, row) => row);
  const steps = rounds * x.rows;
  const seen = new Int32Array(longestRow(x));
  for (let step = 0; step < steps; step++) {
    if (step % x.rows === 0) shuffle(order, random);
    const row = order[step % x.rows] ?? 0;
    const pace = rate * (1 - step / steps);
    const count = pick(x, row, dropped, random, seen);
    const scale = 1 / (1 - dropped);
    sumLayer(x, seen, count, scale, layer.weights, inner);
    slopes.fill(0);
    for (const head of heads) learnHead(head, head.labels[row] ?? 0, inner, slopes, pace);
    learnLayer(x, seen, count, scale, layer, slopes, pace);
  }
  return {
    width,
    layer: layer.weights,
    heads: heads.map(({ classes, weights, bias }) => ({ classes, weights: weights.weights, bias: bias.weights })),
  };
}

function longestRow({ rows, starts }: SparseRows): number {
  let longest = 0;
  for (let row = 0; row < rows; row++) longest = Math.max(longest, (starts[row + 1] ?? 0) - (starts[row] ?? 0));
  return longest;
}

function pick({ starts }: SparseRows, row: number, dropped: number, random: () => number, seen: Int32Array): number {
  let count = 0;
  for (let at = starts[row] ?? 0, end = starts[row + 1] ?? 0; at < end; at++)
    if (random() >= dropped) seen[count++] = at;
  return count;
}

function sumLayer(
  x: SparseRows,
  seen: Int32Array,
  count: number,
  scale: number,
  layer: Float32Array,
  sum: Float32Array,
) {
  const width = sum.length;
  sum.fill(0);
  for (let turn = 0; turn < count; turn++) {
    const at = seen[turn] ?? 0;
    const value = (x.values[at] ?? 0) * scale;
    const from = (x.places[at] ?? 0) * width;
    for (let inner = 0; inner < width; inner++) sum[inner] = (sum[inner] ?? 0) + value * (layer[from + inner] ?? 0);
  }
}

interface LearningHead {
  readonly classes: number;
  readonly weights: Learned;
  readonly bias: Learned;
  readonly shares: Float32Array;
}

/** One step of a multinomial logistic regression on the layer; what the layer should change is added to `slopes`. */
function learnHead(head: LearningHead, label: number, inner: Float32Array, slopes: Float32Array, pace: number): void {
  const { classes, weights, bias, shares } = head;
  const width = inner.length;
  const square = meanSquare(inner);
  let highest = Number.NEGATIVE_INFINITY;
  for (let own = 0; own < classes; own++) {
    let score = bias.weights[own] ?? 0;
    const from = own * width;
    for (let at = 0; at < width; at++) score += (inner[at] ?? 0) * (weights.weights[from + at] ?? 0);
    shares[own] = score;
    if (score > highest) highest = score;
  }
  let total = 0;
  for (let own = 0; own < classes; own++) total += shares[own] = Math.exp((shares[own] ?? 0) - highest);
  for (let own = 0; own < classes; own++) {
    const slope = (shares[own] ?? 0) / total - (own === label ? 1 : 0);
    if (Math.abs(slope) < NEGLIGIBLE) continue;
    bias.weights[own] = (bias.weights[own] ?? 0) - slope * stride(bias, own, slope * slope, pace);
    const step = slope * stride(weights, own, slope * slope * square, pace);
    const from = own * width;
    for (let at = 0; at < width; at++) {
      const weight = weights.weights[from + at] ?? 0;
      slopes[at] = (slopes[at] ?? 0) + slope * weight;
      weights.weights[from + at] = weight - step * (inner[at] ?? 0);
    }
  }
}

function learnLayer(
  x: SparseRows,
  seen: Int32Array,
  count: number,
  scale: number,
  layer: Learned,
  slopes: Float32Array,
  pace: number,
): void {
  const width = slopes.length;
  const square = meanSquare(slopes);
  const { weights } = layer;
  for (let turn = 0; turn < count; turn++) {
    const at = seen[turn] ?? 0;
    const value = (x.values[at] ?? 0) * scale;
    const feature = x.places[at] ?? 0;
    const step = value * stride(layer, feature, value * value * square, pace);
    const from = feature * width;
    for (let inner = 0; inner < width; inner++)
      weights[from + inner] = (weights[from + inner] ?? 0) - step * (slopes[inner] ?? 0);
  }
}
