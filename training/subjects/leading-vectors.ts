import { seededRandom } from "../random.ts";
import type { SparseRows } from "../sparse.ts";

/** More directions are followed than wanted: the last of them settle slowly. */
const SPARE = 16;
const ROUNDS = 5;
const SWEEPS = 12;

type Columns = Float64Array[];

const times = ({ rows, starts, places, values }: SparseRows, vector: Float64Array): Float64Array => {
  const made = new Float64Array(rows);
  for (let row = 0; row < rows; row++) {
    let sum = 0;
    const end = starts[row + 1] ?? 0;
    for (let at = starts[row] ?? 0; at < end; at++) sum += (values[at] ?? 0) * (vector[places[at] ?? 0] ?? 0);
    made[row] = sum;
  }
  return made;
};

const timesTurned = ({ rows, columns, starts, places, values }: SparseRows, vector: Float64Array): Float64Array => {
  const made = new Float64Array(columns);
  for (let row = 0; row < rows; row++) {
    const factor = vector[row] ?? 0;
    const end = starts[row + 1] ?? 0;
    for (let at = starts[row] ?? 0; at < end; at++) {
      const place = places[at] ?? 0;
      made[place] = (made[place] ?? 0) + factor * (values[at] ?? 0);
    }
  }
  return made;
};

const product = (one: Float64Array, other: Float64Array): number => {
  let sum = 0;
  for (let at = 0; at < one.length; at++) sum += (one[at] ?? 0) * (other[at] ?? 0);
  return sum;
};

const addTo = (to: Float64Array, from: Float64Array, factor: number): void => {
  for (let at = 0; at < to.length; at++) to[at] = (to[at] ?? 0) + factor * (from[at] ?? 0);
};

/** Each of length 1 and square to those before it (Gram and Schmidt). */
const squared = (columns: Columns): Columns => {
  const made: Columns = [];
  for (const column of columns) {
    for (let turn = 0; turn < 2; turn++) for (const before of made) addTo(column, before, -product(column, before));
    const length = Math.sqrt(product(column, column));
    made.push(column.map((value) => value / length));
  }
  return made;
};

/** Eigenvectors of a small symmetric matrix (Jacobi's rotations): `vectors[n]` belongs to `values[n]`. */
const eigen = (matrix: Columns): { readonly values: number[]; readonly vectors: Columns } => {
  const size = matrix.length;
  const vectors = matrix.map((_, at) => Float64Array.from({ length: size }, (_value, place) => (at === place ? 1 : 0)));
  const turn = (rows: Columns, one: number, other: number, cosine: number, sine: number): void => {
    const [first = new Float64Array(), second = new Float64Array()] = [rows[one], rows[other]];
    for (let at = 0; at < size; at++) {
      const [a = 0, b = 0] = [first[at], second[at]];
      first[at] = cosine * a - sine * b;
      second[at] = sine * a + cosine * b;
    }
  };
  const turnColumns = (one: number, other: number, cosine: number, sine: number): void => {
    for (const row of matrix) {
      const [a = 0, b = 0] = [row[one], row[other]];
      row[one] = cosine * a - sine * b;
      row[other] = sine * a + cosine * b;
    }
  };
  for (let sweep = 0; sweep < SWEEPS; sweep++)
    for (let one = 0; one < size; one++)
      for (let other = one + 1; other < size; other++) {
        const between = matrix[one]?.[other] ?? 0;
        if (between === 0) continue;
        const angle = 0.5 * Math.atan2(2 * between, (matrix[other]?.[other] ?? 0) - (matrix[one]?.[one] ?? 0));
        turn(matrix, one, other, Math.cos(angle), Math.sin(angle));
        turnColumns(one, other, Math.cos(angle), Math.sin(angle));
        turn(vectors, one, other, Math.cos(angle), Math.sin(angle));
      }
  return { values: matrix.map((row, at) => row[at] ?? 0), vectors };
};

/** The leading left singular vectors of a matrix with their values, the greatest first; the same for the same matrix. */
export const leadingVectors = (matrix: SparseRows, count: number) => {
  const random = seededRandom(3);
  const turned = (column: Float64Array): Float64Array => times(matrix, timesTurned(matrix, column));
  let columns: Columns = Array.from({ length: count + SPARE }, () =>
    Float64Array.from({ length: matrix.rows }, () => random() - 0.5),
  );
  for (let round = 0; round < ROUNDS; round++) columns = squared(columns.map(turned));
  const after = columns.map(turned);
  const small = columns.map((one) => Float64Array.from(after, (other) => product(one, other)));
  const { values, vectors } = eigen(small);
  return values
    .map((value, at) => ({ value: Math.sqrt(Math.max(value, 0)), at }))
    .toSorted((one, other) => other.value - one.value)
    .slice(0, count)
    .map(({ value, at }) => {
      const vector = new Float64Array(matrix.rows);
      columns.forEach((column, place) => addTo(vector, column, vectors[at]?.[place] ?? 0));
      return { value, vector };
    });
};
