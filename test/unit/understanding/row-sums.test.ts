import fc from "fast-check";
import { expect, test } from "vitest";
import type { LinearModel } from "../../../shared/understanding/model/model-file.ts";
import { modelRows } from "../../../shared/understanding/model/row-sums.ts";
import { rowSumsCode } from "../../../shared/understanding/model/row-sums-code.ts";
import { assembledRowSums } from "../../../training/assembled.ts";

const modelOf = (rows: readonly (readonly number[])[], scales: readonly number[]): LinearModel => {
  const width = rows[0]?.length ?? 0;
  const floats = new Float32Array(rows.length).fill(1);
  return {
    card: { format: 1, name: "", source: "", trainedAt: "", rows: 0, features: rows.length, width, seed: 0, heads: [] },
    features: Uint32Array.from(rows, (_, place) => place),
    rarity: floats,
    rowScales: Float32Array.from(scales),
    columnScales: floats,
    bias: floats,
    weights: Int8Array.from(rows.flat()),
  };
};

test("the code is what its source says", async () => {
  expect(rowSumsCode).toBe(await assembledRowSums());
});

test("rows are added up as on paper, text after text, whatever their number and width", () => {
  const sizes = fc.record({
    width: fc.integer({ min: 1, max: 70 }),
    features: fc.integer({ min: 1, max: 40 }),
    unasked: fc.integer({ min: 0, max: 5 }),
  });
  const cases = sizes.chain(({ width, features, unasked }) =>
    fc.record({
      labels: fc.constant(Math.max(1, width - unasked)),
      rows: fc.array(fc.array(fc.integer({ min: -128, max: 127 }), { minLength: width, maxLength: width }), {
        minLength: features,
        maxLength: features,
      }),
      scales: fc.array(fc.float({ min: 0, max: 4, noNaN: true }), { minLength: features, maxLength: features }),
      texts: fc.array(
        fc.uniqueArray(fc.tuple(fc.nat(features - 1), fc.float({ min: -2, max: 2, noNaN: true })), {
          selector: ([place]) => place,
        }),
        { minLength: 1, maxLength: 4 },
      ),
    }),
  );
  fc.assert(
    fc.property(cases, ({ labels, rows, scales, texts }) => {
      const { sumsOf } = modelRows(modelOf(rows, scales), labels);
      for (const text of texts) {
        const found = sumsOf({
          places: Int32Array.from(text, ([place]) => place),
          values: Float32Array.from(text, ([, value]) => value),
        });
        expect(found).toHaveLength(labels);
        for (let label = 0; label < labels; label++) {
          const added = text.map(([place, value]) => value * (scales[place] ?? 0) * (rows[place]?.[label] ?? 0));
          const largest = Math.max(1, ...added.map(Math.abs));
          const onPaper = added.reduce((sum, each) => sum + each, 0);
          expect(Math.abs((found[label] ?? 0) - onPaper)).toBeLessThan(1e-5 * largest * Math.max(1, text.length));
        }
      }
    }),
  );
});
