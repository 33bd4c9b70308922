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

/** How far from its number a place's name may stand, in words: «на Садовой возле дома 12». */
const NEAR = 3;
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
  const numbers = new Set<number>();
  const parts = new Set<number>();
  const names = new Set<string>();
  const name = (index: number): void => {
    const word = words[index];
    if (mayName(word)) names.add(word);
  };
  words.forEach((word, index) => {
    const { capital = false, first = false } = tokens[index] ?? {};
    if (isObjectNumber(word) && !isQuantity(words[index - 1], words[index + 1])) {
      const ofHouse = isPartOfHouse(words[index - 1]) || isPartOfHouse(words[index + 1]);
      (ofHouse ? parts : numbers).add(hashed(word));
      if (!ofHouse) for (let near = index - NEAR; near <= index + NEAR; near += 1) name(near);
    } else if (isTypeOfPlace(word)) {
      name(index - 1);
      name(index + 1);
    } else if (capital && (!first || (ADJECTIVE.test(word) && index + 1 < words.length))) name(index);
  });
  const telling = words.filter(
    (word) => word.length > 1 && CYRILLIC.test(word) && !isCommon(word) && !isTypeOfPlace(word),
  );
  return {
    at,
    ...(place?.lat === undefined || place.lon === undefined ? {} : { lat: place.lat, lon: place.lon }),
    numbers: [...numbers],
    parts: [...parts],
    names: unique([...names].map((word) => hashed(stem(word)))),
    meanings: unique(words.flatMap((word) => meaningsOf(word))),
    words: unique(telling.map((word) => hashed(stem(word)))),
    shape: shapeOf(words.join(" ")),
  };
};
