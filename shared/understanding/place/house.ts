import type { Address } from "../../domain/signal/understanding.ts";
import type { Word } from "../words/words.ts";
import { COUNTED } from "./counted.ts";

/** What stands in a text before a word. */
export const between = (text: string, words: readonly Word[], at: number): string =>
  text.slice(words[at - 1]?.end ?? 0, words[at]?.start ?? text.length);

const HOUSE = /^(?:д|дом)?(\d{1,4}(?:[а-я]|-[а-д])?)(?:(?:к|корп|стр)(\d{1,3}))?(?:-\d{1,4})?$/;
export const HOUSE_WORDS: ReadonlySet<string> = new Set(
  "д дом дома доме дому домом вл владение домовладение".split(" "),
);
const BUILDING_WORDS: ReadonlySet<string> = new Set(["к", "корп", "корпус", "корпуса", "корпусе", "стр", "строение"]);
const BUILDING = /^\d{1,3}[а-я]?$/;
/** «5 к2» */
const JOINED = /^(?:к|корп|корпус|стр)(\d{1,3}[а-я]?)$/;
const LETTER = /^[а-д]$/;
/** What ends an address after a letter: «12 а, кв. 5», and not «12 а у соседей». */
const ENDS = /^\s*[,.;)\n]/;

/** Whether a letter after a number belongs to it: «12 б», «12 «В»», «12 А, кв. 5». */
const isLetterOfHouse = (text: string, words: readonly Word[], at: number): boolean => {
  const letter = words[at]?.text ?? "";
  if (!LETTER.test(letter)) return false;
  const gap = between(text, words, at);
  if (/^ ?[«"]$/.test(gap)) return true;
  if (!/^ ?$/.test(gap)) return false;
  return (letter !== "в" && letter !== "а") || words[at + 1] === undefined || ENDS.test(between(text, words, at + 1));
};

const buildingAt = (words: readonly Word[], at: number): string | undefined => {
  const [word = "", next = ""] = [words[at]?.text, words[at + 1]?.text];
  if (BUILDING_WORDS.has(word) && (BUILDING.test(next) || (word.length > 1 && LETTER.test(next)))) return next;
  return JOINED.exec(word)?.[1];
};

/** The house at a word, and its building. The flat is the citizen's own and is not read. */
export const houseAt = (text: string, words: readonly Word[], from: number): Pick<Address, "house" | "building"> => {
  let at = from;
  if (HOUSE_WORDS.has(words[at]?.text ?? "")) at += words[at + 1]?.text === "номер" ? 2 : 1;
  const [, number, joined] = HOUSE.exec(words[at]?.text ?? "") ?? [];
  if (number === undefined || COUNTED.test(words[at + 1]?.text ?? "")) return {};
  let house = number.replace("-", "");
  const next = words[at + 1]?.text ?? "";
  if (between(text, words, at + 1) === "/" && BUILDING.test(next)) {
    house += `/${next}`;
    at += 1;
  } else if (isLetterOfHouse(text, words, at + 1)) {
    house += next;
    at += 1;
  }
  const building = joined ?? buildingAt(words, at + 1);
  return { house, ...(building === undefined ? {} : { building }) };
};

const BEFORE_STREET: ReadonlySet<string> = new Set(["по", "на"]);
/** A house with its building is so many words at most: «дома 5 корпус 2». */
const LONGEST_HOUSE = 4;

/** The house before a street: «у дома 15 по улице Садовой». */
const houseBefore = (text: string, words: readonly Word[], street: number): Pick<Address, "house" | "building"> => {
  const end = BEFORE_STREET.has(words[street - 1]?.text ?? "") ? street - 1 : street;
  for (let at = end - 2; at >= Math.max(0, end - LONGEST_HOUSE); at -= 1)
    if (HOUSE_WORDS.has(words[at]?.text ?? "") && words[at]?.sentence === words[street]?.sentence)
      return houseAt(text, words.slice(0, end), at);
  return {};
};

const BESIDE: ReadonlySet<string> = new Set(
  "у к около возле напротив против рядом с со в во районе за перед дворе".split(" "),
);
const MOST_BESIDE = 2;

/** The house that something is beside: «на улице Садовой, напротив дома 15». */
const houseBeside = (text: string, words: readonly Word[], from: number): Pick<Address, "house" | "building"> => {
  const { sentence } = words[from - 1] ?? {};
  for (let at = from; at <= from + MOST_BESIDE && words[at]?.sentence === sentence; at += 1) {
    const word = words[at]?.text ?? "";
    if (at > from && HOUSE_WORDS.has(word)) return houseAt(text, words, at);
    if (!BESIDE.has(word)) break;
  }
  return {};
};

/** The house of a street that stands in a text, after its name or before it. */
export const houseOf = (
  text: string,
  words: readonly Word[],
  street: { readonly from: number; readonly to: number },
) => {
  for (const read of [houseAt, houseBeside]) {
    const after = read(text, words, street.to);
    if (after.house !== undefined) return after;
  }
  return houseBefore(text, words, street.from);
};
