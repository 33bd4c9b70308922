import { describe, expect, it } from "vitest";
import { sparseRows } from "../../../training/sparse.ts";
import { tellingFeatures } from "../../../training/topics/telling.ts";

/** Feature 0 stands in every message, 1 in those of label 0 alone, 2 in one of each label, 3 in one at all. */
const labels = Int32Array.from({ length: 20 }, (_, row) => row % 2);
const x = sparseRows(
  Array.from(labels, (label, row) => {
    const places = [0, ...(label === 0 ? [1] : []), ...(row === 2 || row === 3 ? [2] : []), ...(row === 5 ? [3] : [])];
    return { places: Int32Array.from(places), values: new Float32Array(places.length).fill(1) };
  }),
  4,
);

describe("what a feature tells of a label", () => {
  const { rows, factors } = tellingFeatures(x, labels, 2)(0);
  const [everywhere = 0, own = 0, both = 0, once = 0] = factors;

  it("is most for one of its messages alone, and more with many messages than with one", () => {
    expect(own).toBeGreaterThan(2 * everywhere);
    expect(own).toBeGreaterThan(2 * both);
    expect(own).toBeGreaterThan(once);
  });

  it("weighs the rows, which stay of length one in the mean", () => {
    const squares = rows.values.reduce((sum, value) => sum + value * value, 0);
    expect(squares / x.rows).toBeCloseTo(1, 5);
    expect(rows.values[0]).toBeCloseTo(everywhere, 5);
    expect(rows.places).toBe(x.places);
  });
});
