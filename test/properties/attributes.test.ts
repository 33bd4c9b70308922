import { marshall, unmarshall } from "@aws-sdk/util-dynamodb";
import fc from "fast-check";
import { expect, test } from "vitest";
import { attributesOf, nativesOf } from "../doubles/attributes.ts";

const leaf = fc.oneof(
  fc.string({ unit: "binary" }),
  fc.integer(),
  fc.maxSafeInteger(),
  fc.double({ noNaN: true, noDefaultInfinity: true, min: -1e9, max: 1e9 }),
  fc.boolean(),
  fc.constant(null),
  fc.constant(undefined),
  fc.uint8Array({ minLength: 1 }),
);
const name = fc.string().filter((text) => text !== "__proto__");
const { value } = fc.letrec<{ value: unknown }>((tie) => ({
  value: fc.oneof({ depthSize: "small" }, leaf, fc.array(tie("value")), fc.dictionary(name, tie("value"))),
}));

test("the table of a test represents an item as the SDK does, and gives back what the SDK would", () => {
  fc.assert(
    fc.property(fc.dictionary(name, value), (item) => {
      const attributes = marshall(item, { removeUndefinedValues: true });
      expect(attributesOf(item)).toEqual(attributes);
      expect(nativesOf(attributes)).toEqual(unmarshall(attributes));
    }),
  );
});
