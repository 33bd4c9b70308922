import { confidenceOf, ranked } from "../../shared/understanding/model/classify.ts";
import type { Answer } from "./score.ts";

const LOWEST_SCALE = 0.1;
const HIGHEST_SCALE = 10;
/** Golden sections of the range, each to 0.62 of the one before: to a hundredth of the scale. */
const SECTIONS = 14;
const GOLDEN = (Math.sqrt(5) - 1) / 2;
/** More rows make the scale no better. */
const ROWS_WEIGHED = 5_000;

/** The factor by which scores become the likeliest probabilities of what was true (temperature scaling). */
export function likeliestScale(rows: readonly Float32Array[], truths: Int32Array): number {
  const apart = Math.max(1, Math.floor(rows.length / ROWS_WEIGHED));
  // Convex in the scale, so it falls to the one lowest place and rises from there.
  const loss = (logarithm: number): number => {
    const scale = Math.exp(logarithm);
    let sum = 0;
    for (let row = 0; row < rows.length; row += apart)
      sum += surprise(rows[row] ?? new Float32Array(1), truths[row] ?? 0, scale);
    return sum;
  };
  let [low, high] = [Math.log(LOWEST_SCALE), Math.log(HIGHEST_SCALE)];
  for (let section = 0; section < SECTIONS; section++) {
    const [one, other] = [high - GOLDEN * (high - low), low + GOLDEN * (high - low)];
    if (loss(one) < loss(other)) high = other;
    else low = one;
  }
  return Math.exp((low + high) / 2);
}

/** The negative logarithm of the truth's probability. */
function surprise(scores: Float32Array, truth: number, scale: number): number {
  let highest = Number.NEGATIVE_INFINITY;
  for (const own of scores) highest = Math.max(highest, own);
  let total = 0;
  for (const own of scores) total += Math.exp((own - highest) * scale);
  return Math.log(total) - ((scores[truth] ?? 0) - highest) * scale;
}

export const answersOf = (
  likelihoods: readonly Float32Array[],
  truths: Int32Array,
  favour: readonly number[],
): Answer[] =>
  likelihoods.map((own, row) => {
    const best = ranked({ favour }, own, 3);
    return { truth: truths[row] ?? -1, ranked: best, confidence: own[best[0] ?? 0] ?? 0 };
  });

/** The same answers, as sure of themselves as such answers were right. */
export const confidentAnswers = (
  answers: readonly Answer[],
  head: { readonly rightness?: readonly number[] | undefined },
): Answer[] => answers.map((answer) => ({ ...answer, confidence: confidenceOf(head, answer.confidence) }));

/** The same by halves, each by how often the other one's answers were right: so that nothing is judged by itself. */
export function fairlyConfident(answers: readonly Answer[]): Answer[] {
  const halves = [0, 1].map((half) => answers.filter((_, row) => row % 2 === half));
  return halves.flatMap((half, at) => confidentAnswers(half, { rightness: rightnessOf(halves[1 - at] ?? []) }));
}

const STEPS = 20;
/** So many answers that were right as often as they were said to be are added to each step: few alone prove nothing. */
const BELIEF = 10;

/** How often answers of each twentieth of likelihood were right, never less often for likelier ones (isotonic). */
export function rightnessOf(answers: readonly Answer[]): number[] {
  const steps = Array.from({ length: STEPS }, (_, step) => ({
    right: (BELIEF * (step + 0.5)) / STEPS,
    count: BELIEF,
    width: 1,
  }));
  for (const { truth, ranked, confidence } of answers) {
    const step = steps[Math.min(STEPS - 1, Math.floor(confidence * STEPS))];
    if (step === undefined) continue;
    step.count += 1;
    if (truth === ranked[0]) step.right += 1;
  }
  const pools: typeof steps = [];
  for (let pool of steps) {
    for (let last = pools.at(-1); last !== undefined && last.right * pool.count > pool.right * last.count; ) {
      pool = { right: last.right + pool.right, count: last.count + pool.count, width: last.width + pool.width };
      pools.pop();
      last = pools.at(-1);
    }
    pools.push(pool);
  }
  return pools.flatMap(({ right, count, width }) => Array.from({ length: width }, () => right / count));
}
