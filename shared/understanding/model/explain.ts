import { pairFeature, readWords } from "./features.ts";
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

const DIGIT = /\d/;

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
  const placeOf = featurePlaces(features);
  const present = new Float32Array(features.length);
  /** The words told of, each once, with the places of its own row and of those of its pairs. */
  const toldOf = (text: string): Told[] => {
    const read = readWords(text);
    const seen = new Set<string>();
    return read.flatMap(({ word, stem, own }, at) => {
      if (seen.has(stem)) return [];
      seen.add(stem);
      if (word.length < SHORTEST || DIGIT.test(word)) return [];
      const place = placeOf(own);
      if ((present[place] ?? 0) === 0) return [];
      const before = placeOf(pairFeature(read[at - 1]?.stem ?? "", stem));
      const after = placeOf(pairFeature(stem, read[at + 1]?.stem ?? ""));
      return { word, place, before, after };
    });
  };
  /** Nothing for a place that is none. */
  const added = (place: number, column: number): number =>
    place < 0 ? 0 : (present[place] ?? 0) * (rowScales[place] ?? 0) * (weights[place * width + column] ?? 0);
  const strongest = (told: readonly Told[], column: number): string[] => {
    const spoke = told
      .map(({ word, place, before, after }) => ({
        word,
        weight: added(place, column) + added(before, column) / 2 + added(after, column) / 2,
      }))
      .filter(({ weight }) => weight > 0)
      .toSorted((one, other) => other.weight - one.weight);
    const least = (spoke[0]?.weight ?? 0) * LEAST_SHARE;
    return spoke
      .slice(0, WORDS_TOLD)
      .filter(({ weight }) => weight >= least)
      .map(({ word }) => word);
  };
  return (text, { places, values }, columns) => {
    places.forEach((place, at) => (present[place] = values[at] ?? 0));
    const told = toldOf(text);
    const words = columns.map((column) => strongest(told, column));
    for (const place of places) present[place] = 0;
    return words;
  };
};
