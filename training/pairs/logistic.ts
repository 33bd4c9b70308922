/** What was observed: the values of features, whether it was so, and how much it counts. */
export interface Observation {
  readonly values: Float64Array;
  readonly so: boolean;
  readonly weight: number;
}

export interface Logistic {
  readonly bias: number;
  readonly weights: Float64Array;
}

const ROUNDS = 25;
const SETTLED = 1e-5;

/** How features spread, so that all are held back alike. */
const spreadOf = (seen: readonly Observation[], width: number) => {
  const mean = new Float64Array(width);
  const square = new Float64Array(width);
  let all = 0;
  for (const { values, weight } of seen) {
    all += weight;
    for (let at = 0; at < width; at++) {
      const value = values[at] ?? 0;
      mean[at] = (mean[at] ?? 0) + weight * value;
      square[at] = (square[at] ?? 0) + weight * value * value;
    }
  }
  const means = mean.map((sum) => sum / all);
  const spreads = square.map((sum, at) => Math.sqrt(Math.max(sum / all - (means[at] ?? 0) ** 2, 0)) || 1);
  return { all, means, spreads };
};

/** Solves a symmetric positive system (Cholesky), in place. */
const solved = (matrix: readonly Float64Array[], right: Float64Array): Float64Array => {
  const size = right.length;
  const at = (row: number, column: number): number => matrix[row]?.[column] ?? 0;
  for (let row = 0; row < size; row++) {
    const own = matrix[row] ?? right;
    for (let column = 0; column <= row; column++) {
      let sum = at(row, column);
      for (let before = 0; before < column; before++) sum -= at(row, before) * at(column, before);
      own[column] = row === column ? Math.sqrt(sum) : sum / at(column, column);
    }
  }
  const half = new Float64Array(size);
  for (let row = 0; row < size; row++) {
    let sum = right[row] ?? 0;
    for (let before = 0; before < row; before++) sum -= at(row, before) * (half[before] ?? 0);
    half[row] = sum / at(row, row);
  }
  const result = new Float64Array(size);
  for (let row = size - 1; row >= 0; row--) {
    let sum = half[row] ?? 0;
    for (let after = row + 1; after < size; after++) sum -= at(after, row) * (result[after] ?? 0);
    result[row] = sum / at(row, row);
  }
  return result;
};

/**
 * Logistic regression whose weights are held back by their squares (`ridge`, for features of spread 1), by Newton's method:
 * the same for the same observations.
 */
export const logistic = (seen: readonly Observation[], width: number, ridge: number): Logistic => {
  const { all, means, spreads } = spreadOf(seen, width);
  const size = width + 1;
  const rows = seen.map(({ values }) =>
    Float64Array.from({ length: size }, (_, at) =>
      at === width ? 1 : ((values[at] ?? 0) - (means[at] ?? 0)) / (spreads[at] ?? 1),
    ),
  );
  let learned = new Float64Array(size);
  for (let round = 0; round < ROUNDS; round++) {
    const slope = learned.map((value, at) => (at === width ? 0 : -ridge * all * value));
    const bend = Array.from({ length: size }, (_, at) => {
      const row = new Float64Array(size);
      row[at] = at === width ? 1e-9 : ridge * all;
      return row;
    });
    seen.forEach(({ so, weight }, index) => {
      const row = rows[index] ?? learned;
      let sum = 0;
      for (let at = 0; at < size; at++) sum += (row[at] ?? 0) * (learned[at] ?? 0);
      const likely = 1 / (1 + Math.exp(-sum));
      const error = weight * ((so ? 1 : 0) - likely);
      const steep = weight * likely * (1 - likely);
      for (let at = 0; at < size; at++) {
        const value = row[at] ?? 0;
        slope[at] = (slope[at] ?? 0) + error * value;
        const factor = steep * value;
        const line = bend[at] ?? slope;
        for (let before = 0; before <= at; before++) line[before] = (line[before] ?? 0) + factor * (row[before] ?? 0);
      }
    });
    const step = solved(bend, slope);
    learned = learned.map((value, at) => value + (step[at] ?? 0));
    if (step.every((value) => Math.abs(value) < SETTLED)) break;
  }
  const weights = learned.slice(0, width).map((value, at) => value / (spreads[at] ?? 1));
  const bias = (learned[width] ?? 0) - weights.reduce((sum, value, at) => sum + value * (means[at] ?? 0), 0);
  return { bias, weights };
};
