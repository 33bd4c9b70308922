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

/** The same of a text that was read before, by one head alone where it is named, and what it is within. */
export const vectorClassifier = (model: LinearModel, asked?: string): ((vector: TextVector) => Likelihoods) => {
  const heads = asked === undefined ? model.card.heads : headsTelling(asked, model);
  const scoresOf = scorer(model, Math.max(0, ...heads.map(({ from, labels }) => from + labels.length)));
  return (vector) => {
    const scores = scoresOf(vector);
    const own = new Map<string, Float32Array>();
    for (const { name, from, labels } of heads)
      own.set(name, softmax(new Float32Array(scores.subarray(from, from + labels.length))));
    for (const head of heads) agree(head, own);
    return own;
  };
};

const headsTelling = (asked: string, { card: { heads } }: LinearModel): readonly ModelHead[] => {
  const around = heads.find(({ name }) => name === asked)?.within?.head;
  return heads.filter(({ name }) => name === asked || name === around);
};

/** Rows are added eight at a time: the sums are fetched and put back an eighth as often. */
const ROWS = 8;

/**
 * The scores of the first so many labels, in a list that the next text has as well. This is most of the work of a message:
 * `| 0` tells that a place in the weights is a whole number of 32 bits, which else were made sure of each time.
 */
const scorer = (model: LinearModel, labels: number): ((vector: TextVector) => Float64Array) => {
  const { weights, rowScales, columnScales, bias } = model;
  const { width } = model.card;
  const scores = new Float64Array(labels);
  /** Where the row of a feature begins, and how much of it is added: nothing of what is beyond the last. */
  const start = ({ places }: TextVector, at: number): number => (places[at] ?? 0) * width;
  const share = ({ places, values }: TextVector, at: number): number =>
    (values[at] ?? 0) * (rowScales[places[at] ?? 0] ?? 0);
  return (vector) => {
    scores.fill(0);
    for (let at = 0; at < vector.places.length; at += ROWS) {
      const from1 = start(vector, at);
      const from2 = start(vector, at + 1);
      const from3 = start(vector, at + 2);
      const from4 = start(vector, at + 3);
      const from5 = start(vector, at + 4);
      const from6 = start(vector, at + 5);
      const from7 = start(vector, at + 6);
      const from8 = start(vector, at + 7);
      const by1 = share(vector, at);
      const by2 = share(vector, at + 1);
      const by3 = share(vector, at + 2);
      const by4 = share(vector, at + 3);
      const by5 = share(vector, at + 4);
      const by6 = share(vector, at + 5);
      const by7 = share(vector, at + 6);
      const by8 = share(vector, at + 7);
      for (let label = 0; label < labels; label++)
        scores[label] =
          (scores[label] ?? 0) +
          by1 * (weights[(from1 + label) | 0] ?? 0) +
          by2 * (weights[(from2 + label) | 0] ?? 0) +
          by3 * (weights[(from3 + label) | 0] ?? 0) +
          by4 * (weights[(from4 + label) | 0] ?? 0) +
          by5 * (weights[(from5 + label) | 0] ?? 0) +
          by6 * (weights[(from6 + label) | 0] ?? 0) +
          by7 * (weights[(from7 + label) | 0] ?? 0) +
          by8 * (weights[(from8 + label) | 0] ?? 0);
    }
    for (let label = 0; label < labels; label++)
      scores[label] = (scores[label] ?? 0) * (columnScales[label] ?? 0) + (bias[label] ?? 0);
    return scores;
  };
};

export const softmax = (scores: Float32Array): Float32Array => {
  let highest = Number.NEGATIVE_INFINITY;
  for (let label = 0; label < scores.length; label++) highest = Math.max(highest, scores[label] ?? highest);
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
