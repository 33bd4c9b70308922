import { finished, type ReadWord, readWord } from "../model/features.ts";
import { bySpelling } from "../words/spellings.ts";
import type { Word } from "../words/words.ts";

/** Parts of words are many: each tells less than the word. */
const OF_PART = 0.4;
/** What a message of few words says is not made louder than this. */
const FEWEST = 6;

/** How loud each word is among so many: the more there are, the less a single one says of the whole. */
export const loudness = (words: number): number => 1 / Math.sqrt(Math.max(FEWEST, words));

/** Features of a word, whatever stands beside it, and what each counts. */
export const visitFeatures = (
  { own, parts, meant }: ReadWord,
  visit: (feature: number, counts: number) => void,
): void => {
  visit(own, 1);
  for (const part of parts) visit(part, OF_PART);
  for (const meaning of meant) visit(meaning, 1);
};

/** Dates, sums and houses, and names of sites and goods, say nothing of danger. */
const UNHEARD = /[\da-z]/;

/** What stands before the first word of a sentence, and for what is not heard. */
const NO_WORD = 0x2545f491;
const UNHEARD_WORD = 0x1b873593;
const PRIME = 0x01000193;
/** Of two words beside one another, by their own features. */
const pairFeature = (before: number, own: number): number => finished(Math.imul(before, PRIME) ^ own, 1);

/** `pair` is the feature of the word beside the one before it in its sentence. */
type Hear<Made> = (made: Made, pair: number, word: Word) => void;

/** Goes through the words that may tell of danger. What is made of a word is made once, and kept as long as the word is known. */
export const dangerWords = <Made>(
  make: (word: ReadWord) => Made,
): ((words: readonly Word[], hear: Hear<Made>) => void) => {
  const known = bySpelling((text) => {
    const word = readWord(text);
    return { heard: !UNHEARD.test(text), made: make(word), own: word.own };
  });
  return (words, hear) => {
    let before = NO_WORD;
    let sentence = -1;
    for (const word of words) {
      if (word.sentence !== sentence) before = NO_WORD;
      sentence = word.sentence;
      const { heard, made, own } = known(word);
      if (heard) hear(made, pairFeature(before, own), word);
      before = heard ? own : UNHEARD_WORD;
    }
  };
};
