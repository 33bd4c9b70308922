import { wordFeatures } from "./features.ts";
import type { LinearModel } from "./model-file.ts";
import { featurePlaces, type TextVector } from "./text-vector.ts";

/**
 * For each of the labels (places of columns in a model) the words of the text that spoke for it, the strongest first. The
 * vector is that of the text, as the model reads it.
 */
export type Explain = (text: string, vector: TextVector, columns: readonly number[]) => string[][];

const WORDS_TOLD = 3;
/** A word of less than this share of the strongest one's weight decided nothing. */
const LEAST_SHARE = 0.25;
/** What is shorter says nothing to a reader by itself: «на», «не». */
const SHORTEST = 3;

/**
 * What a word adds to a label's score: the weight of its stem and half of those of its pairs, whose other half is the
 * neighbour's; its parts, which it shares with others, are left out. Told are words alone that the model knows as such: what five people and more have
 * written names nobody.
 */
export const explainer = (model: LinearModel): Explain => {
  const { features, weights, rowScales } = model;
  const { width } = model.card;
  const placeOf = featurePlaces(features);
  const present = new Float32Array(features.length);
  const scaled = (place: number): number => (present[place] ?? 0) * (rowScales[place] ?? 0);
  return (text, { places, values }, columns) => {
    places.forEach((place, at) => (present[place] = values[at] ?? 0));
    const told = wordFeatures(text).flatMap(({ word, own, pairs }) => {
      const place = placeOf(own);
      if (word.length < SHORTEST || /\d/.test(word) || (present[place] ?? 0) === 0) return [];
      return [{ word, place, pairs: pairs.map(placeOf).filter((pair) => pair >= 0) }];
    });
    const words = columns.map((column) => {
      const added = (place: number): number => scaled(place) * (weights[place * width + column] ?? 0);
      const spoke = told
        .map(({ word, place, pairs }) => ({
          word,
          weight: pairs.reduce((sum, pair) => sum + added(pair) / 2, added(place)),
        }))
        .filter(({ weight }) => weight > 0)
        .toSorted((one, other) => other.weight - one.weight);
      const least = (spoke[0]?.weight ?? 0) * LEAST_SHARE;
      return spoke
        .filter(({ weight }) => weight >= least)
        .slice(0, WORDS_TOLD)
        .map(({ word }) => word);
    });
    for (const place of places) present[place] = 0;
    return words;
  };
};
