import { normalText, words } from "../normal-form.ts";
import { stem } from "../stem.ts";

const OFFSET = 0x811c9dc5;
const PRIME = 0x01000193;
const WORD = 0x5bd1e995;
const PAIR = 0x2545f491;
const PART = 0x1b873593;
/** Parts of words of this many letters, the space before and after a word included. */
const PART_LENGTH = 4;

const continued = (hash: number, text: string): number => {
  let made = hash;
  for (let at = 0; at < text.length; at++) made = Math.imul(made ^ text.charCodeAt(at), PRIME);
  return made;
};

/** Spreads the bits (MurmurHash3's finaliser); the lowest tells words (1) from parts of words (0). */
const finished = (hash: number, lowest: 0 | 1): number => {
  let made = hash ^ (hash >>> 16);
  made = Math.imul(made, 0x85ebca6b);
  made ^= made >>> 13;
  made = Math.imul(made, 0xc2b2ae35);
  made ^= made >>> 16;
  return ((made & ~1) | lowest) >>> 0;
};

export const isWordFeature = (feature: number): boolean => (feature & 1) === 1;

/** Where somebody's data stood in a text that was masked, as `[PHONE]`: nothing that tells one matter from another. */
const PLACEHOLDERS = /\[[a-zа-я_ ]{3,20}\]|\S+@\S+/g;

/** Numbers name houses, flats, sums and people: only how long they are is kept. */
const withoutNumbers = (word: string): string => {
  if (!/^\d/.test(word)) return word;
  return /^\d+$/.test(word) ? "0".repeat(Math.min(word.length, 5)) : word;
};

const visitParts = (word: string, visit: (feature: number) => void): void => {
  const text = ` ${word} `;
  for (let at = 0; at + PART_LENGTH <= text.length; at++) {
    let hash = OFFSET ^ PART;
    for (let next = at; next < at + PART_LENGTH; next++) hash = Math.imul(hash ^ text.charCodeAt(next), PRIME);
    visit(finished(hash, 0));
  }
};

/** More of a text is not read: what it is about was said by then, and time is short. */
const WORDS_READ = 500;

let lastRead: { readonly raw: string; readonly words: readonly string[] } = { raw: "", words: [] };

/** The words a text is read as, personal data and numbers left out. What told a topic is asked to explain it next. */
export const readWords = (raw: string): readonly string[] => {
  if (lastRead.raw !== raw) {
    const read = words(normalText(raw).replace(PLACEHOLDERS, " ")).slice(0, WORDS_READ);
    lastRead = { raw, words: read.map(withoutNumbers) };
  }
  return lastRead.words;
};

const wordFeature = (stemmed: string): number => finished(continued(OFFSET ^ WORD, stemmed), 1);

const pairFeature = (first: string, second: string): number =>
  finished(continued(continued(OFFSET ^ PAIR, first) ^ PAIR, second), 1);

/** Each feature of a text as often as it occurs: stems, pairs of neighbouring stems, parts of words. All are hashes. */
export const visitFeatures = (raw: string, visit: (feature: number) => void): void => {
  let before = "";
  for (const word of readWords(raw)) {
    const stemmed = stem(word);
    visit(wordFeature(stemmed));
    visit(pairFeature(before, stemmed));
    visitParts(word, visit);
    before = stemmed;
  }
  visit(pairFeature(before, ""));
};

/** A word of a text with the features that it takes part in. */
export interface WordFeatures {
  readonly word: string;
  /** Of the word alone, whatever its ending. */
  readonly own: number;
  /** With each neighbour. */
  readonly pairs: readonly number[];
}

/** The words of a text, each once, with their features but for their parts. */
export const wordFeatures = (raw: string): WordFeatures[] => {
  const read = readWords(raw);
  const stems = ["", ...read.map(stem), ""];
  const seen = new Set<string>();
  return read.flatMap((word, at) => {
    const [before = "", stemmed = "", after = ""] = stems.slice(at, at + 3);
    if (seen.has(stemmed)) return [];
    seen.add(stemmed);
    return [{ word, own: wordFeature(stemmed), pairs: [pairFeature(before, stemmed), pairFeature(stemmed, after)] }];
  });
};
