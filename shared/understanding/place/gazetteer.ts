import type { Places } from "../../domain/centre/places.ts";
import type { Territories } from "../../domain/centre/territory.ts";
import { firstNames } from "../first-names.ts";
import type { Word } from "../words/words.ts";
import { casesOfAdjective, casesOfName } from "./cases.ts";
import { COUNTED } from "./counted.ts";
import { formsOfInstitution, isBeforeInstitution, type Town } from "./institutions.ts";
import { placeWords } from "./place-words.ts";

export interface KnownName {
  /** As a map has it. */
  readonly name: string;
  readonly what: "territory" | "settlement" | "street" | "institution";
  /** What kind of street it is. */
  readonly type: string;
  readonly territory: string | undefined;
  /** A word of the language too. */
  readonly common: boolean;
}

interface Entry extends KnownName {
  /** The word that has to stand before it: «р-н Усманский». */
  readonly after?: string | undefined;
  /** What may stand for each of its words after the first. */
  readonly others: readonly ReadonlySet<string>[];
}

/** A known name in a text. */
export interface NameFound {
  readonly known: KnownName;
  readonly from: number;
  /** The first word after it. */
  readonly to: number;
}

export type Gazetteer = ReadonlyMap<string, readonly Entry[]>;

const plain = (text: string): string => text.toLowerCase().replaceAll("ё", "е");

/** Forms of the words that say what a name is of, by the one that a map has. */
const formsOfPlaceWord = new Map<string, string[]>();
for (const [form, { name }] of placeWords)
  formsOfPlaceWord.set(plain(name), [...(formsOfPlaceWord.get(plain(name)) ?? []), form]);

const NUMBER = /^\d+$/;

/**
 * A street named after somebody keeps its form, only adjectives change: «Московская», but «Гагарина». «9-го Мая» is «9 Мая»,
 * and people write «Крупская» for «Крупской».
 */
const formsOfStreet = (word: string): readonly string[] =>
  NUMBER.test(word)
    ? [word, `${word}-го`, `${word}го`]
    : [...casesOfAdjective(word), ...(word.endsWith("ской") ? [word.replace(/ой$/, "ая")] : [])];

const formsOf = (word: string, what: KnownName["what"]): readonly string[] =>
  formsOfPlaceWord.get(word) ?? (what === "street" ? formsOfStreet(word) : casesOfName(word));

const addTo = (all: Map<string, Entry[]>, known: KnownName, written = plain(known.name), after?: string): void => {
  const [first = "", ...others] = written.split(/[^\p{L}\p{N}-]+/u).filter((word) => word !== "");
  const entry = { ...known, after, others: others.map((word) => new Set(formsOf(word, known.what))) };
  for (const form of new Set(formsOf(first, known.what))) {
    const there = all.get(form);
    if (there === undefined) all.set(form, [entry]);
    else there.push(entry);
  }
  // «Ростов на Дону»
  if (first.includes("-")) addTo(all, known, written.replaceAll("-", " "), after);
};

const JUBILEE = /^(\d+)(?: лет|[ -]?летия) (.+)$/;

/** A street, and «50 лет Победы» as «50-летия Победы», too. */
const addStreet = (all: Map<string, Entry[]>, known: KnownName): void => {
  const [, years, event] = JUBILEE.exec(plain(known.name)) ?? [];
  if (years === undefined || event === undefined) addTo(all, known);
  else for (const each of [" лет", "-лет", "-летия", "летия"]) addTo(all, known, `${years}${each} ${event}`);
};

const DISTRICT = /^(\S+) (?:муниципальный |городской )?(?:район|округ)$/;

/**
 * A district in the other words for it, unless somebody else is called so: districts became municipal ones and then
 * municipal districts, and registers have «р-н Усманский».
 */
const addDistrict = (all: Map<string, Entry[]>, known: KnownName, taken: Set<string>): void => {
  const name = plain(known.name);
  const [, adjective] = DISTRICT.exec(name) ?? [];
  if (adjective === undefined) return;
  for (const kind of ["район", "округ"]) {
    const plainly = `${adjective} ${kind}`;
    if (plainly !== name && taken.has(plainly)) continue;
    for (const written of [plainly, `${adjective} муниципальный ${kind}`, `${adjective} городской ${kind}`])
      if (!taken.has(written)) addTo(all, known, written);
    addTo(all, known, adjective, kind);
  }
};

