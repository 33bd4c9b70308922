import { isWordFeature, visitFeatures } from "./features.ts";

/** A sparse vector: places of features in a model, and how much each of them weighs. */
export interface TextVector {
  readonly places: Int32Array;
  readonly values: Float32Array;
}

/** What a model knows of its features: their hashes, and how rare each is (inverse document frequency). */
export interface Vocabulary {
  readonly features: Uint32Array;
  readonly rarity: Float32Array;
}

const SLOTS_PER_FEATURE = 2;

/** Open addressing: where a feature's hash leads, its place + 1 stands, or 0. */
const slotsOf = (features: Uint32Array): Int32Array => {
  const slots = new Int32Array(2 ** Math.ceil(Math.log2(Math.max(2, features.length * SLOTS_PER_FEATURE))));
  const last = slots.length - 1;
  for (let place = 0; place < features.length; place++) {
    let slot = (features[place] ?? 0) & last;
    while (slots[slot] !== 0) slot = (slot + 1) & last;
    slots[slot] = place + 1;
  }
  return slots;
};

/** Finds the place of a feature in a model; -1 for one that it does not know. */
export const featurePlaces = (features: Uint32Array): ((feature: number) => number) => {
  const slots = slotsOf(features);
  const last = slots.length - 1;
  return (feature) => {
    for (let slot = feature & last; ; slot = (slot + 1) & last) {
      const found = (slots[slot] ?? 0) - 1;
      if (found < 0 || features[found] === feature) return found;
    }
  };
};

/**
 * Texts as vectors: the logarithm of how often a feature occurs times its rarity, words and parts of words each of
 * length 1/√2 (where a text has both), so that the whole is of length 1.
 */
export const textVectors = ({ features, rarity }: Vocabulary): ((raw: string) => TextVector) => {
  const place = featurePlaces(features);
  const counts = new Uint16Array(features.length);
  return (raw) => {
    const touched: number[] = [];
    visitFeatures(raw, (feature) => {
      const found = place(feature);
      if (found < 0) return;
      const count = counts[found] ?? 0;
      if (count === 0) touched.push(found);
      counts[found] = count + 1;
    });
    const places = Int32Array.from(touched);
    const values = new Float32Array(places.length);
    let ofWords = 0;
    let ofParts = 0;
    for (let at = 0; at < places.length; at++) {
      const found = places[at] ?? 0;
      const count = counts[found] ?? 1;
      const value = (count === 1 ? 1 : 1 + Math.log(count)) * (rarity[found] ?? 0);
      counts[found] = 0;
      values[at] = value;
      if (isWordFeature(features[found] ?? 0)) ofWords += value * value;
      else ofParts += value * value;
    }
    const blocks = Number(ofWords > 0) + Number(ofParts > 0);
    const wordScale = 1 / Math.sqrt(ofWords * blocks || 1);
    const partScale = 1 / Math.sqrt(ofParts * blocks || 1);
    for (let at = 0; at < places.length; at++) {
      const scale = isWordFeature(features[places[at] ?? 0] ?? 0) ? wordScale : partScale;
      values[at] = (values[at] ?? 0) * scale;
    }
    return { places, values };
  };
};
