import type { ReadText } from "../words/read-text.ts";
import type { ModelHead } from "./card.ts";
import type { LinearModel } from "./model-file.ts";
import { type ModelRows, modelRows } from "./row-sums.ts";
import { type TextVector, textVectors } from "./text-vector.ts";

/** How likely each label of a head is for a text, in the order of the head's labels. */
export type Likelihoods = ReadonlyMap<string, Float32Array>;

export type Classify = (raw: string) => Likelihoods;

/** `read` reads a text as those were read that the model learned from. */
export const classifier = (model: LinearModel, read: (raw: string) => ReadText): Classify => {
  const vectorOf = textVectors(model);
  const { classify } = vectorClassifier(model);
  return (raw) => classify(vectorOf(read(raw)));
};

/** What tells of vectors, with the rows that it tells by. */
interface VectorClassifier {
  readonly classify: (vector: TextVector) => Likelihoods;
  readonly rows: ModelRows;
}

/** The same of a text that was read before, by one head alone where it is named, and what it is within. */
export const vectorClassifier = (model: LinearModel, asked?: string): VectorClassifier => {
  const heads = asked === undefined ? model.card.heads : headsTelling(asked, model);
  const labels = Math.max(0, ...heads.map(({ from, labels: own }) => from + own.length));
  const rows = modelRows(model, labels);
  const scoresOf = scorer(model, labels, rows);
  const classify = (vector: TextVector): Likelihoods => {
    const scores = scoresOf(vector);
    const own = new Map<string, Float32Array>();
    for (const { name, from, labels } of heads) own.set(name, softmax(scores.slice(from, from + labels.length)));
    for (const head of heads) agree(head, own);
    return own;
  };
  return { classify, rows };
};

const headsTelling = (asked: string, { card: { heads } }: LinearModel): readonly ModelHead[] => {
  const around = heads.find(({ name }) => name === asked)?.within?.head;
  return heads.filter(({ name }) => name === asked || name === around);
};

/** The scores of the first so many labels, in a list that the next text has as well. */
const scorer = (
  { columnScales, bias }: LinearModel,
  labels: number,
  { sumsOf }: ModelRows,
): ((vector: TextVector) => Float32Array) => {
  return (vector) => {
    const scores = sumsOf(vector);
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
