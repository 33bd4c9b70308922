import type { Instant } from "../../domain/instant.ts";
import type { Place } from "../../domain/signal.ts";
import { type Word, wordsOf } from "../words.ts";
import { hashed, shapeOf } from "./hashes.ts";
import { type KnownWord, knownWord } from "./known-word.ts";
import { isSign, withTens } from "./word-classes.ts";

/** What of a message is compared with others. Words are there as hashes of 24 bits; all lists but the shape are in order. */
export interface Sketch {
  readonly at: Instant;
  readonly lat?: number | undefined;
  readonly lon?: number | undefined;
  /** Numbers of houses, schools, routes: not of degrees or minutes. */
  readonly numbers: readonly number[];
  /** Numbers of entrances and floors. */
  readonly parts: readonly number[];
  /** Words that name a place. */
  readonly names: readonly number[];
  readonly meanings: readonly number[];
  /** Stems of every word that says something, and names no place. */
  readonly words: readonly number[];
  /** MinHash of the letters of these words. */
  readonly shape: readonly number[];
}

/** How far before its number a place's name may stand, in words: «садовая дом 12». */
const NEAR = 2;
/** Of a message that goes on and on, so many words. */
const WORDS_KEPT = 120;

interface Token {
  readonly text: string;
  readonly capital: boolean;
  readonly first: boolean;
}

const tokensOf = (words: readonly Word[]): Token[] =>
  words.flatMap(({ text, capital, first }) =>
    text.includes("-")
      ? text.split("-").map((part, index) => ({ text: part, capital, first: first && index === 0 }))
      : { text, capital, first },
  );

/** In order, each once: what two lists share is found by going through both. */
const ordered = (values: Iterable<number>): number[] => [...new Set(values)].toSorted((one, other) => one - other);

export const sketchOf = (text: string, place: Place | undefined, at: Instant): Sketch => {
  const whole = (place?.address === undefined ? text : `${text} ${place.address}`).normalize("NFC");
  return sketchOfWords(wordsOf(whole), place, at);
};

const sketchOfWords = (written: readonly Word[], place: Place | undefined, at: Instant): Sketch => {
  const tokens = tokensOf(written);
  const texts = tokens.map((token, index) => numberOr(token, tokens[index - 1], tokens[index + 1]));
  const words = texts.map(knownWord);
  const { numbers, parts, places } = numbersOf(texts, words);
  const names = ordered(namesOf(tokens, words, places).map(({ hash }) => hash));
  const telling = words.filter(({ telling, hash }) => telling && !names.includes(hash));
  return {
    at,
    lat: place?.lat,
    lon: place?.lon,
    numbers: ordered(numbers.map(hashed)),
    parts: ordered(parts.map(hashed)),
    names,
    meanings: ordered(words.flatMap(({ meanings }) => meanings)),
    words: ordered(telling.map(({ hash }) => hash)).slice(0, WORDS_KEPT),
    shape: shapeOf(telling.flatMap(({ shingles }) => shingles)),
  };
};

/** «В десятом доме» is house 10, «третий день» is no number. */
const numberOr = ({ text }: Token, before: Token | undefined, after: Token | undefined): string => {
  const { ordinal } = knownWord(text);
  if (ordinal === undefined || (after !== undefined && knownWord(after.text).counted)) return text;
  return withTens(before?.text, ordinal);
};

/** Numbers of houses and the like with where they stand, and those of entrances. */
const numbersOf = (texts: readonly string[], words: readonly KnownWord[]) => {
  const numbers: string[] = [];
  const parts: string[] = [];
  const places: number[] = [];
  texts.forEach((text, index) => {
    const after = words[index + 1];
    if (words[index]?.objectNumber !== true || isSign(texts[index - 1]) || after?.counted === true) return;
    // «подъезд 2» and «2 подъезд», but «дом 40, подъезд 2».
    const before = after?.partOfHouse === true && words[index + 2]?.objectNumber !== true;
    if (before || words[index - 1]?.partOfHouse === true) return void parts.push(text);
    numbers.push(text);
    places.push(index);
  });
  return { numbers, parts, places };
};

/**
 * Words that name a place: beside what says what they name, or with a capital letter that does not only begin the sentence;
 * in a text that has none, those before a number.
 */
const namesOf = (
  tokens: readonly Token[],
  words: readonly KnownWord[],
  numbers: readonly number[],
): readonly KnownWord[] => {
  const numberFollows = (index: number): boolean => numbers.some((at) => at > index && at <= index + NEAR);
  const typed = (index: number): boolean => words[index]?.typeOfPlace === true;
  const named = ({ mayName, adjective }: KnownWord, index: number): boolean => {
    if (!mayName) return false;
    const { capital = false, first = false } = tokens[index] ?? {};
    if (typed(index - 1) || typed(index + 1)) return true;
    return capital && (!first || adjective || numberFollows(index));
  };
  const sure = words.filter(named);
  return sure.length > 0 ? sure : words.filter(({ mayName }, index) => mayName && numberFollows(index));
};
