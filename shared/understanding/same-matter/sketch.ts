import type { Place } from "../../domain/signal/signal.ts";
import type { Instant } from "../../domain/time/instant.ts";
import type { ReadText } from "../words/read-text.ts";
import { type Word, wordsOf } from "../words/words.ts";
import { hashed, meantBy, shapeOf } from "./hashes.ts";
import { type KnownWord, knownSpelling, knownWord } from "./known-word.ts";
import { isSetting, meaningNamed } from "./meanings.ts";
import { isTens, withTens } from "./number-words.ts";
import { isAmount, type Meant, numbersOf } from "./numbers-told.ts";
import { type AboutOf, unknowing } from "./subjects.ts";
import { toldInOrder } from "./told-in-order.ts";
import { hasNumber } from "./word-classes.ts";
import { wordsApart } from "./words-apart.ts";

/** What of a message is compared with others. Words are there as hashes of 24 bits; all lists but the shape are in order. */
export interface Sketch {
  readonly at: Instant;
  readonly lat?: number | undefined;
  readonly lon?: number | undefined;
  /** Numbers of houses, schools, routes, as `numberedBy` tells them: not of degrees or minutes. */
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
  /** What they may be about, as `subjects.ts` tells; empty where that is not known. */
  readonly subjects: readonly number[];
  readonly bearing: readonly number[];
}

/** How far before its number a place's name may stand, in words: «садовая дом 12». */
const NEAR = 2;
/** Of a message that goes on and on, so many words. */
const WORDS_KEPT = 120;

const QUOTES = '«„“"';
const SETS_OFF = ":,.";
const isOneOf = (letters: string, letter: string): boolean => letter !== "" && letters.includes(letter);

/** Whether it begins what stands in quotes: «Рынок» names a stop. */
const isQuoted = (whole: string, { start }: Word): boolean => isOneOf(QUOTES, whole.charAt(start - 1));
/** Whether a colon, a comma or a dot follows: «Степная: жгут мусор». */
const isSetOff = (whole: string, { end }: Word): boolean => isOneOf(SETS_OFF, whole.charAt(end));

/** Up to so many are put in order one by one sooner than by a list of their own. */
const FEW = 48;

/** In order, each once: what two lists share is found by going through both. */
const ordered = (values: readonly number[]): number[] => {
  const each: number[] = [];
  for (const value of values.length > FEW ? new Uint32Array(values).toSorted() : values) {
    let at = each.length;
    while (at > 0 && (each[at - 1] ?? 0) > value) at -= 1;
    if (at > 0 && each[at - 1] === value) continue;
    for (let from = each.length; from > at; from--) each[from] = each[from - 1] ?? 0;
    each[at] = value;
  }
  return each;
};

/** All that is written, with its words: what was read already, unless there is more. */
const wholeOf = (text: string, address: string | undefined, read: ReadText | undefined) => {
  if (address === undefined && read?.text === text) return read;
  const whole = (address === undefined ? text : `${text} ${address}`).normalize("NFC");
  return { text: whole, words: wordsOf(whole) };
};

/** A sketch, and hashes of what the subjects are called that its text may be about, the likeliest first. */
interface Sketched {
  readonly sketch: Sketch;
  readonly called: readonly number[];
}

/** `read` is the text, where it was read before. */
export const sketched = (
  text: string,
  place: Place | undefined,
  at: Instant,
  aboutOf: AboutOf = unknowing,
  read?: ReadText,
): Sketched => {
  const { text: whole, words: written } = wholeOf(text, place?.address, read);
  const tokens = wordsApart(whole, written);
  const { texts, words } = asMeant(tokens);
  const { numbers, parts, places } = numbersOf(whole, tokens, { texts, words });
  const namesAt = namesOf(whole, tokens, words, places);
  const names = ordered(namesAt.map((index) => words[index]?.hash ?? 0));
  const inOrder = toldInOrder(whole, tokens, words);
  const said =
    namesAt.length === 0 && inOrder === undefined
      ? words
      : words.filter((_, index) => !namesAt.includes(index) && inOrder?.has(index) !== true);
  const telling = said.filter(({ telling, hash }) => telling && !names.includes(hash));
  const degrees =
    whole.includes("+") && tokens.some((token, index) => isAmount(whole, token) && whole.includes(`+${texts[index]}`));
  const { called, ...about } = aboutOf(telling.filter(({ meanings }) => !meanings.some(isSetting)));
  const sketch = {
    at,
    lat: place?.lat,
    lon: place?.lon,
    numbers: ordered(numbers),
    parts: ordered(parts.map(hashed)),
    names,
    meanings: ordered(meaningsIn(said, degrees)),
    words: ordered(telling.map(({ hash }) => hash)).slice(0, WORDS_KEPT),
    shape: shapeOf(telling),
    ...about,
  };
  return { sketch, called };
};