/** «Усманская больница» */
const addInstitutions = (all: Map<string, Entry[]>, known: KnownName, towns: readonly Town[]): void => {
  const [, adjective] = DISTRICT.exec(plain(known.name)) ?? [];
  if (adjective === undefined || known.territory === undefined) return;
  for (const form of formsOfInstitution(adjective, known.territory, towns))
    all.set(form, [...(all.get(form) ?? []), { ...known, what: "institution", others: [] }]);
};

const townsOf = ({ territories }: Territories, places: Places | undefined): readonly Town[] =>
  [
    ...territories.flatMap(({ id, names, commonNames }) =>
      [...names, ...commonNames].map((name) => ({ name: plain(name), territory: id })),
    ),
    ...(places?.settlements ?? []).map(({ name, territory }) => ({ name: plain(name), territory })),
  ].filter(({ name }) => !name.includes(" "));

const made = new WeakMap<Territories, { readonly places: Places | undefined; readonly gazetteer: Gazetteer }>();

/** The names that a centre knows, in all their cases. A centre's data live for a minute and more: it is made once. */
export const gazetteerOf = (territories: Territories, places: Places | undefined): Gazetteer => {
  const before = made.get(territories);
  if (before !== undefined && before.places === places) return before.gazetteer;
  const all = new Map<string, Entry[]>();
  const of = (territory: string) => ({ what: "territory", type: "", territory }) as const;
  for (const { id, names, commonNames } of territories.territories) {
    for (const name of names) addTo(all, { ...of(id), name, common: false });
    for (const name of commonNames) addTo(all, { ...of(id), name, common: true });
  }
  const taken = new Set(territories.territories.flatMap(({ names, keywords }) => [...names, ...keywords]).map(plain));
  for (const { id, names } of territories.territories)
    for (const name of names) addDistrict(all, { ...of(id), name, common: false }, taken);
  const towns = townsOf(territories, places);
  for (const { id, names } of territories.territories)
    for (const name of names) addInstitutions(all, { ...of(id), name, common: false }, towns);
  for (const { name, territory, common = false } of places?.settlements ?? [])
    addTo(all, { what: "settlement", type: "", name, territory, common });
  for (const { name, type = "улица", territory } of places?.streets ?? [])
    addStreet(all, { what: "street", name, type, territory, common: false });
  made.set(territories, { places, gazetteer: all });
  return all;
};

const placeWordAt = (words: readonly Word[], at: number) => {
  const word = words[at];
  return word === undefined ? undefined : placeWords.get(word.text);
};

const IN: ReadonlySet<string> = new Set(["в", "во", "из", "под", "около", "до", "за", "у"]);
const AT: ReadonlySet<string> = new Set(
  "на по с у за от вдоль около перекресток перекрестка перекрестке перекрестку угол угла углу пересечение пересечении".split(
    " ",
  ),
);
const HOUSE = /^(?:д|дом)?\d/;
const HOUSE_WORDS: ReadonlySet<string> = new Set(["д", "дом", "дома", "доме", "дому", "домом"]);

/** «Плеханова, 5» is a street even where «Плеханово» is a village: a house follows, and it is not from there. */
const isStreetOfLikeName = (words: readonly Word[], from: number, to: number, name: string): boolean =>
  plain(name) !== words[from]?.text &&
  words[from]?.capital === true &&
  /[ое]во$|ино$/.test(name) &&
  /[ое]ва$|ина$/.test(words[from]?.text ?? "") &&
  !IN.has(words[from - 1]?.text ?? "") &&
  HOUSE.test(words[to]?.text ?? "");

/** Whether a number of a house follows, and none of a year or of what is counted. */
const isBeforeHouse = (words: readonly Word[], to: number): boolean => {
  const at = HOUSE_WORDS.has(words[to]?.text ?? "") ? to + 1 : to;
  return /^(?:д|дом)?\d{1,3}(?!\d)/.test(words[at]?.text ?? "") && !COUNTED.test(words[at + 1]?.text ?? "");
};

