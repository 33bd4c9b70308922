import { bySpelling, spellingOf } from "../words/spellings.ts";
import { stem } from "../words/stem.ts";
import { hashedWord, shinglesOf } from "./hashes.ts";
import { marksOf, meaningsOf, NUMBERED } from "./meanings.ts";
import { cardinal, ordinal } from "./number-words.ts";
import { spelled } from "./spelling.ts";
import {
  counts,
  describes,
  isCommon,
  isLikeVerb,
  isObjectNumber,
  isPartOfHouse,
  isTypeOfPlace,
} from "./word-classes.ts";

/** What a word is to a sketch, whatever stands beside it. */
export interface KnownWord {
  /** Of its stem. */
  readonly hash: number;
  readonly meanings: readonly number[];
  /** Whether it says something of a matter. */
  readonly telling: boolean;
  readonly mayName: boolean;
  /** Whether it ends as verbs do: such a word is a name with a capital letter alone. */
  readonly likeVerb: boolean;
  readonly adjective: boolean;
  /** Whether it is what has a number of its own: «автобус», «школа». */
  readonly numbered: boolean;
  readonly typeOfPlace: boolean;
  readonly objectNumber: boolean;
  readonly partOfHouse: boolean;
  /** Whether what is said to be so many: «градусов». */
  readonly counted: boolean;
  /** The number that it stands for: «десятый». */
  readonly ordinal: string | undefined;
  /** The number that it counts to: «два». */
  readonly cardinal: string | undefined;
  readonly shingles: readonly number[];
}

const SHORTEST_NAME = 3;
const CYRILLIC = /^[а-я]+$/;
const ADJECTIVE = /(?:ой|ый|ий|ая|ую|ое|ые)$/;

const read = (written: string): KnownWord => {
  const text = spelled(written);
  const typeOfPlace = isTypeOfPlace(text);
  const telling = text.length > 1 && CYRILLIC.test(text) && !isCommon(text) && !typeOfPlace;
  const meanings = meaningsOf(text);
  return {
    hash: hashedWord(stem(text)),
    meanings,
    telling,
    mayName: telling && text.length >= SHORTEST_NAME && meanings.length === 0 && !describes(text),
    likeVerb: isLikeVerb(text),
    numbered: meanings.some((meaning) => (marksOf(meaning) & NUMBERED) !== 0),
    adjective: ADJECTIVE.test(text),
    typeOfPlace,
    objectNumber: isObjectNumber(text),
    partOfHouse: isPartOfHouse(text),
    counted: counts(text),
    ordinal: ordinal(text),
    cardinal: cardinal(text),
    shingles: telling ? shinglesOf(text) : [],
  };
};

/** Words repeat, so what is found of one is kept. */
export const knownSpelling = bySpelling(read);
export const knownWord = (text: string): KnownWord => knownSpelling(spellingOf(text));
