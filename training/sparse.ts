/** Rows of a sparse matrix, one after another: what row `n` holds stands from `starts[n]` to `starts[n + 1]`. */
export interface SparseRows {
  readonly rows: number;
  readonly columns: number;
  readonly starts: Int32Array;
  readonly places: Int32Array;
  readonly values: Float32Array;
}

interface Vector {
  readonly places: ArrayLike<number>;
  readonly values: ArrayLike<number>;
}

export function sparseRows(vectors: readonly Vector[], columns: number): SparseRows {
  const starts = new Int32Array(vectors.length + 1);
  vectors.forEach(({ places }, row) => {
    starts[row + 1] = (starts[row] ?? 0) + places.length;
  });
  const total = starts[vectors.length] ?? 0;
  const places = new Int32Array(total);
  const values = new Float32Array(total);
  vectors.forEach((vector, row) => {
    places.set(vector.places, starts[row]);
    values.set(vector.values, starts[row]);
  });
  return { rows: vectors.length, columns, starts, places, values };
}

export function rowsOf({ columns, starts, places, values }: SparseRows, wanted: Int32Array): SparseRows {
  return sparseRows(
    Array.from(wanted, (row) => ({
      places: places.subarray(starts[row], starts[row + 1]),
      values: values.subarray(starts[row], starts[row + 1]),
    })),
    columns,
  );
}
