import { type ModelCard, modelCard } from "./card.ts";

/**
 * A linear model: each feature has a row of weights, a byte for each label of each head, with a scale for each row and
 * each column; a text's scores are the sum of its features' rows.
 */
export interface LinearModel {
  readonly card: ModelCard;
  /** Hashes: no word can be read out of a model. */
  readonly features: Uint32Array;
  readonly rarity: Float32Array;
  readonly rowScales: Float32Array;
  readonly columnScales: Float32Array;
  readonly bias: Float32Array;
  readonly weights: Int8Array;
}

/** What is wrong with a model file, for whoever brought it. */
export class ModelFailure extends Error {
  override name = "ModelFailure";
}

const MAGIC = "OTKLIK-M";
const HEADER_AT = 16;
const aligned = (length: number): number => Math.ceil(length / 8) * 8;

/** The file: `OTKLIK-M`, the length of the card, the card as JSON, then the numbers (little-endian), each list at a multiple of 8. */
export function writeModel({
  card,
  features,
  rarity,
  rowScales,
  columnScales,
  bias,
  weights,
}: LinearModel): Uint8Array {
  const json = new TextEncoder().encode(JSON.stringify(card));
  const lists = [features, rarity, rowScales, columnScales, bias, weights];
  const length = lists.reduce((sum, { byteLength }) => sum + aligned(byteLength), aligned(HEADER_AT + json.length));
  const file = new Uint8Array(length);
  file.set(new TextEncoder().encode(MAGIC));
  new DataView(file.buffer).setUint32(8, json.length, true);
  file.set(json, HEADER_AT);
  let at = aligned(HEADER_AT + json.length);
  for (const list of lists) {
    file.set(new Uint8Array(list.buffer, list.byteOffset, list.byteLength), at);
    at += aligned(list.byteLength);
  }
  return file;
}

/** Reads without copying where the file's bytes begin at a multiple of 8, as a buffer of their own does. */
export function readModel(file: Uint8Array): LinearModel {
  const bytes = file.byteOffset % 8 === 0 ? file : new Uint8Array(file);
  if (bytes.length < HEADER_AT || new TextDecoder().decode(bytes.subarray(0, MAGIC.length)) !== MAGIC)
    throw new ModelFailure("This is no model file.");
  const length = new DataView(bytes.buffer, bytes.byteOffset).getUint32(8, true);
  const card = readCard(bytes.subarray(HEADER_AT, HEADER_AT + length));
  let at = aligned(HEADER_AT + length);
  const next = (byteLength: number): [ArrayBufferLike, number] => {
    const start = at;
    at += aligned(byteLength);
    if (at > bytes.length) throw new ModelFailure("The model file ends too early: it was not copied whole.");
    return [bytes.buffer, bytes.byteOffset + start];
  };
  const floats = (count: number): Float32Array => new Float32Array(...next(count * 4), count);
  const features = new Uint32Array(...next(card.features * 4), card.features);
  const rarity = floats(card.features);
  const rowScales = floats(card.features);
  const columnScales = floats(card.width);
  const bias = floats(card.width);
  const weights = new Int8Array(...next(card.features * card.width), card.features * card.width);
  return { card, features, rarity, rowScales, columnScales, bias, weights };
}

function readCard(json: Uint8Array): ModelCard {
  const card = modelCard.safeParse(parsed(new TextDecoder().decode(json)));
  if (!card.success)
    throw new ModelFailure("The model file is of another version or damaged. Train it again with this version.");
  return card.data;
}

function parsed(json: string): unknown {
  try {
    return JSON.parse(json);
  } catch (thrown) {
    if (!(thrown instanceof SyntaxError)) throw thrown;
    return undefined;
  }
}
