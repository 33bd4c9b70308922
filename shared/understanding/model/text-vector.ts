import type { ReadText } from "../words/read-text.ts";
import { bySpelling, type Spelling } from "../words/spellings.ts";
import { featurePlaces } from "./feature-places.ts";
import { isWordFeature, NO_WORD, pairBegun, pairFeature, readWord, subjectFeatures, writtenWords } from "./features.ts";

/** A word with the places of its features in a model: -1 where the model does not know the word itself. */
export interface PlacedWord {
  readonly word: string;
  readonly stem: string;
  readonly own: number;
  /** What is known of its pair with the word after it. */
  readonly begun: number;
  /** Of those of its parts that the model knows. */
  readonly parts: readonly number[];
  /** Of what it means. */
  readonly meant: readonly number[];
  /** Whether the model knows it as such, and it says something to a reader by itself: «на» and «не» do not, nor do numbers. */
  readonly mayBeTold: boolean;
}

/** A text as a sparse vector: places of features in a model, and how much each of them weighs. */
export interface TextVector {
  readonly places: Int32Array;
  readonly values: Float32Array;
  readonly words: readonly PlacedWord[];
  /** The place of each word's pair with the one before it, and of the last with nothing after it; -1 as above. */
  readonly pairs: readonly number[];
}

/** What a model knows of its features: their hashes, and how rare each is (inverse document frequency). */
export interface Vocabulary {
  readonly features: Uint32Array;
  readonly rarity: Float32Array;
}

const SHORTEST_TOLD = 3;
const DIGIT = /\d/;

const placedWords = (placeOf: (feature: number) => number): ((written: Spelling) => PlacedWord) =>
  bySpelling((written) => {
    const { word, stem, own: feature, parts: features, meant: meanings } = readWord(written);
    const own = placeOf(feature);
    const parts = Array.from(features, placeOf).filter((place) => place >= 0);
    const meant = meanings.map(placeOf).filter((place) => place >= 0);
    const begun = pairBegun(stem);
    return {
      word,
      stem,
      own,
      begun,
      parts,
      meant,
      mayBeTold: own >= 0 && word.length >= SHORTEST_TOLD && !DIGIT.test(word),
    };
  });

/**
 * Texts as vectors: each feature counts by the logarithm of how often it occurs, times its rarity. Words, with what they mean
 * and what the text may be about, make one half, parts of words the other. Each half is of length 1/√2 where a text has both,
 * so that the whole is of length 1. The lists that they are counted in are written anew for each text.
 */
export const textVectors = ({ features, rarity }: Vocabulary): ((read: ReadText) => TextVector) => {
  const placeOf = featurePlaces(features);
  const placed = placedWords(placeOf);
  const counts = new Uint16Array(features.length);
  const found = new Int32Array(features.length);
  /** Counts a feature; how many different ones are found by then. */
  const counted = (place: number, length: number): number => {
    if (place < 0) return length;
    const before = counts[place] ?? 0;
    counts[place] = before + 1;
    if (before > 0) return length;
    found[length] = place;
    return length + 1;
  };
  return (read) => {
    let length = 0;
    const words = writtenWords(read).map(placed);
    const pairs: number[] = [];
    let before = NO_WORD;
    for (const { stem, own, begun, parts, meant } of words) {
      const pair = placeOf(pairFeature(before, stem));
      pairs.push(pair);
      length = counted(pair, counted(own, length));
      for (const part of parts) length = counted(part, length);
      for (const meaning of meant) length = counted(meaning, length);
      before = begun;
    }
    const last = placeOf(pairFeature(before, ""));
    pairs.push(last);
    length = counted(last, length);
    for (const subject of subjectFeatures(read)) length = counted(placeOf(subject), length);
    const places = found.slice(0, length);
    const values = new Float32Array(length);
    let ofWords = 0;
    let ofParts = 0;
    for (let at = 0; at < length; at++) {
      const place = places[at] ?? 0;
      const often = counts[place] ?? 1;
      const value = (often === 1 ? 1 : 1 + Math.log(often)) * (rarity[place] ?? 0);
      counts[place] = 0;
      values[at] = value;
      if (isWordFeature(features[place] ?? 0)) ofWords += value * value;
      else ofParts += value * value;
    }
    const blocks = Number(ofWords > 0) + Number(ofParts > 0);
    const wordScale = 1 / Math.sqrt(ofWords * blocks || 1);
    const partScale = 1 / Math.sqrt(ofParts * blocks || 1);
    for (let at = 0; at < length; at++)
      values[at] = (values[at] ?? 0) * (isWordFeature(features[places[at] ?? 0] ?? 0) ? wordScale : partScale);
    return { places, values, words, pairs };
  };
};
