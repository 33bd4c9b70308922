import type { ModelHead } from "./card.ts";
import { readText } from "../read-text.ts";
import type { LinearModel } from "./model-file.ts";
import { type TextVector, textVectors } from "./text-vector.ts";

/** How likely each label of a head is for a text, in the order of the head's labels. */
export type Likelihoods = ReadonlyMap<string, Float32Array>;

export type Classify = (raw: string) => Likelihoods;

export const classifier = (model: LinearModel): Classify => {
  const vectorOf = textVectors(model);
  const classify = vectorClassifier(model);
  return (raw) => classify(vectorOf(readText(raw)));
};

/** The same of a text that was read before. */
export const vectorClassifier = (model: LinearModel): ((vector: TextVector) => Likelihoods) => {
  const scores = new Float64Array(model.card.width);
  return (vector) => {
    sumScores(model, vector, scores);
    const own = new Map(
      model.card.heads.map(
        ({ name, from, labels }) =>
          [name, softmax(new Float32Array(scores.subarray(from, from + labels.length)))] as const,
      ),
    );
    for (const head of model.card.heads) agree(head, own);
    return own;
  };
};

/** Rows are added eight at a time: the sums are fetched and put back an eighth as often. */
const ROWS = 8;

const sumScores = (model: LinearModel, { places, values }: TextVector, scores: Float64Array): void => {
  const { weights, rowScales, columnScales, bias } = model;
  const width = scores.length;
  scores.fill(0);
  const start = (at: number): number => (places[at] ?? 0) * width;
  // Past the last row the first one is added no times.
  const scaled = (at: number): number => (values[at] ?? 0) * (rowScales[places[at] ?? 0] ?? 0);
  for (let at = 0; at < places.length; at += ROWS) {
    const from1 = start(at);
    const from2 = start(at + 1);
    const from3 = start(at + 2);
    const from4 = start(at + 3);
    const from5 = start(at + 4);
    const from6 = start(at + 5);
    const from7 = start(at + 6);
    const from8 = start(at + 7);
    const by1 = scaled(at);
    const by2 = scaled(at + 1);
    const by3 = scaled(at + 2);
    const by4 = scaled(at + 3);
    const by5 = scaled(at + 4);
    const by6 = scaled(at + 5);
    const by7 = scaled(at + 6);
    const by8 = scaled(at + 7);
    for (let label = 0; label < width; label++)
      scores[label] =
        (scores[label] ?? 0) +
        by1 * (weights[from1 + label] ?? 0) +
        by2 * (weights[from2 + label] ?? 0) +
        by3 * (weights[from3 + label] ?? 0) +
        by4 * (weights[from4 + label] ?? 0) +
        by5 * (weights[from5 + label] ?? 0) +
        by6 * (weights[from6 + label] ?? 0) +
        by7 * (weights[from7 + label] ?? 0) +
        by8 * (weights[from8 + label] ?? 0);
  }
  for (let label = 0; label < width; label++)
    scores[label] = (scores[label] ?? 0) * (columnScales[label] ?? 0) + (bias[label] ?? 0);
};

export const softmax = (scores: Float32Array): Float32Array => {
  let highest = Number.NEGATIVE_INFINITY;
  for (const score of scores) highest = Math.max(highest, score);
  let total = 0;
  for (let label = 0; label < scores.length; label++) total += scores[label] = Math.exp((scores[label] ?? 0) - highest);
  for (let label = 0; label < scores.length; label++) scores[label] = (scores[label] ?? 0) / total;
  return scores;
};

/** A head within another (topics within groups) and its container are brought to tell the same. */
const agree = ({ name, within }: ModelHead, own: ReadonlyMap<string, Float32Array>): void => {
  if (within === undefined) return;
  const inner = own.get(name);
  const outer = own.get(within.head);
  if (inner !== undefined && outer !== undefined) blendLevels(inner, outer, within.labels, within.blend);
};

/**
 * The likelihood of a container becomes an average of what its own head says and of what its labels sum up to (`blend`
 * is the latter's share), and theirs are scaled to sum up to it.
 */
export const blendLevels = (
  inner: Float32Array,
  outer: Float32Array,
  containers: readonly number[],
  blend: number,
): void => {
  const sums = new Float32Array(outer.length);
  for (let label = 0; label < inner.length; label++) {
    const container = containers[label] ?? 0;
    sums[container] = (sums[container] ?? 0) + (inner[label] ?? 0);
  }
  for (let container = 0; container < outer.length; container++)
    outer[container] = (1 - blend) * (outer[container] ?? 0) + blend * (sums[container] ?? 0);
  let total = 0;
  for (let label = 0; label < inner.length; label++) {
    const container = containers[label] ?? 0;
    const scaled = ((inner[label] ?? 0) * (outer[container] ?? 0)) / Math.max(sums[container] ?? 0, Number.MIN_VALUE);
    inner[label] = scaled;
    total += scaled;
  }
  for (let label = 0; label < inner.length; label++) inner[label] = (inner[label] ?? 0) / (total || 1);
};

/** Labels with the one to take first, then the others as likely as they are. */
export const ranked = (
  { favour }: { readonly favour: readonly number[] },
  likelihoods: Float32Array,
  count: number,
): number[] => {
  let first = 0;
  let highest = Number.NEGATIVE_INFINITY;
  for (let label = 0; label < likelihoods.length; label++) {
    const weighed = (likelihoods[label] ?? 0) * (favour[label] ?? 1);
    if (weighed <= highest) continue;
    highest = weighed;
    first = label;
  }
  const best = [first];
  while (best.length < Math.min(count, likelihoods.length)) {
    let next = -1;
    for (let label = 0; label < likelihoods.length; label++)
      if (!best.includes(label) && (next < 0 || (likelihoods[label] ?? 0) > (likelihoods[next] ?? 0))) next = label;
    best.push(next);
  }
  return best;
};

/** How sure one may be of an answer that is so likely. */
export const confidenceOf = (
  { rightness = [] }: { readonly rightness?: readonly number[] | undefined },
  likelihood: number,
): number => rightness[Math.min(rightness.length - 1, Math.floor(likelihood * rightness.length))] ?? likelihood;
