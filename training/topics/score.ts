import type { Scores } from "../../shared/understanding/model/card.ts";

/** An answer and the truth, as places of labels. A label unknown to the model is -1. */
export interface Answer {
  readonly truth: number;
  /** The best first. */
  readonly ranked: readonly number[];
  /** How likely the first was said to be. */
  readonly confidence: number;
}

const BINS = 15;

/** Accuracy, F1 and calibration of answers over so many labels. */
export function score(answers: readonly Answer[], labels: number): Scores {
  const share = (count: number): number => (answers.length === 0 ? 0 : count / answers.length);
  const { weighted, macro } = f1(answers, labels);
  return {
    n: answers.length,
    accuracy: share(answers.filter(({ truth, ranked }) => ranked[0] === truth).length),
    weightedF1: weighted,
    macroF1: macro,
    top3: share(answers.filter(({ truth, ranked }) => ranked.slice(0, 3).includes(truth)).length),
    ece: calibrationError(answers),
  };
}

function f1(answers: readonly Answer[], labels: number): { readonly weighted: number; readonly macro: number } {
  // The last place is for all labels that the model does not know.
  const right = new Float64Array(labels + 1);
  const said = new Float64Array(labels + 1);
  const true_ = new Float64Array(labels + 1);
  const place = (label: number): number => (label < 0 ? labels : label);
  const count = (counts: Float64Array, at: number): void => {
    counts[at] = (counts[at] ?? 0) + 1;
  };
  for (const { truth, ranked } of answers) {
    const answer = ranked[0] ?? -1;
    count(true_, place(truth));
    count(said, place(answer));
    if (truth === answer && truth >= 0) count(right, truth);
  }
  let weighted = 0;
  let sum = 0;
  let met = 0;
  for (let label = 0; label <= labels; label++) {
    const both = (said[label] ?? 0) + (true_[label] ?? 0);
    if (both === 0) continue;
    const value = (2 * (right[label] ?? 0)) / both;
    weighted += value * (true_[label] ?? 0);
    sum += value;
    met += 1;
  }
  return { weighted: answers.length === 0 ? 0 : weighted / answers.length, macro: met === 0 ? 0 : sum / met };
}

function calibrationError(answers: readonly Answer[]): number {
  const gaps = new Float64Array(BINS);
  for (const { truth, ranked, confidence } of answers) {
    const bin = Math.min(BINS - 1, Math.floor(confidence * BINS));
    gaps[bin] = (gaps[bin] ?? 0) + confidence - Number(ranked[0] === truth);
  }
  return answers.length === 0 ? 0 : gaps.reduce((sum, gap) => sum + Math.abs(gap), 0) / answers.length;
}

export interface Sureness {
  /** The probability from which on answers were right often enough; over 1 when from none. */
  readonly from: number;
  /** The share of the answers that are so sure. */
  readonly share: number;
}

/** From which confidence on this share of the answers is right. */
export function sureness(answers: readonly Answer[], precision: number): Sureness {
  const surest = answers.toSorted((one, other) => other.confidence - one.confidence);
  let right = 0;
  let best: Sureness = { from: 2, share: 0 };
  surest.forEach(({ truth, ranked, confidence }, at) => {
    if (ranked[0] === truth) right += 1;
    if (right / (at + 1) >= precision && surest[at + 1]?.confidence !== confidence)
      best = { from: confidence, share: (at + 1) / surest.length };
  });
  return best;
}
