/** Numbers by the beginnings of words they stand for; `газ$` is the word itself and no longer one. */
export interface Beginnings {
  /** Each number that the word stands for, as often as it does. */
  of(word: string): readonly number[];
  has(word: string): boolean;
}

const NOTHING: readonly number[] = [];

const WHOLE = "$";

/** So many rows can be told apart by two bytes: half as much is to be held near the processor. */
const MOST_SHORT = 0xffff;

/** A column for each letter of the words, from 1 on, by its code less that of the first of them. */
const columnsOf = (words: readonly string[]) => {
  const codes = [...new Set(words.flatMap((word) => Array.from(word, (letter) => letter.charCodeAt(0))))];
  const lowest = Math.min(...codes, Number.MAX_SAFE_INTEGER);
  const columns = new Uint16Array(codes.length === 0 ? 0 : Math.max(...codes) - lowest + 1);
  codes.forEach((code, index) => (columns[code - lowest] = index + 1));
  return { lowest, columns, width: codes.length + 1 };
};

/**
 * A tree of letters: a word is looked up in as many steps as the longest known beginning of it has letters. It is laid out
 * flat: a row for each beginning, and in it by letter the row that follows, or 0.
 */
export const beginningsOf = (written: Iterable<readonly [beginning: string, value: number]>): Beginnings => {
  const all = [...written].map(([beginning, value]) => {
    const whole = beginning.endsWith(WHOLE);
    return { letters: whole ? beginning.slice(0, -WHOLE.length) : beginning, whole, value };
  });
  const { lowest, columns, width } = columnsOf(all.map(({ letters }) => letters));
  const columnOf = (code: number): number => (code < lowest ? 0 : (columns[code - lowest] ?? 0));
  const growing: number[] = Array.from({ length: width }, () => 0);
  /** What every word that goes on from a row stands for, and what the word that ends there does. */
  const begun: (number[] | undefined)[] = [undefined];
  const ended: (number[] | undefined)[] = [undefined];
  for (const { letters, whole, value } of all) {
    let row = 0;
    for (const letter of letters) {
      const cell = row * width + columnOf(letter.charCodeAt(0));
      row = growing[cell] ?? 0;
      if (row > 0) continue;
      row = begun.length;
      growing[cell] = row;
      for (let column = 0; column < width; column++) growing.push(0);
      begun.push(undefined);
      ended.push(undefined);
    }
    const values = whole ? ended : begun;
    values[row] = [...(values[row] ?? []), value];
  }
  const rows = begun.length > MOST_SHORT ? Uint32Array.from(growing) : Uint16Array.from(growing);
  const following = (row: number, code: number): number => {
    const column = columnOf(code);
    return column === 0 ? 0 : (rows[row * width + column] ?? 0);
  };
  return {
    of: (word) => {
      let found = NOTHING;
      let row = 0;
      for (let at = 0; at < word.length; at++) {
        row = following(row, word.charCodeAt(at));
        if (row === 0) return found;
        found = joined(found, begun[row]);
      }
      return joined(found, ended[row]);
    },
    has: (word) => {
      let row = 0;
      for (let at = 0; at < word.length; at++) {
        row = following(row, word.charCodeAt(at));
        if (row === 0) return false;
        if (begun[row] !== undefined) return true;
      }
      return ended[row] !== undefined;
    },
  };
};

const joined = (found: readonly number[], more: readonly number[] = NOTHING): readonly number[] =>
  more.length === 0 ? found : found.length === 0 ? more : [...found, ...more];
