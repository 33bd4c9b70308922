import { knownWord } from "../same-matter/known-word.ts";
import { meaningNames } from "../same-matter/meanings.ts";
import { normalText, words } from "../words/normal-form.ts";
import type { ReadText } from "../words/read-text.ts";
import { bySpelling, type Spelling, spellingOf } from "../words/spellings.ts";
import { stem } from "../words/stem.ts";

const OFFSET = 0x811c9dc5;
const PRIME = 0x01000193;
const WORD = 0x5bd1e995;
const PAIR = 0x2545f491;
const PART = 0x1b873593;
const MEANING = 0x38b34ae5;
const SUBJECT = 0x6b43a9b5;
/** Parts of words of this many letters, the space before and after a word included. */
const PART_LENGTH = 4;

const continued = (hash: number, text: string): number => {
  let made = hash;
  for (let at = 0; at < text.length; at++) made = Math.imul(made ^ text.charCodeAt(at), PRIME);
  return made;
};

/** Spreads the bits (MurmurHash3's finaliser); the lowest tells words and what they mean (1) from parts of words (0). */
export const finished = (hash: number, lowest: 0 | 1): number => {
  let made = hash ^ (hash >>> 16);
  made = Math.imul(made, 0x85ebca6b);
  made ^= made >>> 13;
  made = Math.imul(made, 0xc2b2ae35);
  made ^= made >>> 16;
  return ((made & ~1) | lowest) >>> 0;
};

export const isWordFeature = (feature: number): boolean => (feature & 1) === 1;

/** Where somebody's data stood in a text that was masked, as `[PHONE]`: nothing that tells one matter from another. */
const BRACKETED = /\[[a-zа-я_ ]{3,20}\]/g;
const PLACEHOLDERS = new RegExp(`${BRACKETED.source}|\\S+@\\S+`, "g");

/** Addresses are looked for at each letter: only where there is one. */
const withoutPlaceholders = (normal: string): string => {
  if (normal.includes("@")) return normal.replace(PLACEHOLDERS, " ");
  return normal.includes("[") ? normal.replace(BRACKETED, " ") : normal;
};

/** Numbers name houses, flats, sums and people: only how long they are is kept. */
const withoutNumbers = (word: string): string => {
  if (!/^\d/.test(word)) return word;
  return /^\d+$/.test(word) ? "0".repeat(Math.min(word.length, 5)) : word;
};

/** Features of the parts of a word, as often as they occur. */
const partsOf = (word: string): Uint32Array => {
  const text = ` ${word} `;
  const parts = new Uint32Array(Math.max(0, text.length - PART_LENGTH + 1));
  for (let at = 0; at < parts.length; at++) {
    let hash = OFFSET ^ PART;
    for (let next = at; next < at + PART_LENGTH; next++) hash = Math.imul(hash ^ text.charCodeAt(next), PRIME);
    parts[at] = finished(hash, 0);
  }
  return parts;
};

/** By names: a later list of meanings has other numbers. */
const meaningFeatures = meaningNames.map((name) => finished(continued(OFFSET ^ MEANING, name), 1));

/** So many of the subjects that a text may be about are features of it. */
const SUBJECTS_READ = 8;

/** What a text may be about: of people who tell of one thing in other words it says the same. */
export const subjectFeatures = ({ subjects = [] }: ReadText): readonly number[] =>
  subjects.slice(0, SUBJECTS_READ).map((called) => finished(called ^ SUBJECT, 1));

/** A word as it is read, with the features that it has whatever stands beside it. */
export interface ReadWord {
  readonly word: string;
  readonly stem: string;
  /** Of the word alone, whatever its ending. */
  readonly own: number;
  readonly parts: Uint32Array;
  /** Of what it means. */
  readonly meant: readonly number[];
}

/** A word of a normal form as it is read. */
export const readWord = (written: string): ReadWord => {
  const word = withoutNumbers(written);
  const stemmed = stem(word);
  const meant = knownWord(word).meanings.map((meaning) => meaningFeatures[meaning] ?? 0);
  return { word, stem: stemmed, own: finished(continued(OFFSET ^ WORD, stemmed), 1), parts: partsOf(word), meant };
};

/** More of a text is not read: what it is about was said by then, and time is short. */
export const WORDS_READ = 500;

/** The words that are read of a text, personal data left out. */
export const writtenWords = ({ raw, plain, normal }: ReadText): readonly Spelling[] => {
  const written = plain ? normal : words(withoutPlaceholders(normalText(raw))).map(spellingOf);
  return written.length > WORDS_READ ? written.slice(0, WORDS_READ) : written;
};

const known = bySpelling(readWord);

/** The words of a text as they are read. */
export const readWords = (read: ReadText): readonly ReadWord[] => writtenWords(read).map(known);

/** What is known of the pair of a stem with the one after it. */
export const pairBegun = (first: string): number => continued(OFFSET ^ PAIR, first) ^ PAIR;

/** What stands before the first word. */
export const NO_WORD = pairBegun("");

/** Of two stems beside one another; the empty one stands after the last word. */
export const pairFeature = (begun: number, second: string): number => finished(continued(begun, second), 1);

/**
 * Each feature of a text as often as it occurs: stems, pairs of neighbouring stems, parts of words, meanings, and the subjects it may be
 * about. All are hashes.
 */
export const visitFeatures = (read: ReadText, visit: (feature: number) => void): void => {
  let before = NO_WORD;
  for (const { stem: stemmed, own, parts, meant } of readWords(read)) {
    visit(own);
    visit(pairFeature(before, stemmed));
    for (let at = 0; at < parts.length; at++) visit(parts[at] ?? 0);
    meant.forEach(visit);
    before = pairBegun(stemmed);
  }
  visit(pairFeature(before, ""));
  subjectFeatures(read).forEach(visit);
};
