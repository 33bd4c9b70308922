import type { Word } from "../words.ts";
import { hashed } from "./hashes.ts";
import type { KnownWord } from "./known-word.ts";
import {
  endsAsPlace,
  isEmergencyNumber,
  isEntrance,
  isInsideHouse,
  isFrom,
  isNickname,
  isObjectNumber,
  isSign,
  isUntil,
  isWithin,
  mayBeCalled,
} from "./word-classes.ts";

/** Each word of a message as its neighbours let it be understood: as it is written, and as it is known. */
export interface Meant {
  readonly texts: readonly string[];
  readonly words: readonly KnownWord[];
}

/** More entrances few houses have: «Островского, 15 подъезд не убирается». */
const ENTRANCES = 12;

const isDigit = (whole: string, at: number): boolean => {
  const code = whole.charCodeAt(at);
  return code >= 0x30 && code <= 0x39;
};

const isOneOf = (letters: string, letter: string | undefined): boolean =>
  letter !== undefined && letters.includes(letter);

/** Whether a number is one of a clock, a date, degrees or a share: «7:10», «15.01», «+15», «20 %». */
export const isAmount = (whole: string, { start, end }: Word): boolean =>
  isDigit(whole, start) &&
  (whole[start - 1] === "+" ||
    (isOneOf(":.", whole[start - 1]) && isDigit(whole, start - 2)) ||
    (isOneOf(":.", whole[end]) && isDigit(whole, end + 1)) ||
    isOneOf("%°", whole[whole[end] === " " ? end + 1 : end]));

/** «22-33-44». */
const PHONE = /^\d{2,3}(?:-\d{2}){2,}$/;

const OF_OBJECT = 1;

/** A number as a message is known by it: its last bit tells that it is one of a school or a route, and not of a house. */
const numberedBy = (text: string, ofObject: boolean): number =>
  (hashed(text) & ~OF_OBJECT) | (ofObject ? OF_OBJECT : 0);

/** The number alone, whatever it is of. */
export const bareNumber = (number: number): number => number & ~OF_OBJECT;
export const isOfObject = (number: number): boolean => (number & OF_OBJECT) !== 0;

/** Whether more than a space stands between two words: «Мира 5, школа» is no school 5. */
const isApart = (whole: string, before: Word | undefined, after: Word | undefined): boolean =>
  before === undefined || after === undefined || /[^\s\u2116«"-]/u.test(whole.slice(before.end, after.start));

/** A day: «с 31-го», «до 5-го», but «до 5-го дома». */
const ENDS_AS_DAY = /-(?:го|му|е)$/;

/** «С 1 по 15»: whether the number is the first or the last of a span. */
const isOfSpan = (texts: readonly string[], index: number): boolean =>
  (isFrom(texts[index - 1]) && isUntil(texts[index + 1])) ||
  (isUntil(texts[index - 1]) && isFrom(texts[index - 3]) && isObjectNumber(texts[index - 2] ?? ""));

/** Whether a number that stands by itself is one of no house: a day, a floor, a number that is called. */
const isAboutNothing = (text: string, before: string | undefined, written: string): boolean => {
  if (!isDigit(written, 0))
    return !isNickname(written.replaceAll("ё", "е")) && !(isWithin(before) && endsAsPlace(written));
  return (
    PHONE.test(written) ||
    (isFrom(before) && ENDS_AS_DAY.test(written)) ||
    (mayBeCalled(before) && isEmergencyNumber(text))
  );
};

/** Numbers of houses and the like with where they stand, and those of entrances. */
export const numbersOf = (whole: string, tokens: readonly Word[], { texts, words }: Meant) => {
  const numbers: number[] = [];
  const parts: string[] = [];
  const places: number[] = [];
  texts.forEach((text, index) => {
    const token = tokens[index];
    if (words[index]?.objectNumber !== true || token === undefined || isAmount(whole, token)) return;
    const [before, after] = [texts[index - 1], words[index + 1]];
    const isCount = after?.counted === true && !isApart(whole, token, tokens[index + 1]);
    if (isSign(before) || isInsideHouse(before) || isOfSpan(texts, index) || isCount) return;
    const isObject =
      words[index - 1]?.numbered === true || (after?.numbered === true && !isApart(whole, token, tokens[index + 1]));
    const isNamed =
      words[index - 1]?.typeOfPlace === true || after?.typeOfPlace === true || after?.partOfHouse === true;
    if (!isObject && !isNamed && isAboutNothing(text, before, whole.slice(token.start, token.end).toLowerCase()))
      return;
    // «подъезд 2» and «2 подъезд», but «дом 40, подъезд 2».
    const ofEntrance =
      after?.partOfHouse === true && words[index + 2]?.objectNumber !== true && Number.parseInt(text, 10) <= ENTRANCES;
    if (ofEntrance || words[index - 1]?.partOfHouse === true || isEntrance(before)) return void parts.push(text);
    numbers.push(numberedBy(text, isObject));
    if (words[index - 1]?.numbered !== true) places.push(index);
  });
  return { numbers, parts, places };
};
