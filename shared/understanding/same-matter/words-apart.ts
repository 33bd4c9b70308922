import { spellingOf } from "../words/spellings.ts";
import type { Word } from "../words/words.ts";

/** «4-й» and «4й» are a number with its ending; «4-я» is, and «4я» may be a house. */
const NUMBER_ENDING = /^(\d+)(?:-(?:й|я|е|го|му|м|х|ой|ая|ое|ый|ую|ом|ти)|й|го|му|ой|ая|ое|ый|ую|ом|ым|ых)$/;
/** «18-а» is house 18а. */
const HOUSE_LETTER = /^(\d{1,3})-([а-е])$/;
/** Between words, and between a house and its building: «18к2», «12стр1». */
const JOINTS = /-|(?<=^\d{1,3})(?:корп|кор|к|стр|с)(?=\d{1,2}$)/;

const beginsWithDigit = (text: string): boolean => text.charCodeAt(0) >= 0x30 && text.charCodeAt(0) <= 0x39;

const isOfParts = ({ text }: Word): boolean =>
  beginsWithDigit(text) ? NUMBER_ENDING.test(text) || JOINTS.test(text) : text.includes("-");

const partsOf = (word: Word): readonly Word[] =>
  word.text
    .replace(NUMBER_ENDING, "$1")
    .replace(HOUSE_LETTER, "$1$2")
    .split(JOINTS)
    .map((text, index) => ({ ...word, ...spellingOf(text), first: word.first && index === 0 }));

const HOUSE = /^\d{1,3}$/;
const LETTER = /^[а-е]$/;
/** «А» and «В» are words, too: «Мира 5 В подъезде темно». */
const ALSO_WORDS = new Set(["а", "в"]);
const BETWEEN = /^\s?["«]?$/;
const ENDS = /^(?:["»,.;:)]|\s*$)/;

const isLetterOf = (whole: string, house: Word | undefined, { text, capital, start, end }: Word): boolean =>
  capital &&
  text.length === 1 &&
  house !== undefined &&
  LETTER.test(text) &&
  HOUSE.test(house.text) &&
  BETWEEN.test(whole.slice(house.end, start)) &&
  (!ALSO_WORDS.has(text) || ENDS.test(whole.slice(end)));

/** «18 А» is house 18а. */
const withLetters = (whole: string, words: readonly Word[]): readonly Word[] => {
  const joined: Word[] = [];
  for (const word of words) {
    const house = joined.at(-1);
    if (house !== undefined && isLetterOf(whole, house, word))
      joined[joined.length - 1] = { ...house, ...spellingOf(house.text + word.text), end: word.end };
    else joined.push(word);
  }
  return joined;
};

/** Words as they are compared: what stands between hyphens is a word of its own, in the same place of the text, and a house has its letter. */
export const wordsApart = (whole: string, words: readonly Word[]): readonly Word[] => {
  let split = false;
  let letters = false;
  for (const word of words) {
    if (word.text.length === 1) letters ||= word.capital;
    else split ||= isOfParts(word);
  }
  const apart = split ? words.flatMap((word) => (isOfParts(word) ? partsOf(word) : word)) : words;
  return letters && apart.some((word, index) => isLetterOf(whole, apart[index - 1], word))
    ? withLetters(whole, apart)
    : apart;
};
