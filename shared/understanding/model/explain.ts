import { WORDS_READ } from "./features.ts";
import type { LinearModel } from "./model-file.ts";
import type { ModelRows } from "./row-sums.ts";
import type { TextVector } from "./text-vector.ts";

/**
 * For each label, given as the place of its column in the model, the words of the text that spoke for it, the strongest
 * first. Only words that the text still has once personal data are masked are told.
 */
export type Explain = (text: TextVector, masked: TextVector, columns: readonly number[]) => string[][];

const WORDS_TOLD = 3;
/** A word of less than this share of the strongest one's weight decided nothing. */
const LEAST_SHARE = 0.25;

/** Five features of a word add something: its own, those of its pairs with either neighbour, and two things that it means. */
const FEATURES = 5;

/**
 * What a word adds to a label's score: the weight of its stem, half of those of its pairs, whose other half is the
 * neighbour's, and the weights of what it means. Its parts, which it shares with other words, are left out. Only words that
 * the model knows as such are told: what five people and more have written names nobody. The lists are written anew for
 * each text.
 */
export const explainer = ({ features, rowScales }: LinearModel, { weights, startOf }: ModelRows): Explain => {
  const present = new Float32Array(features.length);
  /** Where the row of each feature's weights begins, and how much of it is added: nothing of an unknown one's. */
  const rows = new Int32Array(WORDS_READ * FEATURES);
  const shares = new Float64Array(WORDS_READ * FEATURES);
  const write = (at: number, place = -1): void => {
    rows[at] = startOf(Math.max(0, place));
    shares[at] = place < 0 ? 0 : (present[place] ?? 0) * (rowScales[place] ?? 0);
  };
  /** The words told of, each stem once. */
  const toldOf = ({ words, pairs }: TextVector): string[] => {
    const seen: number[] = [];
    const told: string[] = [];
    let next = 0;
    for (const { word, own, meant, mayBeTold } of words) {
      const at = next++;
      if (own < 0 || seen.includes(own)) continue;
      seen.push(own);
      if (!mayBeTold || present[own] === 0) continue;
      const first = told.length * FEATURES;
      write(first, own);
      write(first + 1, pairs[at]);
      write(first + 2, pairs[at + 1]);
      write(first + 3, meant[0]);
      write(first + 4, meant[1]);
      told.push(word);
    }
    return told;
  };
  const added = (feature: number, column: number): number =>
    (shares[feature] ?? 0) * (weights[(rows[feature] ?? 0) + column] ?? 0);
  const strongest = (told: readonly string[], column: number): string[] => {
    const best: { readonly word: string; readonly weight: number }[] = [];
    let next = 0;
    for (const word of told) {
      const first = FEATURES * next++;
      const weight =
        added(first, column) +
        (added(first + 1, column) + added(first + 2, column)) / 2 +
        added(first + 3, column) +
        added(first + 4, column);
      let at = best.length;
      while (at > 0 && (best[at - 1]?.weight ?? 0) < weight) at -= 1;
      if (weight <= 0 || at >= WORDS_TOLD) continue;
      best.splice(at, 0, { word, weight });
      if (best.length > WORDS_TOLD) best.pop();
    }
    const least = (best[0]?.weight ?? 0) * LEAST_SHARE;
    return best.filter(({ weight }) => weight >= least).map(({ word }) => word);
  };
  return ({ places, values }, masked, columns) => {
    for (let at = 0; at < places.length; at++) present[places[at] ?? 0] = values[at] ?? 0;
    const told = toldOf(masked);
    const words = columns.map((column) => strongest(told, column));
    for (const place of places) present[place] = 0;
    return words;
  };
};
