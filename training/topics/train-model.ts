import type { ModelHead } from "../../shared/understanding/model/card.ts";
import { blendLevels, softmax } from "../../shared/understanding/model/classify.ts";
import { readWords } from "../../shared/understanding/model/features.ts";
import type { LinearModel } from "../../shared/understanding/model/model-file.ts";
import { textVectors } from "../../shared/understanding/model/text-vector.ts";
import { maskPersonal } from "../../shared/understanding/personal/mask-personal.ts";
import { readText } from "../../shared/understanding/words/read-text.ts";
import { TrainingFailure } from "../failure.ts";
import { rowsOf, type SparseRows, sparseRows } from "../sparse.ts";
import { readingSubjects, usualSubjects } from "../subjects/usual-subjects.ts";
import { answersOf, fairlyConfident, likeliestScale, rightnessOf } from "./calibrate.ts";
import { favourLabels } from "./favour.ts";
import { type Fitted, fit, scoreRow } from "./fit.ts";
import { foldsOf } from "./folds.ts";
import { quantise } from "./quantise.ts";
import type { Examples } from "./read-examples.ts";
import { score, sureness } from "./score.ts";
import { type NamedTarget, targetsOf } from "./targets.ts";
import { chooseVocabulary } from "./vocabulary.ts";

interface TrainingOptions {
  readonly name: string;
  readonly source: string;
  readonly trainedAt: string;
  readonly seed: number;
  /** A feature of fewer messages is left out. */
  readonly leastMessages: number;
  readonly tell: (progress: string) => void;
}

const FOLDS = 3;
/** The share of what topics sum up to in what is said of their group. */
const BLEND = 0.5;
/** One is enough to judge by, a little too modestly, and saves a fifth of the time. */
const LAYERS = { judged: 1, kept: 2 };
const PRECISION = 0.95;
const LARGEST_FILE = 15_000_000;

/** Learns the columns from the texts, judges itself by cross-validation, and sets its probabilities right by that. */
export function trainModel(examples: Examples, options: TrainingOptions): LinearModel {
  const { name, source, trainedAt, seed, leastMessages, tell } = options;
  const { texts, columns } = withWords(examples);
  const targets = targetsOf(columns);
  for (const { name: column, classes } of targets)
    if (classes < 2)
      throw new TrainingFailure(`Column "${column}" has one label alone: there is nothing to tell apart.`);
  const width = targets.reduce((sum, { classes }) => sum + classes, 0);
  const masked = texts.map(maskPersonal);
  const read = masked.map(readingSubjects(usualSubjects()));
  const vocabulary = chooseVocabulary(read, { leastMessages, most: Math.floor(LARGEST_FILE / (width + 12)) });
  if (vocabulary.features.length === 0)
    throw new TrainingFailure(
      `No word occurs in ${leastMessages} messages: ${texts.length} rows are too few to learn from.`,
    );
  const vectorOf = textVectors(vocabulary);
  const x = sparseRows(read.map(vectorOf), vocabulary.features.length);
  tell(`${texts.length} messages read, ${vocabulary.features.length} features in at least ${leastMessages} of them`);
  const held = crossValidate(x, targets, foldsOf(masked, FOLDS), options);
  const whole = fit(x, targets, { seed, layers: LAYERS.kept });
  tell("learned from all messages");
  const heads = judge(targets, held, whole);
  const card = {
    format: 1 as const,
    name,
    source,
    trainedAt,
    rows: texts.length,
    features: x.columns,
    width,
    seed,
    heads,
  };
  return { card, ...vocabulary, ...quantise(whole) };
}

/** A message without words teaches nothing of words. */
function withWords({ texts, columns }: Examples): Examples {
  const kept = texts.map((text) => readWords(readText(text)).length > 0);
  return {
    texts: texts.filter((_, row) => kept[row]),
    columns: columns.map(({ name, values }) => ({ name, values: values.filter((_, row) => kept[row]) })),
  };
}

/** The scores of each row by what was learned from the other folds. */
function crossValidate(
  x: SparseRows,
  targets: readonly NamedTarget[],
  folds: Int32Array,
  { seed, tell }: TrainingOptions,
): Float32Array[] {
  const scores = Array.from({ length: x.rows }, () => new Float32Array(0));
  for (let fold = 0; fold < FOLDS; fold++) {
    const others = Int32Array.from([...folds.keys()].filter((row) => folds[row] !== fold));
    const own = targets.map(({ labels, classes }) => ({
      labels: labels.filter((_, row) => folds[row] !== fold),
      classes,
    }));
    const fitted = fit(rowsOf(x, others), own, { seed, layers: LAYERS.judged });
    for (let row = 0; row < x.rows; row++) {
      if (folds[row] !== fold) continue;
      const made = new Float32Array(fitted.width);
      scoreRow(fitted, x, row, made);
      scores[row] = made;
    }
    tell(`cross-validation ${fold + 1} of ${FOLDS}`);
  }
  return scores;
}

/** Scales the weights so that scores become probabilities, and says how good they are. */
function judge(targets: readonly NamedTarget[], held: readonly Float32Array[], whole: Fitted): ModelHead[] {
  let from = 0;
  const parts = targets.map((target) => {
    const part = { target, from, likelihoods: calibrated(target, held, from, whole) };
    from += target.classes;
    return part;
  });
  for (const { target, likelihoods } of parts) {
    const outer = parts.find((part) => part.target.name === target.within?.head);
    if (outer === undefined || target.within === undefined) continue;
    for (const [row, inner] of likelihoods.entries())
      blendLevels(inner, outer.likelihoods[row] ?? inner, target.within.labels, BLEND);
  }
  return parts.map(({ target, from, likelihoods }) => {
    const favour = favourLabels(likelihoods, target.labels, target.classes);
    const answers = answersOf(likelihoods, target.labels, favour);
    return {
      name: target.name,
      labels: [...target.names],
      from,
      ...(target.within === undefined
        ? {}
        : { within: { head: target.within.head, labels: [...target.within.labels], blend: BLEND } }),
      favour,
      sureFrom: sureness(answers, PRECISION).from,
      rightness: rightnessOf(answers),
      scores: score(fairlyConfident(answers), target.classes),
    };
  });
}

function calibrated(
  { classes, labels }: NamedTarget,
  held: readonly Float32Array[],
  from: number,
  whole: Fitted,
): Float32Array[] {
  const own = held.map((scores) => scores.subarray(from, from + classes));
  const scale = likeliestScale(own, labels);
  for (let row = 0; row < whole.weights.length; row += whole.width)
    for (let label = from; label < from + classes; label++)
      whole.weights[row + label] = (whole.weights[row + label] ?? 0) * scale;
  for (let label = from; label < from + classes; label++) whole.bias[label] = (whole.bias[label] ?? 0) * scale;
  return own.map((scores) => softmax(scores.map((value) => value * scale)));
}
