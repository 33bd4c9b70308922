import type { SparseRows } from "../sparse.ts";

/** Rows whose features weigh by how much they tell of one label. */
export interface TellingRows {
  readonly rows: SparseRows;
  /** What each feature was multiplied by. */
  readonly factors: Float32Array;
}

/** A feature is counted as met in so many more messages of the usual labels: few messages alone tell little. */
const USUAL_MESSAGES = 2;
/** What a feature that tells nothing keeps of the mean. */
const LEAST = 0.1;

/**
 * Weighs features by the labels of the messages they were met in: by how far those are from the usual ones (the root of
 * their divergence), and by how much oftener or rarer a feature is with one label than with the others (the log-count
 * ratio of Wang and Manning, 2012). A machine that pays for large weights then relies on what tells, and not on chance.
 */
export function tellingFeatures(x: SparseRows, labels: Int32Array, classes: number): (label: number) => TellingRows {
  const met = countMet(x, labels, classes);
  const messages = countLabels(labels, classes);
  const overall = divergences(met, messages, x);
  return (label) => {
    const ratios = logRatios(met, messages, label, x);
    const factors = overall.map((own, feature) => own * (1 + (ratios[feature] ?? 0)));
    return { rows: weighted(x, factors), factors };
  };
}

interface Met {
  /** In how many messages, feature by feature. */
  readonly all: Float32Array;
  /** In how many of each label: that of class `c` for feature `f` stands at `f * classes + c`. */
  readonly byLabel: Float32Array;
}

function countMet({ rows, columns, starts, places }: SparseRows, labels: Int32Array, classes: number): Met {
  const all = new Float32Array(columns);
  const byLabel = new Float32Array(columns * classes);
  for (let row = 0; row < rows; row++)
    for (let at = starts[row] ?? 0, end = starts[row + 1] ?? 0; at < end; at++) {
      const feature = places[at] ?? 0;
      const own = feature * classes + (labels[row] ?? 0);
      all[feature] = (all[feature] ?? 0) + 1;
      byLabel[own] = (byLabel[own] ?? 0) + 1;
    }
  return { all, byLabel };
}

function countLabels(labels: Int32Array, classes: number): Float32Array {
  const messages = new Float32Array(classes);
  for (const label of labels) messages[label] = (messages[label] ?? 0) + 1;
  return messages;
}

/** Of each feature, against the mean of all. */
function divergences({ all, byLabel }: Met, messages: Float32Array, { rows, columns }: SparseRows): Float32Array {
  const classes = messages.length;
  const usual = messages.map((count) => (count + 0.5) / (rows + 0.5 * classes));
  const found = new Float32Array(columns);
  for (let feature = 0; feature < columns; feature++) {
    const total = (all[feature] ?? 0) + USUAL_MESSAGES;
    let sum = 0;
    for (let label = 0; label < classes; label++) {
      const expected = usual[label] ?? 0;
      const share = ((byLabel[feature * classes + label] ?? 0) + USUAL_MESSAGES * expected) / total;
      sum += share * Math.log(share / expected);
    }
    found[feature] = sum;
  }
  const mean = meanOf(found);
  return found.map((own) => Math.sqrt(own / mean + LEAST));
}

/** How much oftener or rarer each feature is with the label, against the mean of all features. */
function logRatios({ all, byLabel }: Met, messages: Float32Array, label: number, { rows }: SparseRows): Float32Array {
  const classes = messages.length;
  const own = messages[label] ?? 0;
  const ratios = all.map((total, feature) => {
    const inside = byLabel[feature * classes + label] ?? 0;
    return Math.abs(Math.log((inside + 1) / (own + 2) / ((total - inside + 1) / (rows - own + 2))));
  });
  const mean = meanOf(ratios);
  return ratios.map((ratio) => ratio / mean);
}

const meanOf = (values: Float32Array): number => values.reduce((sum, value) => sum + value, 0) / values.length || 1;

/** The rows with each value times its feature's factor, scaled with the factors so that rows are of length 1 in the mean. */
function weighted(x: SparseRows, factors: Float32Array): SparseRows {
  const values = new Float32Array(x.values.length);
  let squares = 0;
  for (let at = 0; at < values.length; at++) {
    const value = (x.values[at] ?? 0) * (factors[x.places[at] ?? 0] ?? 0);
    values[at] = value;
    squares += value * value;
  }
  const scale = Math.sqrt(x.rows / squares) || 1;
  for (let at = 0; at < values.length; at++) values[at] = (values[at] ?? 0) * scale;
  for (let feature = 0; feature < factors.length; feature++) factors[feature] = (factors[feature] ?? 0) * scale;
  return { ...x, values };
}
