import type { Word } from "../words/words.ts";
import { hashed } from "./hashes.ts";
import type { KnownWord } from "./known-word.ts";
import { isNickname, isTens } from "./number-words.ts";
import {
  endsAsPlace,
  isEmergencyNumber,
  isEntrance,
  isFrom,
  isInsideHouse,
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
  before === undefined || after === undefined || /[^\s\u2116«»"-]/u.test(whole.slice(before.end, after.start));

/** A day: «с 31-го», «до 5-го», but «до 5-го дома». */
const ENDS_AS_DAY = /\d-?(?:го|му|е)$/;

const isOfHouses = (text: string | undefined): boolean => text !== undefined && HOUSES.has(text);
const HOUSES = new Set(["дома", "дом", "домами", "домов", "домам"]);

/** «С 1 по 15»: whether the number is the first or the last of a span. */
const isOfSpan = (texts: readonly string[], index: number): boolean =>
  (isFrom(texts[index - 1]) && isUntil(texts[index + 1])) ||
  (isUntil(texts[index - 1]) && isFrom(texts[index - 3]) && isObjectNumber(texts[index - 2] ?? ""));

/** More houses no one message is about. */
const HOUSES_OF_SPAN = 20;

/**
 * The houses between two: «от дома 2 до дома 8», «между домами 10 и 14», «с 2 по 8 дом». Those of one side of the street, where both are. Nothing
 * where a span of something else may be meant.
 */
const housesBetween = (texts: readonly string[], index: number): readonly string[] => {
  const namedBefore = isOfHouses(texts[index - 1]);
  const joint = texts[index + 1];
  const namedWithin = isOfHouses(texts[index + 2]);
  const last = namedWithin ? index + 3 : index + 2;
  const opening = texts[namedBefore ? index - 2 : index - 1];
  const joins = opening === "между" ? joint === "и" : isFrom(opening) && isUntil(joint);
  // «С 5 до 7 дома холодно» is told of hours.
  const namedAfter = opening === "от" ? isOfHouses(texts[last + 1]) : texts[last + 1] === "дом";
  if (!joins || !(namedBefore || namedWithin || namedAfter)) return [];
  const [from, to] = [Number(texts[index]), Number(texts[last])];
  const step = (to - from) % 2 === 0 ? 2 : 1;
  const between = Math.floor((to - from) / step);
  return between > 0 && between <= HOUSES_OF_SPAN
    ? Array.from({ length: between + 1 }, (_, house) => String(from + house * step))
    : [];
};

const HOURS = 24;

/** Whether a number that stands by itself is one of no house: a day, a floor, a number that is called. */
const isAboutNothing = (text: string, before: string | undefined, written: string, named: boolean): boolean => {
  if (!isDigit(written, 0))
    return (
      !(named && isTens(before)) &&
      !isNickname(written.replaceAll("ё", "е")) &&
      !(isWithin(before) && endsAsPlace(written))
    );
  return (
    PHONE.test(written) ||
    text.startsWith("0") ||
    (before === "после" && Number(text) <= HOURS) ||
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
    for (const house of housesBetween(texts, index)) numbers.push(numberedBy(house, false));
    if (isSign(before) || isInsideHouse(before) || isOfSpan(texts, index) || isCount) return;
    const told = before === "номер" ? index - 2 : index - 1;
    // «Школьная 4» is a house of a street.
    const isStreet = words[told]?.adjective === true && tokens[told]?.capital === true;
    const isObject =
      (words[told]?.numbered === true && !isStreet) ||
      (after?.numbered === true && !isApart(whole, token, tokens[index + 1]));
    const isNamed =
      words[index - 1]?.typeOfPlace === true || after?.typeOfPlace === true || after?.partOfHouse === true;
    if (
      !isObject &&
      !isNamed &&
      isAboutNothing(
        text,
        before,
        whole.slice(token.start, token.end).toLowerCase(),
        tokens[index - 2]?.capital === true,
      )
    )
      return;
    // «подъезд 2», «подъезд номер 2» and «2 подъезд», but «дом 40, подъезд 2».
    const follows = texts[index + 2] === "номер" ? index + 3 : index + 2;
    const ofEntrance =
      after?.partOfHouse === true &&
      words[follows]?.objectNumber !== true &&
      !isApart(whole, token, tokens[index + 1]) &&
      Number.parseInt(text, 10) <= ENTRANCES;
    if (ofEntrance || words[told]?.partOfHouse === true || isEntrance(before)) return void parts.push(text);
    numbers.push(numberedBy(text, isObject));
    if (words[told]?.numbered !== true || isStreet) places.push(index);
  });
  return { numbers, parts, places };
};
