import type { LinearModel } from "../../shared/understanding/model/model-file.ts";
import type { Fitted } from "./fit.ts";

const LARGEST = 127;

/** Weights as bytes: each column by its usual size, then each row by its largest weight. */
export function quantise({
  width,
  weights,
  bias,
}: Fitted): Pick<LinearModel, "rowScales" | "columnScales" | "bias" | "weights"> {
  const rows = weights.length / width;
  const columnScales = usualSizes(weights, width);
  const rowScales = new Float32Array(rows);
  const bytes = new Int8Array(weights.length);
  for (let row = 0; row < rows; row++) {
    const from = row * width;
    let largest = 0;
    for (let column = 0; column < width; column++)
      largest = Math.max(largest, Math.abs((weights[from + column] ?? 0) / (columnScales[column] ?? 1)));
    const scale = largest / LARGEST || 1;
    rowScales[row] = scale;
    for (let column = 0; column < width; column++)
      bytes[from + column] = Math.round((weights[from + column] ?? 0) / (columnScales[column] ?? 1) / scale);
  }
  return { rowScales, columnScales, bias, weights: bytes };
}

/** The root of the mean square of each column. */
function usualSizes(weights: Float32Array, width: number): Float32Array {
  const sums = new Float64Array(width);
  for (let at = 0; at < weights.length; at++) sums[at % width] = (sums[at % width] ?? 0) + (weights[at] ?? 0) ** 2;
  return Float32Array.from(sums, (sum) => Math.sqrt((sum * width) / weights.length) || 1);
}