export const sketchOf = (...asked: Parameters<typeof sketched>): Sketch => sketched(...asked).sketch;

const HEATING = meaningNamed("heating");

/** What words mean, each with the word that says so. */
const meaningsIn = (words: readonly KnownWord[], degrees: boolean): readonly number[] => {
  const found = degrees ? [meantBy(HEATING, 0)] : [];
  for (const { meanings, hash } of words) for (const meaning of meanings) found.push(meantBy(meaning, hash));
  return found;
};

/** Each word as its neighbours let it be understood, as it is written and as it is known. */
const asMeant = (tokens: readonly Word[]): Meant => {
  const alone = tokens.map(knownSpelling);
  const texts: string[] = [];
  const words: KnownWord[] = [];
  let before: string | undefined;
  alone.forEach((word, index) => {
    const text = tokens[index]?.text ?? "";
    const counts = word.ordinal !== undefined || word.cardinal !== undefined;
    const number = counts ? numberOf(word, before, tokens[index - 2]?.text, alone[index + 1]) : undefined;
    const meant = negatedOr(number ?? text, before);
    texts.push(meant);
    words.push(meant === text ? word : knownWord(meant));
    before = text;
  });
  return { texts, words };
};

/** «Не горит» means another thing than «горит», where the lists say so: «негорит». */
const negatedOr = (text: string, before: string | undefined): string => {
  if (before !== "не") return text;
  const negated = `не${text}`;
  return knownWord(negated).meanings.length > 0 ? negated : text;
};

/** «В десятом доме» is house 10, «третий день» is no number; «двадцать три» is one, and «два» where it is said of what. */
const numberOf = (
  { ordinal, cardinal }: KnownWord,
  before: string | undefined,
  further: string | undefined,
  after: KnownWord | undefined,
): string | undefined => {
  if (after?.counted === true) return undefined;
  if (ordinal !== undefined) return withTens(further, before, ordinal);
  return cardinal !== undefined && (isTens(before) || hasNumber(before))
    ? withTens(further, before, cardinal)
    : undefined;
};

/**
 * Words that name a place: beside what says what they name, or with a capital letter that does not only begin the sentence;
 * in a text that has none, those before a number.
 */
const namesOf = (
  whole: string,
  tokens: readonly Word[],
  words: readonly KnownWord[],
  numbers: readonly number[],
): readonly number[] => {
  const numberFollows = (index: number): boolean => numbers.some((at) => at > index && at <= index + NEAR);
  const typed = (index: number): boolean => words[index]?.typeOfPlace === true;
  const named = (
    { telling, mayName, likeVerb, adjective, numbered, typeOfPlace }: KnownWord,
    index: number,
  ): boolean => {
    const token = tokens[index];
    if (token === undefined) return false;
    const { capital, first } = token;
    if (capital && ((!first && typed(index - 1)) || isQuoted(whole, token))) return true;
    // A street may be called after what a message is about: «на Котельной», «Строителей 14».
    if (capital && telling && !likeVerb && !typeOfPlace && !numbered && numbers.includes(index + 1)) return true;
    if (capital && adjective && (!first || isSetOff(whole, token))) return true;
    if (!mayName || (likeVerb && !capital)) return false;
    if (typed(index - 1) || (typed(index + 1) && words[index + 1]?.numbered !== true)) return true;
    return capital && (!first || adjective || numberFollows(index));
  };
  const where = (holds: (word: KnownWord, index: number) => boolean): number[] => {
    const found: number[] = [];
    words.forEach((word, index) => {
      if (holds(word, index)) found.push(index);
    });
    return found;
  };
  const sure = where(named);
  return sure.length > 0 ? sure : where(({ mayName, likeVerb }, index) => mayName && !likeVerb && numberFollows(index));
};
