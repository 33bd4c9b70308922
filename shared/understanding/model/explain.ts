import { wordFeatures } from "./features.ts";
import type { LinearModel } from "./model-file.ts";
import { textVectors } from "./text-vector.ts";

/** For each of the labels (places of columns in a model) the words of the text that spoke for it, the strongest first. */
export type Explain = (text: string, columns: readonly number[]) => string[][];

const WORDS_TOLD = 3;
/** A word of less than this share of the strongest one's weight decided nothing. */
const LEAST_SHARE = 0.25;
/** What is shorter says nothing to a reader by itself: «на», «не». */
const SHORTEST = 3;

/**
 * What a word adds to a label's score: the weights of its stem and its parts, and half of those of its pairs, whose
 * other half is the neighbour's. Told are words alone that the model knows as such: what five people and more have
 * written names nobody.
 */
export const explainer = (model: LinearModel): Explain => {
  const vectorOf = textVectors(model);
  const { features, weights, rowScales } = model;
  const { width } = model.card;
  return (text, columns) => {
    const { places, values } = vectorOf(text);
    const known = new Map<number, number>();
    places.forEach((place, at) => known.set(features[place] ?? 0, at));
    const told = wordFeatures(text).filter(({ word, own }) => word.length >= SHORTEST && known.has(own));
    return columns.map((column) => {
      const added = (feature: number): number => {
        const at = known.get(feature);
        if (at === undefined) return 0;
        const place = places[at] ?? 0;
        return (values[at] ?? 0) * (rowScales[place] ?? 0) * (weights[place * width + column] ?? 0);
      };
      const sum = (list: readonly number[]): number => list.reduce((total, feature) => total + added(feature), 0);
      const spoke = told
        .map(({ word, own, pairs, parts }) => ({ word, weight: added(own) + sum(parts) + sum(pairs) / 2 }))
        .filter(({ word, weight }) => weight > 0 && !/\d/.test(word))
        .toSorted((one, other) => other.weight - one.weight);
      const least = (spoke[0]?.weight ?? 0) * LEAST_SHARE;
      return spoke
        .filter(({ weight }) => weight >= least)
        .slice(0, WORDS_TOLD)
        .map(({ word }) => word);
    });
  };
};
