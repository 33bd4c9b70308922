import type { SparseRows } from "../sparse.ts";
import { trainMargins } from "./margin-machine.ts";
import { type SharedLayer, type Target, trainSharedLayer } from "./shared-layer.ts";

/** Scores of the labels of all heads, side by side: a row of weights per feature. */
export interface Fitted {
  readonly width: number;
  readonly weights: Float32Array;
  readonly bias: Float32Array;
}

/** Chosen by cross-validation, as are the numbers below. */
const COST = 0.3;
const MARGIN_ROUNDS = 10;
const MARGIN_SHARE = 2;
const LAYER = { width: 96, rounds: 6, rate: 0.06, dropped: 0.5 };
/** Rare labels among many have the most to borrow. */
const MANY_LABELS = 60;
const layerShare = (labels: number): number => (labels > MANY_LABELS ? 0.6 : 0.3);

interface FitOptions {
  readonly seed: number;
  /** Layers that begin differently and are averaged: each makes the answers a little better. */
  readonly layers: number;
}

/**
 * Two kinds of linear scorers added up: margins, which are the best at telling one label from all others, and shared
 * layers, which know how likely each is and learn the rare from the common. A sum of linear scorers is one.
 */
export function fit(x: SparseRows, targets: readonly Target[], { seed, layers }: FitOptions): Fitted {
  const width = targets.reduce((sum, { classes }) => sum + classes, 0);
  const fitted = { width, weights: new Float32Array(x.columns * width), bias: new Float32Array(width) };
  let from = 0;
  for (const { labels, classes } of targets) {
    const margins = trainMargins(x, labels, { classes, cost: COST, rounds: MARGIN_ROUNDS, seed });
    for (let feature = 0; feature < x.columns; feature++)
      for (let label = 0; label < classes; label++)
        fitted.weights[feature * width + from + label] =
          MARGIN_SHARE * (margins.weights[feature * classes + label] ?? 0);
    for (let label = 0; label < classes; label++) fitted.bias[from + label] = MARGIN_SHARE * (margins.bias[label] ?? 0);
    from += classes;
  }
  for (let turn = 1; turn <= layers; turn++)
    addLayer(fitted, trainSharedLayer(x, targets, { ...LAYER, seed: seed + turn }), x.columns, layers);
  return fitted;
}

/** What a layer and its heads say together is linear as well: their product. It is one of so many layers. */
function addLayer(
  { width, weights, bias }: Fitted,
  { width: inner, layer, heads }: SharedLayer,
  features: number,
  layers: number,
): void {
  let from = 0;
  for (const head of heads) {
    const share = layerShare(head.classes) / layers;
    for (let feature = 0; feature < features; feature++)
      for (let label = 0; label < head.classes; label++) {
        let product = 0;
        for (let at = 0; at < inner; at++)
          product += (layer[feature * inner + at] ?? 0) * (head.weights[label * inner + at] ?? 0);
        const place = feature * width + from + label;
        weights[place] = (weights[place] ?? 0) + share * product;
      }
    for (let label = 0; label < head.classes; label++)
      bias[from + label] = (bias[from + label] ?? 0) + share * (head.bias[label] ?? 0);
    from += head.classes;
  }
}

/** The scores of a row, added up in `scores`. */
export function scoreRow({ width, weights, bias }: Fitted, x: SparseRows, row: number, scores: Float32Array): void {
  scores.set(bias);
  for (let at = x.starts[row] ?? 0, end = x.starts[row + 1] ?? 0; at < end; at++) {
    const from = (x.places[at] ?? 0) * width;
    const value = x.values[at] ?? 0;
    for (let label = 0; label < width; label++)
      scores[label] = (scores[label] ?? 0) + value * (weights[from + label] ?? 0);
  }
}
