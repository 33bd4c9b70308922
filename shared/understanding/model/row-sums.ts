import type { LinearModel } from "./model-file.ts";
import { rowSumsCode } from "./row-sums-code.ts";
import type { TextVector } from "./text-vector.ts";

/** Of WebAssembly what is used here: the types of Node do not tell of it. */
declare const WebAssembly: {
  readonly Memory: new (size: { readonly initial: number }) => { readonly buffer: ArrayBuffer };
  readonly Module: new (code: Uint8Array) => object;
  readonly Instance: new (
    module: object,
    imports: { readonly rows: { readonly memory: object } },
  ) => { readonly exports: { readonly add: (list: number, end: number, sums: number, labels: number) => void } };
};

/** The rows of a model, of the features that texts had. */
export interface ModelRows {
  /** Of each label what the features of a text add up to. The list is written anew for the next text. */
  readonly sumsOf: (vector: Pick<TextVector, "places" | "values">) => Float32Array;
  readonly weights: Int8Array;
  /** Where the row of a feature begins in them. What a text was just added up by lies near the processor there. */
  readonly startOf: (place: number) => number;
}

const PAGE = 65536;
/** So many labels are added at once. */
const AT_ONCE = 16;
/** Where a row begins, and its share. */
const PAIR_BYTES = 8;
const FLOAT_BYTES = 4;

/**
 * Adds up the rows of a text's features, the first so many labels of each: most of the work of a message. It is done by
 * `row-sums.wat`, which reckons with several labels at once, in a third of the time that JavaScript takes
 * ([decision 0035](../../../docs/decisions/0035-weights-are-added-up-by-webassembly.md)). A row is taken to its memory when a text first has
 * the feature, so that a model is there as soon as it is read.
 */
export const modelRows = (
  { features, weights, rowScales, card: { width } }: LinearModel,
  labels: number,
): ModelRows => {
  const wide = Math.max(1, Math.ceil(labels / AT_ONCE)) * AT_ONCE;
  const sumsAt = features.length * PAIR_BYTES + PAIR_BYTES;
  const rowsAt = Math.ceil((sumsAt + wide * FLOAT_BYTES) / AT_ONCE) * AT_ONCE;
  const memory = new WebAssembly.Memory({ initial: Math.ceil((rowsAt + features.length * wide) / PAGE) });
  const code = new WebAssembly.Module(Buffer.from(rowSumsCode, "base64"));
  const { add } = new WebAssembly.Instance(code, { rows: { memory } }).exports;
  const begins = new Int32Array(memory.buffer);
  const shares = new Float32Array(memory.buffer);
  const rows = new Int8Array(memory.buffer, rowsAt);
  const sums = new Float32Array(memory.buffer, sumsAt, labels);
  const taken = new Uint8Array(features.length);
  const startOf = (place: number): number => {
    if (taken[place] === 0) {
      rows.set(weights.subarray(place * width, place * width + labels), place * wide);
      taken[place] = 1;
    }
    return place * wide;
  };
  const sumsOf: ModelRows["sumsOf"] = ({ places, values }) => {
    for (let at = 0; at < places.length; at++) {
      const place = places[at] ?? 0;
      begins[2 * at] = rowsAt + startOf(place);
      shares[2 * at + 1] = (values[at] ?? 0) * (rowScales[place] ?? 0);
    }
    if (places.length === 0) sums.fill(0);
    else add(0, places.length * PAIR_BYTES, sumsAt, wide);
    return sums;
  };
  return { sumsOf, weights: rows, startOf };
};
