import type { Places } from "../../domain/centre/places.ts";
import type { Territories } from "../../domain/centre/territory.ts";
import { casesOfAdjective, casesOfName } from "./cases.ts";
import { formsOfInstitution, type Town } from "./institutions.ts";
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

/** A name as it is looked for. */
export interface Entry extends KnownName {
  /** The word that has to stand before it: «р-н Усманский». */
  readonly after?: string | undefined;
  /** What may stand for each of its words after the first. */
  readonly others: readonly ReadonlySet<string>[];
}

/** By the first word of each name, in every form, the names that begin so. */
export type Gazetteer = ReadonlyMap<string, readonly Entry[]>;

/** As names are compared: lower case, ё as е. */
export const plain = (text: string): string => text.toLowerCase().replaceAll("ё", "е");

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
