import type { AttributeValue } from "@aws-sdk/client-dynamodb";
import { TABLE_KEY } from "../../shared/store/keys.ts";
import { attributesOf, nativesOf } from "./attributes.ts";

/** An item is at most so many bytes, names included. */
const LARGEST_ITEM = 400 * 1024;
/** A key is at most so many bytes, and at least one. */
const LONGEST_KEY = 2_048;

const bytes = (text: string): number => Buffer.byteLength(text, "utf8");

const bytesOf = (attribute: AttributeValue): number => {
  if (attribute.S !== undefined) {
    if (!attribute.S.isWellFormed()) throw new TypeError("A string with half a surrogate pair cannot be stored.");
    return bytes(attribute.S);
  }
  if (attribute.N !== undefined) {
    const size = Math.abs(Number(attribute.N));
    if (size !== 0 && (size < 1e-130 || size >= 1e126)) throw new RangeError(`The number ${size} cannot be stored.`);
    return Math.ceil(attribute.N.length / 2) + 1;
  }
  if (attribute.L !== undefined) return attribute.L.reduce((sum, each) => sum + 1 + bytesOf(each), 3);
  if (attribute.M !== undefined) return mapBytes(attribute.M) + 3;
  return 1;
};

const mapBytes = (attributes: Record<string, AttributeValue>): number => {
  let sum = 0;
  for (const [name, value] of Object.entries(attributes)) sum += bytes(name) + 1 + bytesOf(value);
  return sum;
};

/**
 * An item as the table keeps it, without the attributes that are undefined. Throws for what DynamoDB refuses: values
 * without a representation, numbers out of its range, keys and items that are too long.
 */
export const storedAttributes = (item: Record<string, unknown>): Record<string, AttributeValue> => {
  const attributes = attributesOf(item);
  const key = bytes(attributes[TABLE_KEY]?.S ?? "");
  if (key === 0 || key > LONGEST_KEY) throw new RangeError(`A key of ${key} bytes cannot be stored.`);
  const size = mapBytes(attributes);
  if (size > LARGEST_ITEM)
    throw new RangeError(`An item of ${size} bytes cannot be stored: ${LARGEST_ITEM} is the most.`);
  return attributes;
};

/** What the table would give back for an item: a copy. */
export const storedItem = (item: Record<string, unknown>): Record<string, unknown> => nativesOf(storedAttributes(item));
