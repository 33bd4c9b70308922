import { ranked, softmax } from "../shared/understanding/model/classify.ts";
import { type Answer, score } from "./score.ts";

const LOWEST_SCALE = 0.1;
const HIGHEST_SCALE = 10;
const SCALE_STEP = 1.03;
const FLOOR = 1e-9;

/** The factor by which scores become the likeliest probabilities of what was true (temperature scaling). */
export function likeliestScale(rows: readonly Float32Array[], truths: Int32Array): number {
  let best = { scale: 1, loss: Number.POSITIVE_INFINITY };
  for (let scale = LOWEST_SCALE; scale < HIGHEST_SCALE; scale *= SCALE_STEP) {
    let loss = 0;
    rows.forEach((scores, row) => {
      const likelihoods = softmax(scores.map((own) => own * scale));
      loss -= Math.log(Math.max(FLOOR, likelihoods[truths[row] ?? 0] ?? 0));
    });
    if (loss < best.loss) best = { scale, loss };
  }
  return best.scale;
}

const LEANINGS = [0, 0.1, 0.2, 0.3, 0.4];

/**
 * How much to favour each label so that rare ones are chosen when they should be: by a power of how rare it is, the
 * power being that with the best weighted F1.
 */
export function favourRare(likelihoods: readonly Float32Array[], truths: Int32Array, labels: number): number[] {
  const counts = new Float64Array(labels).fill(1);
  for (const truth of truths) counts[truth] = (counts[truth] ?? 0) + 1;
  let best = { favour: Array.from(counts, () => 1), f1: 0 };
  for (const leaning of LEANINGS) {
    const favour = Array.from(counts, (count) => (truths.length / count) ** leaning);
    const { weightedF1 } = score(answersOf(likelihoods, truths, favour), labels);
    if (weightedF1 > best.f1) best = { favour, f1: weightedF1 };
  }
  return best.favour;
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
