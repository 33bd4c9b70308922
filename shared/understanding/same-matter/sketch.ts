import type { Instant } from "../../domain/instant.ts";
import type { Place } from "../../domain/signal.ts";
import type { ReadText } from "../read-text.ts";
import { type Word, wordsOf } from "../words.ts";
import { hashed, meantBy, shapeOf } from "./hashes.ts";
import { type KnownWord, knownWord } from "./known-word.ts";
import { isSetting, meaningNamed } from "./meanings.ts";
import { type SenseOf, senseless } from "./senses.ts";
import { isEntrance, isSign, withTens } from "./word-classes.ts";

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
  /** What its words mean, each with the word that says so. */
  readonly meanings: readonly number[];
  /** Stems of every word that says something, and names no place. */
  readonly words: readonly number[];
  /** MinHash of the letters of these words. */
  readonly shape: readonly number[];
  /** Where these words point to among all that is said, as `senses.ts` tells; empty where that is not known. */
  readonly sense: readonly number[];
}

/** How far before its number a place's name may stand, in words: «садовая дом 12». */
const NEAR = 2;
/** More entrances few houses have: «Островского, 15 подъезд не убирается». */
const ENTRANCES = 12;
/** Of a message that goes on and on, so many words. */
const WORDS_KEPT = 120;

interface Token {
  readonly text: string;
  readonly capital: boolean;
  readonly first: boolean;
  /** Whether it begins what stands in quotes: «Рынок» names a stop. */
  readonly quoted: boolean;
  /** Whether a colon, a comma or a dot follows: «Степная: жгут мусор». */
  readonly setOff: boolean;
  /** Whether a number is one of a clock, or of degrees: «7:10», «+15». */
  readonly amount: boolean;
}

const QUOTES = new Set('«„“"');
const SETS_OFF = new Set(":,.");
const DIGIT = /\d/;
const isDigit = (letter: string | undefined): boolean => letter !== undefined && DIGIT.test(letter);

const isAmount = (whole: string, { start, end }: Word): boolean =>
  isDigit(whole[start]) &&
  (whole[start - 1] === "+" ||
    (whole[start - 1] === ":" && isDigit(whole[start - 2])) ||
    (whole[end] === ":" && isDigit(whole[end + 1])));

/** «4-й» is a number with its ending. */
const NUMBER_ENDING = /^(\d+)-(?:й|я|е|го|му|м|х|ой|ая|ое|ый|ую|ом|ти)$/;
const partsOf = (text: string): readonly string[] => text.replace(NUMBER_ENDING, "$1").split("-");

const tokensOf = (whole: string, words: readonly Word[]): Token[] =>
  words.flatMap((word) => {
    const { text, capital, first } = word;
    const amount = isAmount(whole, word);
    const quoted = QUOTES.has(whole[word.start - 1] ?? "");
    const setOff = SETS_OFF.has(whole[word.end] ?? "");
    return text.includes("-")
      ? partsOf(text).map((part, index) => ({
          text: part,
          capital,
          first: first && index === 0,
          quoted,
          setOff,
          amount,
        }))
      : { text, capital, first, quoted, setOff, amount };
  });

/** In order, each once: what two lists share is found by going through both. */
const ordered = (values: readonly number[]): number[] =>
  values.toSorted((one, other) => one - other).filter((value, at, all) => value !== all[at - 1]);

/** All that is written, with its words: what was read already, unless there is more. */
const wholeOf = (text: string, address: string | undefined, read: ReadText | undefined) => {
  if (address === undefined && read?.text === text) return read;
  const whole = (address === undefined ? text : `${text} ${address}`).normalize("NFC");
  return { text: whole, words: wordsOf(whole) };
};

