import type { Instant } from "../../domain/instant.ts";
import type { Place } from "../../domain/signal.ts";
import { stem } from "../stem.ts";
import { type Word, wordsOf } from "../words.ts";
import { hashed, shapeOf } from "./hashes.ts";
import { meaningsOf } from "./meanings.ts";
import { asNumber, isCommon, isObjectNumber, isPartOfHouse, isQuantity, isTypeOfPlace } from "./word-classes.ts";

/** What of a message is compared with others. Words are there as hashes of 24 bits. */
export interface Sketch {
  readonly at: Instant;
  readonly lat?: number;
  readonly lon?: number;
  /** Numbers of houses, schools, routes: not of degrees or minutes. */
  readonly numbers: readonly number[];
  /** Numbers of entrances and floors. */
  readonly parts: readonly number[];
  /** Words that name a place. */
  readonly names: readonly number[];
  readonly meanings: readonly number[];
  /** Stems of every word that says something, and names no place. */
  readonly words: readonly number[];
  /** MinHash of its letters. */
  readonly shape: readonly number[];
}

/** How far before its number a place's name may stand, in words: «садовая дом 12». */
const NEAR = 2;
const SHORTEST_NAME = 3;

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

const CYRILLIC = /^[а-я]+$/;
const ADJECTIVE = /(?:ой|ый|ий|ая|ое|ые)$/;

const mayName = (word: string | undefined): word is string =>
  word !== undefined &&
  word.length >= SHORTEST_NAME &&
  CYRILLIC.test(word) &&
  !isTypeOfPlace(word) &&
  !isCommon(word) &&
  meaningsOf(word).length === 0;

const unique = <Value>(values: Iterable<Value>): Value[] => [...new Set(values)];

export const sketchOf = (text: string, place: Place | undefined, at: Instant): Sketch => {
  const whole = (place?.address === undefined ? text : `${text} ${place.address}`).normalize("NFC");
  return sketchOfWords(wordsOf(whole), place, at);
};

const sketchOfWords = (written: readonly Word[], place: Place | undefined, at: Instant): Sketch => {
  const tokens = tokensOf(written);
  const words = tokens.map(
    ({ text }, index) => asNumber(tokens[index - 1]?.text, text, tokens[index + 1]?.text) ?? text,
  );
  const { numbers, parts, places } = numbersOf(words);
  const telling = words.filter(
    (word) => word.length > 1 && CYRILLIC.test(word) && !isCommon(word) && !isTypeOfPlace(word),
  );
  return {
    at,
    ...(place?.lat === undefined || place.lon === undefined ? {} : { lat: place.lat, lon: place.lon }),
    numbers: unique(numbers.map(hashed)),
    parts: unique(parts.map(hashed)),
    names: unique(namesOf(tokens, words, places).map((word) => hashed(stem(word)))),
    meanings: unique(words.flatMap((word) => meaningsOf(word))),
    words: unique(telling.map((word) => hashed(stem(word)))),
    shape: shapeOf(words.join(" ")),
  };
};

/** Numbers of houses and the like with where they stand, and those of entrances. */
const numbersOf = (words: readonly string[]) => {
  const numbers: string[] = [];
  const parts: string[] = [];
  const places: number[] = [];
  words.forEach((word, index) => {
    if (!isObjectNumber(word) || isQuantity(words[index - 1], words[index + 1])) return;
    // «подъезд 2» and «2 подъезд», but «дом 40, подъезд 2».
    const before = isPartOfHouse(words[index + 1]) && !isObjectNumber(words[index + 2]);
    if (before || isPartOfHouse(words[index - 1])) return void parts.push(word);
    numbers.push(word);
    places.push(index);
  });
  return { numbers, parts, places };
};

/**
 * Words that name a place: beside what says what they name, or with a capital letter that does not only begin the sentence;
 * in a text that has none, those before a number.
 */
const namesOf = (tokens: readonly Token[], words: readonly string[], numbers: readonly number[]): string[] => {
  const numberFollows = (index: number): boolean => numbers.some((at) => at > index && at <= index + NEAR);
  const named = (word: string, index: number): boolean => {
    const { capital = false, first = false } = tokens[index] ?? {};
    const typed = [words[index - 1], words[index + 1]].some((beside) => beside !== undefined && isTypeOfPlace(beside));
    const begins = first && !numberFollows(index) && !ADJECTIVE.test(word);
    return mayName(word) && (typed || (capital && !begins));
  };
  const sure = words.filter(named);
  if (sure.length > 0) return sure;
  return words.filter((word, index) => mayName(word) && numberFollows(index));
};
