import { type Beginnings, beginningsOf } from "./beginnings.ts";
import { bySpelling } from "./spellings.ts";
import type { Word } from "./words.ts";

/** One word after the other, each as any of its beginnings. */
interface Run {
  /** Its number among all of the finder. */
  readonly id: number;
  readonly first: readonly string[];
  readonly second: readonly string[];
  readonly others: readonly Beginnings[];
  readonly all: readonly Beginnings[];
}

interface Phrase {
  readonly first: Run;
  /** Looked for near the first, in its sentence. */
  readonly near: readonly Run[];
  /** What must not stand near the first in its sentence. */
  readonly unless: Run | undefined;
}

/** A phrase found in a text. */
export interface Found {
  /** Its number in the list that was given. */
  readonly phrase: number;
  readonly from: number;
  /** The first word after it. */
  readonly to: number;
}

const NOTHING: readonly number[] = [];

/** Runs of one phrase that are joined by `+` are at most so many words from each other. */
const NEAR = 6;

const alternatives = (written: string): readonly string[] => written.split("|");
const anyOf = (written: readonly string[]): Beginnings => beginningsOf(written.map((each) => [each, 0]));

const runsOf = (): ((written: string) => Run) => {
  let count = 0;
  return (written) => {
    const words = written.trim().split(/\s+/).map(alternatives);
    const all = words.map(anyOf);
    return { id: count++, first: words[0] ?? [], second: words[1] ?? [], others: all.slice(1), all };
  };
};

const phraseOf = (written: string, runOf: (written: string) => Run): Phrase => {
  const [said = "", unless] = written.toLowerCase().replaceAll("ё", "е").split(" - ");
  const [first = "", ...near] = said.split("+");
  return {
    first: runOf(first),
    near: near.map(runOf),
    unless: unless === undefined ? undefined : runOf(unless),
  };
};

const follow = (words: readonly Word[], from: number, sentence: number, run: readonly Beginnings[]): boolean => {
  for (let offset = 0; offset < run.length; offset += 1) {
    const word = words[from + offset];
    if (word === undefined || word.sentence !== sentence || run[offset]?.has(word.text) !== true) return false;
  }
  return true;
};

/** The nearest one: «мусор не вывозят, горит мусор». */
const nearby = (words: readonly Word[], at: number, sentence: number, run: Run): number | undefined => {
  for (let apart = 0; apart <= NEAR; apart += 1) {
    if (follow(words, at + apart, sentence, run.all)) return at + apart;
    if (follow(words, at - apart, sentence, run.all)) return at - apart;
  }
  return undefined;
};

const whole = (
  words: readonly Word[],
  at: number,
  phrase: number,
  { first, near, unless }: Phrase,
  isBegun: (run: Run) => boolean,
): Found | undefined => {
  if (!near.every(isBegun)) return undefined;
  const sentence = words[at]?.sentence ?? 0;
  if (!follow(words, at + 1, sentence, first.others)) return undefined;
  let from = at;
  let to = at + first.all.length;
  for (const run of near) {
    const other = nearby(words, at, sentence, run);
    if (other === undefined) return undefined;
    from = Math.min(from, other);
    to = Math.max(to, other + run.all.length);
  }
  if (unless !== undefined && isBegun(unless) && nearby(words, at, sentence, unless) !== undefined) return undefined;
  return { phrase, from, to };
};

/**
 * Makes a finder of phrases. A phrase is the beginnings of its words, one after the other: `не работа` finds «не
 * работает». `a|b` is either, `газ$` the word itself and no longer one, `a + b` both in one sentence, near each other
 * in any order, and `a - b` the one without the other near it.
 */
export const phrases = (written: readonly string[]): ((words: readonly Word[]) => readonly Found[]) => {
  const runOf = runsOf();
  const known = written.map((each) => phraseOf(each, runOf));
  const firsts = beginningsOf(known.flatMap(({ first }, index) => first.first.map((each) => [each, index] as const)));
  const others = known.flatMap(({ near, unless }) => (unless === undefined ? near : [...near, unless]));
  const runs = beginningsOf(others.flatMap(({ id, first }) => first.map((each) => [each, id] as const)));
  const seconds = beginningsOf(known.flatMap(({ first }, index) => first.second.map((each) => [each, index] as const)));
  const begunBy = bySpelling((word) => ({ begun: firsts.of(word), goneOn: seconds.of(word), runs: runs.of(word) }));
  const isOneWord = Uint8Array.from(known, ({ first }) => (first.second.length === 0 ? 1 : 0));
  /** By the number of a run the last text in which a word begins it: most phrases are seen by it not to be there. */
  const lastBegun = new Uint32Array(Math.max(0, ...others.map(({ id }) => id + 1)));
  let text = 0;
  const isBegun = ({ id }: Run): boolean => lastBegun[id] === text;
  /** By the number of a phrase the last place where a word follows as its second. */
  const lastGoneOn = new Uint32Array(known.length);
  let place = 0;
  return (words) => {
    const found: Found[] = [];
    // Whole numbers of 32 bits, as they are kept.
    text = (text + 1) >>> 0;
    const all = words.map(begunBy);
    for (const { runs: ofWord } of all) for (const run of ofWord) lastBegun[run] = text;
    for (let at = 0; at < all.length; at++) {
      const begun = all[at]?.begun ?? NOTHING;
      if (begun.length === 0) continue;
      place = (place + 1) >>> 0;
      for (const index of all[at + 1]?.goneOn ?? NOTHING) lastGoneOn[index] = place;
      for (const index of begun) {
        if (isOneWord[index] === 0 && lastGoneOn[index] !== place) continue;
        const phrase = known[index];
        const there = phrase === undefined ? undefined : whole(words, at, index, phrase, isBegun);
        if (there !== undefined) found.push(there);
      }
    }
    return found;
  };
};