/** `read` is the text, where it was read before. */
export const sketchOf = (
  text: string,
  place: Place | undefined,
  at: Instant,
  senseOf: SenseOf = senseless,
  read?: ReadText,
): Sketch => {
  const { text: whole, words: written } = wholeOf(text, place?.address, read);
  const tokens = tokensOf(whole, written);
  const alone = tokens.map(({ text }) => knownWord(text));
  const texts = tokens.map((token, index) =>
    negatedOr(numberOr(token, alone[index], tokens[index - 1], alone[index + 1]), tokens[index - 1]),
  );
  const words = alone.map((word, index) =>
    texts[index] === tokens[index]?.text ? word : knownWord(texts[index] ?? ""),
  );
  const { numbers, parts, places } = numbersOf(tokens, texts, words);
  const namesAt = namesOf(tokens, words, places);
  const names = ordered(words.filter((_, index) => namesAt.includes(index)).map(({ hash }) => hash));
  const said = words.filter((_, index) => !namesAt.includes(index));
  const telling = said.filter(({ telling, hash }) => telling && !names.includes(hash));
  const degrees = tokens.some(({ amount }, index) => amount && whole.includes(`+${texts[index]}`));
  return {
    at,
    lat: place?.lat,
    lon: place?.lon,
    numbers: ordered(numbers.map(hashed)),
    parts: ordered(parts.map(hashed)),
    names,
    meanings: ordered([
      ...said.flatMap(({ meanings, hash }) => meanings.map((meaning) => meantBy(meaning, hash))),
      ...(degrees ? [meantBy(HEATING, 0)] : []),
    ]),
    words: ordered(telling.map(({ hash }) => hash)).slice(0, WORDS_KEPT),
    shape: shapeOf(telling),
    sense: senseOf(telling.filter(({ meanings }) => !meanings.some(isSetting))),
  };
};

const HEATING = meaningNamed("heating");

/** «Не горит» means another thing than «горит», where the lists say so: «негорит». */
const negatedOr = (text: string, before: Token | undefined): string => {
  if (before?.text !== "не") return text;
  const negated = `не${text}`;
  return knownWord(negated).meanings.length > 0 ? negated : text;
};

/** «В десятом доме» is house 10, «третий день» is no number. */
const numberOr = (
  { text }: Token,
  word: KnownWord | undefined,
  before: Token | undefined,
  after: KnownWord | undefined,
): string => {
  if (word?.ordinal === undefined || after?.counted === true) return text;
  return withTens(before?.text, word.ordinal);
};

/** Numbers of houses and the like with where they stand, and those of entrances. */
const numbersOf = (tokens: readonly Token[], texts: readonly string[], words: readonly KnownWord[]) => {
  const numbers: string[] = [];
  const parts: string[] = [];
  const places: number[] = [];
  texts.forEach((text, index) => {
    const after = words[index + 1];
    if (words[index]?.objectNumber !== true || tokens[index]?.amount === true) return;
    if (isSign(texts[index - 1]) || after?.counted === true) return;
    // «подъезд 2» and «2 подъезд», but «дом 40, подъезд 2».
    const before =
      after?.partOfHouse === true && words[index + 2]?.objectNumber !== true && Number.parseInt(text, 10) <= ENTRANCES;
    if (before || words[index - 1]?.partOfHouse === true || isEntrance(texts[index - 1])) return void parts.push(text);
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
): readonly number[] => {
  const numberFollows = (index: number): boolean => numbers.some((at) => at > index && at <= index + NEAR);
  const typed = (index: number): boolean => words[index]?.typeOfPlace === true;
  const named = (
    { telling, mayName, likeVerb, adjective, numbered, typeOfPlace }: KnownWord,
    index: number,
  ): boolean => {
    const { capital = false, first = false, quoted = false, setOff = false } = tokens[index] ?? {};
    if (capital && (quoted || (!first && typed(index - 1)))) return true;
    // A street may be called after what a message is about: «на Котельной», «Строителей 14».
    if (capital && telling && !likeVerb && !typeOfPlace && !numbered && numbers.includes(index + 1)) return true;
    if (capital && adjective && (first ? setOff : true)) return true;
    if (!mayName || (likeVerb && !capital)) return false;
    if (typed(index - 1) || typed(index + 1)) return true;
    return capital && (!first || adjective || numberFollows(index));
  };
  const where = (holds: (word: KnownWord, index: number) => boolean): number[] =>
    words.flatMap((word, index) => (holds(word, index) ? index : []));
  const sure = where(named);
  return sure.length > 0 ? sure : where(({ mayName, likeVerb }, index) => mayName && !likeVerb && numberFollows(index));
};
