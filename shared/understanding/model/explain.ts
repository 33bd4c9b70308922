import type { LinearModel } from "./model-file.ts";
import type { TextVector } from "./text-vector.ts";

/**
 * For each of the labels (places of columns in a model) the words of the text that spoke for it, the strongest first. Told are
 * those that stand in the text when personal data are masked, too.
 */
export type Explain = (text: TextVector, masked: TextVector, columns: readonly number[]) => string[][];

const WORDS_TOLD = 3;
/** A word of less than this share of the strongest one's weight decided nothing. */
const LEAST_SHARE = 0.25;

interface Told {
  readonly word: string;
  readonly place: number;
  /** With each neighbour. */
  readonly before: number;
  readonly after: number;
}

/**
 * What a word adds to a label's score: the weight of its stem and half of those of its pairs, whose other half is the
 * neighbour's; its parts, which it shares with others, are left out. Told are words alone that the model knows as such: what five people and more have
 * written names nobody.
 */
export const explainer = (model: LinearModel): Explain => {
  const { features, weights, rowScales } = model;
  const { width } = model.card;
  const present = new Float32Array(features.length);
  /** The words told of, each stem once, with the places of its own row and of those of its pairs. */
  const toldOf = ({ words, pairs }: TextVector): Told[] => {
    const seen = new Set<number>();
    const told: Told[] = [];
    words.forEach(({ word, own: place, mayBeTold }, at) => {
      if (place < 0 || seen.has(place)) return;
      seen.add(place);
      if (mayBeTold && present[place] !== 0)
        told.push({ word, place, before: pairs[at] ?? -1, after: pairs[at + 1] ?? -1 });
    });
    return told;
  };
  /** Nothing for a place that is none. */
  const added = (place: number, column: number): number =>
    place < 0 ? 0 : (present[place] ?? 0) * (rowScales[place] ?? 0) * (weights[place * width + column] ?? 0);
  const strongest = (told: readonly Told[], column: number): string[] => {
    const best: { readonly word: string; readonly weight: number }[] = [];
    for (const { word, place, before, after } of told) {
      const weight = added(place, column) + added(before, column) / 2 + added(after, column) / 2;
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
