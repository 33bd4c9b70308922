import { ModelFailure } from "../model/model-file.ts";

/**
 * What is told of danger, learned from messages of our own: for each feature how much it speaks for danger, below 0 how much against it.
 * Features are hashes (`danger-words.ts`): no word can be read out.
 */
export interface Dangers {
  readonly bias: number;
  readonly features: Uint32Array;
  /** In order of the features, each in parts of `step`. */
  readonly weights: Int8Array;
  readonly step: number;
}

const MAGIC = "OTKLIK-D";
const NUMBERS_AT = MAGIC.length;
const FEATURES_AT = NUMBERS_AT + Uint32Array.BYTES_PER_ELEMENT + 2 * Float32Array.BYTES_PER_ELEMENT;
const PER_FEATURE = Uint32Array.BYTES_PER_ELEMENT + Int8Array.BYTES_PER_ELEMENT;

/** The file: `OTKLIK-D`, the number of features, the bias, the step, then features and weights, all little-endian. */
export const writeDangers = ({ bias, features, weights, step }: Dangers): Uint8Array => {
  const file = new Uint8Array(FEATURES_AT + features.length * PER_FEATURE);
  file.set(new TextEncoder().encode(MAGIC));
  file.set(new Uint8Array(Uint32Array.of(features.length).buffer), NUMBERS_AT);
  file.set(new Uint8Array(Float32Array.of(bias, step).buffer), NUMBERS_AT + Uint32Array.BYTES_PER_ELEMENT);
  file.set(new Uint8Array(features.buffer, features.byteOffset, features.byteLength), FEATURES_AT);
  file.set(new Uint8Array(weights.buffer, weights.byteOffset, weights.byteLength), FEATURES_AT + features.byteLength);
  return file;
};

/** Throws ModelFailure when the file is none of dangers, or not whole. */
export const readDangers = (given: Uint8Array): Dangers => {
  const file = new Uint8Array(given);
  if (file.length < FEATURES_AT || new TextDecoder().decode(file.subarray(0, MAGIC.length)) !== MAGIC)
    throw new ModelFailure("This is no file of dangers.");
  const numbers = new DataView(file.buffer, NUMBERS_AT);
  const count = numbers.getUint32(0, true);
  if (file.length !== FEATURES_AT + count * PER_FEATURE) throw new ModelFailure("The file of dangers is not whole.");
  const weightsAt = FEATURES_AT + count * Uint32Array.BYTES_PER_ELEMENT;
  return {
    bias: numbers.getFloat32(4, true),
    step: numbers.getFloat32(8, true),
    features: new Uint32Array(file.slice(FEATURES_AT, weightsAt).buffer),
    weights: new Int8Array(file.slice(weightsAt).buffer),
  };
};
