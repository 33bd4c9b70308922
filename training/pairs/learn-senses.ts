import { stem } from "../../shared/understanding/stem.ts";
import { hashedWord } from "../../shared/understanding/same-matter/hashes.ts";
import { knownWord } from "../../shared/understanding/same-matter/known-word.ts";
import { isThing, meaningCount } from "../../shared/understanding/same-matter/meanings.ts";
import { SENSE_WIDTH, type Senses } from "../../shared/understanding/same-matter/senses.ts";
import { wordsOf } from "../../shared/understanding/words.ts";
import { sparseRows } from "../sparse.ts";
import { leadingVectors } from "./leading-vectors.ts";

const WIDTH = SENSE_WIDTH;
/** Words of fewer messages would tell of single people, those of a fifth of all messages tell nothing. */
const LEAST_MESSAGES = 5;
const MOST_SHARE = 0.2;
/** Of a message that goes on and on, so many words; a short one counts for no more than one of so many. */
const WORDS_KEPT = 120;
const SHORT = 5;
/** Less of a tie than chance and a little more is none. */
const CHANCE = 0.3;
/** How much what people said a message is about counts beside the words it is said with. */
const LABELS = 6;
const SELDOM = 2;
/** How much of a word's direction is that of its meanings. */
const BY_MEANING = 0.6;
const MOST = 127;

interface Vocabulary {
  readonly words: readonly string[];
  readonly rarity: readonly number[];
  /** The words of each message, by their places. */
  readonly messages: readonly (readonly number[])[];
  readonly meanings: readonly (readonly number[])[];
}

const vocabularyOf = (texts: readonly string[]): Vocabulary => {
  const counts = new Map<string, number>();
  const meant = new Map<string, Map<number, number>>();
  const read = texts.map((text) => {
    const own = new Set<string>();
    for (const { text: whole } of wordsOf(text.normalize("NFC")))
      for (const word of whole.split("-")) {
        const { telling, meanings } = knownWord(word);
        if (!telling) continue;
        const stemmed = stem(word);
        own.add(stemmed);
        const before = meant.get(stemmed) ?? new Map<number, number>();
        for (const meaning of meanings) before.set(meaning, (before.get(meaning) ?? 0) + 1);
        meant.set(stemmed, before);
      }
    for (const word of own) counts.set(word, (counts.get(word) ?? 0) + 1);
    return [...own];
  });
  const chosen = [...counts].filter(([, count]) => count >= LEAST_MESSAGES && count < texts.length * MOST_SHARE);
  const places = new Map(chosen.map(([word], place) => [word, place]));
  return {
    words: chosen.map(([word]) => word),
    rarity: chosen.map(([, count]) => Math.log(texts.length / count)),
    messages: read.map((words) => words.slice(0, WORDS_KEPT).flatMap((word) => places.get(word) ?? [])),
    meanings: chosen.map(([word, count]) =>
      [...(meant.get(word) ?? [])]
        .filter(([meaning, of]) => of * 2 > count && isThing(meaning))
        .map(([meaning]) => meaning),
    ),
  };
};

type Row = Map<number, number>;
const grow = (row: Row | undefined, at: number, by: number): void => void row?.set(at, (row.get(at) ?? 0) + by);
const sumOf = (row: Row): number => [...row.values()].reduce((sum, value) => sum + value, 0);

/** How much more often than by chance words stand together, and how much more often in messages of a label. */
const tiesOf = ({ words, messages }: Vocabulary, labels: readonly string[]) => {
  const beside: Row[] = words.map(() => new Map());
  const labelled: Row[] = words.map(() => new Map());
  const names = [...new Set(labels)];
  messages.forEach((message, index) => {
    const weight = 1 / Math.max(SHORT, message.length);
    const label = names.indexOf(labels[index] ?? "");
    for (const one of message) {
      grow(labelled[one], label, 1);
      for (const other of message) grow(beside[one], other, one === other ? weight / 2 : weight);
    }
  });
  const sums = beside.map(sumOf);
  const all = sums.reduce((sum, value) => sum + value, 0);
  const ofWords = labelled.map(sumOf);
  const ofLabels = names.map((_, label) => labelled.reduce((sum, row) => sum + (row.get(label) ?? 0), 0));
  const allLabelled = ofWords.reduce((sum, value) => sum + value, 0);
  return sparseRows(
    words.map((_, word) => {
      const ties = [...(beside[word] ?? [])]
        .map(
          ([other, value]) =>
            [other, Math.log((value * all) / (sums[word] ?? 1) / (sums[other] ?? 1)) - CHANCE] as const,
        )
        .filter(([, tie]) => tie > 0);
      const tiesToLabels = [...(labelled[word] ?? [])]
        .map(([label, value]) => {
          const tie = Math.log((value * allLabelled) / (ofWords[word] ?? 1) / (ofLabels[label] ?? 1));
          return [words.length + label, ((LABELS * value) / (value + SELDOM)) * tie] as const;
        })
        .filter(([, tie]) => tie > 0);
      const row = [...ties, ...tiesToLabels];
      return { places: Int32Array.from(row, ([at]) => at), values: Float32Array.from(row, ([, tie]) => tie) };
    }),
    words.length + names.length,
  );
};

type Vector = Float64Array;
const lengthOf = (vector: Vector): number => Math.sqrt(vector.reduce((sum, value) => sum + value * value, 0));
const scaled = (vector: Vector, factor: number): Vector => vector.map((value) => value * factor);
const unit = (vector: Vector): Vector => scaled(vector, 1 / (lengthOf(vector) || 1));
const sumOfAll = (vectors: readonly Vector[]): Vector => {
  const sum = new Float64Array(WIDTH);
  for (const vector of vectors) for (let at = 0; at < WIDTH; at++) sum[at] = (sum[at] ?? 0) + (vector[at] ?? 0);
  return sum;
};

/**
 * Directions of words, from messages and what people said these are about: words that stand beside like words, in
 * messages of like labels, point the same way (a singular value decomposition), and words of one meaning are brought together.
 */
export const learnSenses = (texts: readonly string[], labels: readonly string[]): Senses => {
  const vocabulary = vocabularyOf(texts);
  const { words, rarity, meanings } = vocabulary;
  const leading = leadingVectors(tiesOf(vocabulary, labels), WIDTH);
  const own = words.map((_, word) =>
    unit(Float64Array.from(leading, ({ value, vector }) => (vector[word] ?? 0) * Math.sqrt(value))),
  );
  const ofMeaning = Array.from({ length: meaningCount }, (_, meaning) =>
    unit(sumOfAll(own.filter((_vector, word) => meanings[word]?.includes(meaning)))),
  );
  const rows = own.map((vector, word) => {
    const meant = (meanings[word] ?? []).map((meaning) => ofMeaning[meaning] ?? vector);
    const direction =
      meant.length === 0
        ? vector
        : unit(sumOfAll([scaled(vector, 1 - BY_MEANING), scaled(unit(sumOfAll(meant)), BY_MEANING)]));
    return scaled(direction, Math.sqrt(rarity[word] ?? 1));
  });
  const unknown = ofMeaning.map((vector) => scaled(vector, Math.sqrt(Math.log(texts.length / LEAST_MESSAGES))));
  const most = Math.max(...[...rows, ...unknown].map((row) => Math.max(...row.map(Math.abs))));
  const bytes = (all: readonly Vector[]): Int8Array =>
    Int8Array.from(all.flatMap((row) => Array.from(row, (value) => Math.round((value * MOST) / most))));
  return { width: WIDTH, words: Uint32Array.from(words, hashedWord), ofWords: bytes(rows), ofMeanings: bytes(unknown) };
};
