import type { AttributeValue } from "@aws-sdk/client-dynamodb";
import { convertToAttr, convertToNative } from "@aws-sdk/util-dynamodb";

const isPlain = (value: object): boolean => Object.getPrototypeOf(value) === Object.prototype;

/**
 * A value as DynamoDB represents it, without what is undefined: what `marshall` makes of it, at a fraction of its cost,
 * since a simulation writes items by the million. What items are not usually made of is left to the SDK.
 */
const attributeOf = (value: unknown): AttributeValue => {
  if (typeof value === "string") return { S: value };
  if (typeof value === "boolean") return { BOOL: value };
  if (typeof value === "number" && Number.isSafeInteger(value)) return { N: value.toString() };
  if (Array.isArray(value)) return { L: value.filter((each) => each !== undefined).map(attributeOf) };
  if (typeof value === "object" && value !== null && isPlain(value)) return { M: attributesOf(value) };
  return convertToAttr(value, { removeUndefinedValues: true });
};

export const attributesOf = (item: object): Record<string, AttributeValue> => {
  const attributes: Record<string, AttributeValue> = {};
  for (const [name, value] of Object.entries(item)) if (value !== undefined) attributes[name] = attributeOf(value);
  return attributes;
};

const nativeOf = (attribute: AttributeValue): unknown => {
  if (attribute.S !== undefined) return attribute.S;
  if (attribute.M !== undefined) return nativesOf(attribute.M);
  if (attribute.L !== undefined) return attribute.L.map(nativeOf);
  if (attribute.BOOL !== undefined) return attribute.BOOL;
  return convertToNative(attribute);
};

/** A copy of what was represented, as `unmarshall` gives it back. */
export const nativesOf = (attributes: Readonly<Record<string, AttributeValue>>): Record<string, unknown> => {
  const item: Record<string, unknown> = {};
  for (const [name, attribute] of Object.entries(attributes)) item[name] = nativeOf(attribute);
  return item;
};