const DAY = /^\d{1,2}(?:-?го)?$/;

/** Whether a known street is meant that no word such as «улица» stands beside. */
const isStreet = (words: readonly Word[], from: number, to: number): boolean => {
  const next = words[to]?.text ?? "";
  const capital = words[NUMBER.test(words[from]?.text ?? "") ? to - 1 : from]?.capital === true;
  // «9 Мая» is a day, unless a house follows.
  if (DAY.test(words[from]?.text ?? "") && to - from === 2)
    return isBeforeHouse(words, to) && (capital || HOUSE_WORDS.has(next));
  // «40 лет Победы» is another street than «Победы».
  if (/^(?:\d+-?)?лет(?:ия)?$/.test(words[from - 1]?.text ?? "")) return false;
  if (!capital) return isBeforeHouse(words, to);
  return AT.has(words[from - 1]?.text ?? "") || HOUSE.test(next) || HOUSE_WORDS.has(next);
};

/** What is named after somebody. */
const OF_SOMEBODY: ReadonlySet<string> = new Set("им имени памятник памятника памятнику памятником бюст".split(" "));
const TITLES: ReadonlySet<string> = new Set("врач доктор депутат директор глава мэр начальник участковый".split(" "));

/** «Иван Чаплыгин», «депутат Чаплыгин»: somebody's surname, and no town. */
const isSurname = (words: readonly Word[], from: number, name: string): boolean => {
  const [before, word] = [words[from - 1], words[from]];
  if (before === undefined || word === undefined || word.start !== before.end + 1 || before.sentence !== word.sentence)
    return false;
  if (OF_SOMEBODY.has(before.text)) return true;
  return (before.capital && firstNames.has(before.text)) || (TITLES.has(before.text) && word.text === plain(name));
};

/** Whether a name that stands in a text is meant there. */
const isMeant = (
  words: readonly Word[],
  from: number,
  to: number,
  { name, what, common, type }: Entry,
  inAddress: boolean,
): boolean => {
  const before = placeWordAt(words, from - 1);
  const after = placeWordAt(words, to);
  const capital = words[from]?.capital === true;
  if (what === "street") {
    if (before?.what === "street" || after?.what === "street")
      return before?.name === type || after?.name === type || type === "улица";
    return before === undefined && isStreet(words, from, to);
  }
  if (before?.what === "street") return false;
  if (what === "institution") return isBeforeInstitution(words, to);
  if (isSurname(words, from, name)) return false;
  // «Грязи, ул. Мира», and not «Красная улица», which may well be in Красное.
  const isFirstCase = plain(name).startsWith(words[from]?.text ?? "");
  if (!common) return before !== undefined || !isStreetOfLikeName(words, from, to, name);
  return (
    before?.what === "settlement" ||
    (capital && isFirstCase && inAddress) ||
    ((capital || words[from]?.first === true) && isFirstCase && after?.what === "street") ||
    (capital && words[from]?.first === false && IN.has(words[from - 1]?.text ?? ""))
  );
};

/** The known names that a text means, or an address, in which a common name is one; of two at one place the longer. */
export const namesIn = (words: readonly Word[], gazetteer: Gazetteer, inAddress = false): readonly NameFound[] => {
  const found: NameFound[] = [];
  for (let from = 0; from < words.length; from += 1) {
    const entries = gazetteer.get(words[from]?.text ?? "");
    if (entries === undefined) continue;
    let longest: NameFound | undefined;
    for (const entry of entries) {
      const to = from + 1 + entry.others.length;
      if (longest !== undefined && longest.to >= to) continue;
      if (!entry.others.every((forms, offset) => forms.has(words[from + 1 + offset]?.text ?? ""))) continue;
      // In «Липецкий район, Усманский лес» the word belongs to the name before it.
      if (
        entry.after !== undefined &&
        (placeWordAt(words, from - 1)?.name !== entry.after || found.at(-1)?.to === from)
      )
        continue;
      if (isMeant(words, from, to, entry, inAddress)) longest = { known: entry, from, to };
    }
    if (longest === undefined) continue;
    found.push(longest);
    from = longest.to - 1;
  }
  return found;
};
