import type { PersonalPattern } from "./kind.ts";

const NOT_AFTER = "(?<![\\p{L}\\p{N}])";
const NOT_BEFORE = "(?![\\p{L}\\p{N}])";

const UNIT = "(?:один|одна|два|две|три|четыре|пять|шесть|семь|восемь|девять)";
const TEEN = "(?:десять|(?:один|две|три|четыр|пят|шест|сем|восем|девят)надцать)";
const TENS = "(?:двадцать|тридцать|сорок|(?:пять|шесть|семь|восемь)десят|девяносто)";
const HUNDRED = "(?:сто|двести|триста|четыреста)";
const COUNT = `(?:${HUNDRED}(?:\\s+(?:${TEEN}|${TENS}(?:\\s+${UNIT})?|${UNIT}))?|${TENS}(?:\\s+${UNIT})?|${TEEN})`;
/** What is counted in a flat, and not its number: «в квартире двадцать градусов». */
const COUNTED = `(?!\\s+(?:${UNIT}|градус|лет|год|дн|день|час|минут|раз|человек|люд|жил|реб|дет|кот|кош|собак|процент|рубл|тысяч|метр|квадрат|миллион|недел|месяц))`;

const ENDING = "(?:ая|ой|ую|ою)";
/** «Сорок пятая», «двенадцатая»: of the first four, «в первой квартире» names none. */
const ORDINAL = `(?:(?:${HUNDRED}\\s+)?${TENS}\\s+(?:перв${ENDING}|втор${ENDING}|трет(?:ья|ьей|ью)|четв[её]рт${ENDING}|(?:пят|шест|седьм|восьм|девят)${ENDING})|(?:${HUNDRED}\\s+)?(?:(?:один|две|три|четыр|пят|шест|сем|восем|девят)надцат|десят|двадцат|тридцат|сороков|(?:пяти|шести|семи|восьми)десят|девяност)${ENDING})`;

const IN_PHONE = `(?:ноль|нуль|${UNIT}|${TEEN}|${TENS}|${HUNDRED}|(?:пять|шесть|семь|восемь|девять)сот|\\d{1,3})`;

/** How numbers from ten on are called: most texts have none. */
const likeNumber = /дцат|орок|десят|девян|сто |вести |риста |ыреста |ДЦАТ|ОРОК|ДЕСЯТ|ДЕВЯН|СТО |ВЕСТИ |РИСТА |ЫРЕСТА /;

/** Numbers of flats and telephones that are written in words. */
export const numberWordPatterns: readonly PersonalPattern[] = [
  {
    kind: "flat",
    like: likeNumber,
    pattern: new RegExp(
      `(?=к)${NOT_AFTER}(?:квартир\\p{L}*|кв\\.?)\\s+(?:номер\\s+)?(?:${ORDINAL}|${COUNT}(?:\\s+и\\s+${COUNT})?)${NOT_BEFORE}${COUNTED}`,
      "giu",
    ),
  },
  {
    kind: "flat",
    like: likeNumber,
    pattern: new RegExp(`${NOT_AFTER}${ORDINAL}\\s+(?:квартир[аеуы]|кв)${NOT_BEFORE}(?!\\.?\\s?м)`, "giu"),
  },
  {
    kind: "phone",
    like: /девят|ДЕВЯТ/,
    pattern: new RegExp(
      `${NOT_AFTER}(?:восемь|плюс\\s+семь)[\\s,.-]{1,3}девят(?:ь|ьсот)(?:[\\s,.-]{1,3}${IN_PHONE}){4,12}${NOT_BEFORE}`,
      "giu",
    ),
  },
];
