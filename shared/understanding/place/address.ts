import type { Address } from "../../domain/signal/understanding.ts";
import type { Word } from "../words/words.ts";
import { COUNTED } from "./counted.ts";
import { between, HOUSE_WORDS, houseAt, houseOf } from "./house.ts";
import type { NameFound } from "./names-in-text.ts";
import { type PlaceWord, placeWords } from "./place-words.ts";

interface Piece {
  readonly name: string;
  /** The first word after it. */
  readonly to: number;
}

const ADJECTIVE = /(?:[аяоеую]я|[оеуыи]й|[ую]ю|[ое]е|ого|его|ому|ему|[ыио]м)$/;
const NUMBER = /^\d{1,4}(?:-?(?:й|я|го|е|ая|ый|ой|летия))?$/;
const MOST_WORDS = 3;
const CLOSED = /[,;()\n"»]/;

const notNames: ReadonlySet<string> = new Set(
  "д дом дома доме дому корп корпус кв квартира на в во у и по с к от до за не нет где из около напротив возле рядом минус плюс уже еще более менее примерно почти закрыт закрыта стоит стоят холодно темно жарко".split(
    " ",
  ),
);

/** «Каждая улица» and «главная улица» are no names. */
const noName =
  /^(?:(?:кажд|люб|цел|соседн|данн|друг|главн|ближайш|последн|так)(?:ая|яя|ой|ей|ую|юю)|кажд\S+|этой|всей)$/;

const titled = (text: string): string => text.charAt(0).toUpperCase() + text.slice(1);

const FEMININE: ReadonlySet<string> = new Set(["улица", "площадь", "набережная", "аллея"]);

/** The first case of a name, where it is certain that it is an adjective: «Московской» is, «Терешковой» may be a surname. */
const firstCase = (name: string, type: string): string =>
  FEMININE.has(type)
    ? name.replace(/(ск|цк|шн|жн|чн|сн|дн)(?:ой|ую)$/, "$1ая")
    : name.replace(/(ск|цк)(?:ого|ому|им|ом)$/, type === "шоссе" ? "$1ое" : "$1ий");

/** The first case of a name that is an adjective, as it stands before its word: «на Зелёной улице». */
const firstCaseOfAdjective = (name: string, type: string): string => {
  if (FEMININE.has(type)) return name.replace(/(?:ой|ую)$/, "ая");
  return type === "шоссе"
    ? name.replace(/(?:ого|ому|ым|им|ом)$/, "ое")
    : name.replace(/([кгх])(?:ого|ому|им|ом)$/, "$1ий");
};

const isInitial = (text: string, words: readonly Word[], at: number): boolean =>
  words[at]?.capital === true &&
  words[at]?.text.length === 1 &&
  text.charAt(words[at]?.end ?? 0) === "." &&
  words[at + 1]?.capital === true &&
  words[at + 1]?.sentence === words[at]?.sentence &&
  (words[at + 1]?.text.length ?? 0) > 1;

const isHouseNumber = (words: readonly Word[], at: number): boolean =>
  /^(?:д|дом)?\d/.test(words[at]?.text ?? "") && !COUNTED.test(words[at + 1]?.text ?? "");

/** Whether a house follows a word without a capital letter: «ул. гагарина, д. 5», and not «на улице мороз, дом 5 без тепла». */
const isHouseAfter = (text: string, words: readonly Word[], at: number): boolean => {
  const [before, next] = [words[at]?.text ?? "", words[at + 1]?.text ?? ""];
  if (!HOUSE_WORDS.has(next)) return isHouseNumber(words, at + 1);
  const close = words[at - 1]?.text === "ул" || !between(text, words, at + 1).includes(",");
  return close && !before.endsWith("о") && isHouseNumber(words, at + 2);
};

/** «40 лет Победы» */
const isJubilee = (words: readonly Word[], at: number): boolean =>
  /^\d+$/.test(words[at]?.text ?? "") &&
  /^лет(?:ия)?$/.test(words[at + 1]?.text ?? "") &&
  (words[at + 2]?.capital === true || isHouseNumber(words, at + 3));

/** The name after a word such as «улица»: capital letters and numbers, or a single word where nobody writes capitals. */
const nameAfter = (text: string, words: readonly Word[], from: number, most: number): Piece | undefined => {
  const parts: string[] = [];
  const jubilee = isJubilee(words, from);
  let at = from;
  for (; at < words.length && parts.length < most; at += 1) {
    const word = words[at];
    if (word === undefined) break;
    // «К. Маркса»: the letter of a first name, and no «корпус».
    const initial = at === from && isInitial(text, words, at);
    if (initial) {
      parts.push(`${text.slice(word.start, word.end)}.`);
      continue;
    }
    if (notNames.has(word.text) || placeWords.get(word.text)?.short === false) break;
    if (at > from && CLOSED.test(between(text, words, at))) break;
    const numeral = jubilee ? at <= from + 2 : NUMBER.test(word.text) && at === from && words[at + 1]?.capital === true;
    // A small letter begins a name only where a house follows: nobody writes capitals there.
    const small = !numeral && !word.capital;
    if (small && (at > from || !isHouseAfter(text, words, at))) break;
    if (!numeral && /^\d/.test(word.text)) break;
    parts.push(text.slice(word.start, word.end));
    if (small) {
      at += 1;
      break;
    }
  }
  return parts.length === 0 ? undefined : { name: titled(parts.join(" ")), to: at };
};

/** A short word such as «с» or «д» is «село» or «деревня» with a dot and a capital letter after it. */
const isSure = (text: string, words: readonly Word[], at: number, { short, what }: PlaceWord): boolean => {
  const next = words[at + 1];
  if (next === undefined || next.sentence !== words[at]?.sentence) return false;
  if (what === "street" && (words[at]?.text.length ?? 0) > 1) return true;
  if (!short) return next.capital;
  const dotted = text.charAt(words[at]?.end ?? 0) === ".";
  return next.capital && (dotted || words[at]?.text === "г");
};

/** Whether an address goes on after «ул.» with a comma or ends: in «Московская ул., 30» the name stood before. */
const endsWith = (text: string, words: readonly Word[], at: number): boolean =>
  (words[at]?.text.length ?? 0) > 1 && (words[at + 1] === undefined || between(text, words, at + 1).includes(","));

const NUMBERED: ReadonlySet<string> = new Set(["микрорайон", "квартал"]);
const ORDINAL = /^(\d{1,3})(?:-?(?:й|м|го|му|ый|ой|ом))?$/;

/** «12-й микрорайон», «квартал 12»: a number for a name. */
const numberedAt = (
  words: readonly Word[],
  at: number,
  { name }: PlaceWord,
): (Piece & { from: number }) | undefined => {
  if (!NUMBERED.has(name)) return undefined;
  const [, before] = ORDINAL.exec(words[at - 1]?.text ?? "") ?? [];
  // «В 3 квартале» is a time of the year.
  if (before !== undefined && name !== "квартал") return { name: `${name} ${before}`, from: at - 1, to: at + 1 };
  const [, after] = ORDINAL.exec(words[at + 1]?.text ?? "") ?? [];
  return after === undefined || COUNTED.test(words[at + 2]?.text ?? "")
    ? undefined
    : { name: `${name} ${after}`, from: at, to: at + 2 };
};

const PATRON: ReadonlySet<string> = new Set(["им", "имени"]);

type Street = Piece & { readonly from: number };

/** A text, its words, and the known names in it. */
interface NamedText {
  readonly text: string;
  readonly words: readonly Word[];
  readonly names: readonly NameFound[];
}

const knownStreet = ({ known: { type, name }, from, to }: NameFound): Street => ({ name: `${type} ${name}`, from, to });

/** The street that a word such as «улица» says the name of. */
const streetOf = ({ text, words, names }: NamedText, at: number, word: PlaceWord): Street | undefined => {
  const found = names.find(({ known: { what }, from, to }) => what === "street" && (from === at + 1 || to === at));
  if (found !== undefined) {
    const { name, from, to } = knownStreet(found);
    return { name, from: Math.min(at, from), to: Math.max(at + 1, to) };
  }
  const before = words[at - 1];
  const adjective =
    before?.capital === true &&
    !noName.test(before.text) &&
    ADJECTIVE.test(before.text) &&
    !CLOSED.test(between(text, words, at));
  if (adjective && words[at + 1]?.capital !== true && (!word.short || endsWith(text, words, at)))
    return {
      name: `${word.name} ${firstCaseOfAdjective(text.slice(before.start, before.end), word.name)}`,
      from: at - 1,
      to: at + 1,
    };
  const numbered = numberedAt(words, at, word);
  if (numbered !== undefined) return numbered;
  if (!isSure(text, words, at, word)) return undefined;
  const patron = PATRON.has(words[at + 1]?.text ?? "") ? 1 : 0;
  const name = nameAfter(text, words, at + 1 + patron, MOST_WORDS);
  return name === undefined
    ? undefined
    : { name: `${word.name} ${firstCase(name.name, word.name)}`, from: at, to: name.to };
};

/** The first street of a text; of a microdistrict without a house and a street the street. */
const streetIn = (said: NamedText): Street | undefined => {
  const { text, words, names } = said;
  let district: Street | undefined;
  for (let at = 0; at < words.length; at += 1) {
    const word = placeWords.get(words[at]?.text ?? "");
    if (word?.what !== "street") continue;
    const street = streetOf(said, at, word);
    if (street === undefined) continue;
    if (!NUMBERED.has(word.name) || houseAt(text, words, street.to).house !== undefined) return street;
    district ??= street;
  }
  const found = names.find(({ known: { what } }) => what === "street");
  return found === undefined ? district : knownStreet(found);
};

const settlementIn = ({ text, words, names }: NamedText): string | undefined => {
  const found = names.find(({ known: { what } }) => what === "settlement");
  if (found !== undefined) return found.known.name;
  for (let at = 0; at < words.length; at += 1) {
    const word = placeWords.get(words[at]?.text ?? "");
    if (word?.what !== "settlement" || !isSure(text, words, at, word) || words[at + 1]?.capital !== true) continue;
    // «Сёла Усманского района»
    if (placeWords.get(words[at + 2]?.text ?? "")?.what === "district") continue;
    const town = names.find(({ known: { what }, from }) => what === "territory" && from === at + 1);
    // «Г. Н. Иванову»: a letter is no settlement, and what follows may be somebody's surname.
    const name = town?.known ?? (isInitial(text, words, at + 1) ? undefined : nameAfter(text, words, at + 1, 1));
    if (name !== undefined) return name.name;
  }
  return undefined;
};

/** An address taken apart, as far as a text has one. */
export const addressIn = (text: string, words: readonly Word[], names: readonly NameFound[]): Address => {
  const settlement = settlementIn({ text, words, names });
  const street = streetIn({ text, words, names });
  return {
    ...(settlement === undefined ? {} : { settlement }),
    ...(street === undefined ? {} : { street: street.name, ...houseOf(text, words, street) }),
  };
};
