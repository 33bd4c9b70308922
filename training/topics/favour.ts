import { answersOf } from "./calibrate.ts";
import { score } from "./score.ts";

const LEANINGS = [0, 0.1, 0.2, 0.3, 0.4];
const CHANGES = [0.7, 0.8, 0.9, 1.1, 1.25, 1.4];
const ROUNDS = 3;
/** A change has to be worth so many right answers more among all rows. */
const WORTH = 0.5;

/**
 * How much to favour each label when one is chosen, for the best weighted F1: by a power of how rare it is, so that rare
 * ones are chosen when they should be; then each by itself, as labels that take messages from others are held back, where
 * what is learned so from one half of the answers makes the other half better.
 */
export function favourLabels(likelihoods: readonly Float32Array[], truths: Int32Array, labels: number): number[] {
  const halves = [0, 1].map((half) => ({
    likelihoods: likelihoods.filter((_, row) => row % 2 === half),
    truths: truths.filter((_, row) => row % 2 === half),
  }));
  let gain = 0;
  for (const [at, half] of halves.entries()) {
    const other = halves[1 - at] ?? half;
    const f1 = (favour: readonly number[]): number =>
      score(answersOf(other.likelihoods, other.truths, favour), labels).weightedF1;
    const rare = favourRare(half.likelihoods, half.truths, labels);
    gain += f1(favourEach(half.likelihoods, half.truths, rare)) - f1(rare);
  }
  const rare = favourRare(likelihoods, truths, labels);
  return gain > 0 ? favourEach(likelihoods, truths, rare) : rare;
}

function favourRare(likelihoods: readonly Float32Array[], truths: Int32Array, labels: number): number[] {
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

/** Up the slope: one label after another, the most frequent first, as long as any change is worth it. */
function favourEach(likelihoods: readonly Float32Array[], truths: Int32Array, first: readonly number[]): number[] {
  const favour = [...first];
  const counts = favour.map((_, label) => truths.reduce((count, truth) => count + Number(truth === label), 0));
  const order = [...favour.keys()].toSorted((one, other) => (counts[other] ?? 0) - (counts[one] ?? 0));
  const worth = WORTH / truths.length;
  let two = bestTwo(likelihoods, favour);
  let best = weightedF1({ likelihoods, truths, counts, two, label: -1, weight: 0 });
  for (let round = 0; round < ROUNDS; round++) {
    const before = best;
    for (const label of order)
      for (const change of CHANGES) {
        const weight = (favour[label] ?? 1) * change;
        const f1 = weightedF1({ likelihoods, truths, counts, two, label, weight });
        if (f1 < best + worth) continue;
        best = f1;
        favour[label] = weight;
        two = bestTwo(likelihoods, favour);
      }
    if (best === before) break;
  }
  return favour;
}

/** Of each row the label that is chosen, the one after it, and what they weigh. */
interface BestTwo {
  readonly first: Int32Array;
  readonly second: Int32Array;
  readonly ofFirst: Float64Array;
  readonly ofSecond: Float64Array;
}

function bestTwo(likelihoods: readonly Float32Array[], favour: readonly number[]): BestTwo {
  const rows = likelihoods.length;
  const first = new Int32Array(rows).fill(-1);
  const second = new Int32Array(rows).fill(-1);
  const ofFirst = new Float64Array(rows).fill(-1);
  const ofSecond = new Float64Array(rows).fill(-1);
  likelihoods.forEach((own, row) => {
    for (let label = 0; label < favour.length; label++) {
      const weighed = (own[label] ?? 0) * (favour[label] ?? 1);
      if (weighed > (ofFirst[row] ?? 0)) {
        second[row] = first[row] ?? -1;
        ofSecond[row] = ofFirst[row] ?? -1;
        first[row] = label;
        ofFirst[row] = weighed;
      } else if (weighed > (ofSecond[row] ?? 0)) {
        second[row] = label;
        ofSecond[row] = weighed;
      }
    }
  });
  return { first, second, ofFirst, ofSecond };
}

interface Trial {
  readonly likelihoods: readonly Float32Array[];
  readonly truths: Int32Array;
  readonly counts: readonly number[];
  readonly two: BestTwo;
  /** The label that is favoured otherwise, so much. */
  readonly label: number;
  readonly weight: number;
}

function weightedF1({ likelihoods, truths, counts, two, label, weight }: Trial): number {
  const { first, second, ofFirst, ofSecond } = two;
  const said = new Float64Array(counts.length);
  const right = new Float64Array(counts.length);
  for (let row = 0; row < truths.length; row++) {
    const weighed = (likelihoods[row]?.[label] ?? 0) * weight;
    const rival = first[row] === label ? second[row] : first[row];
    const answer = weighed > ((first[row] === label ? ofSecond[row] : ofFirst[row]) ?? 0) ? label : (rival ?? -1);
    said[answer] = (said[answer] ?? 0) + 1;
    if (answer === truths[row]) right[answer] = (right[answer] ?? 0) + 1;
  }
  const sum = counts.reduce(
    (made, count, own) => made + (count * 2 * (right[own] ?? 0)) / Math.max(1, count + (said[own] ?? 0)),
    0,
  );
  return sum / truths.length;
}
