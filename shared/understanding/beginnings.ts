interface Node {
  readonly next: Map<number, Node>;
  /** What every word that goes on from here stands for. */
  readonly begun: number[];
  /** What the word that ends here stands for. */
  readonly ended: number[];
}

/** Numbers by the beginnings of words they stand for; `газ$` is the word itself and no longer one. */
export interface Beginnings {
  /** Calls `take` with each number that the word stands for. */
  each(word: string, take: (value: number) => void): void;
  has(word: string): boolean;
}

const node = (): Node => ({ next: new Map(), begun: [], ended: [] });

const NOTHING: readonly number[] = [];

/** A tree of letters: a word is looked up in as many steps as the longest known beginning of it has letters. */
export const beginningsOf = (written: Iterable<readonly [beginning: string, value: number]>): Beginnings => {
  const root = node();
  for (const [beginning, value] of written) {
    const whole = beginning.endsWith("$");
    let at = root;
    for (const letter of whole ? beginning.slice(0, -1) : beginning) {
      const code = letter.charCodeAt(0);
      const next = at.next.get(code) ?? node();
      at.next.set(code, next);
      at = next;
    }
    (whole ? at.ended : at.begun).push(value);
  }
  const walk = (word: string, take: (values: readonly number[]) => void): void => {
    let at: Node | undefined = root;
    for (let index = 0; index < word.length; index += 1) {
      at = at.next.get(word.charCodeAt(index));
      if (at === undefined) return;
      if (at.begun.length > 0) take(at.begun);
    }
    if (at.ended.length > 0) take(at.ended);
  };
  return {
    each: (word, take) => walk(word, (values) => values.forEach(take)),
    has: (word) => {
      let found = NOTHING;
      walk(word, (values) => {
        found = values;
      });
      return found.length > 0;
    },
  };
};
