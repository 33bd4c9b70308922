import type { Word } from "../words/words.ts";
import { placeWords } from "./place-words.ts";

/** Beginnings of what a district has one of: its hospital, its schools, its administration. */
const INSTITUTION =
  /^(?:црб$|рб$|больниц|поликлиник|амбулатори|роддом|школ|гимнази|лице[йяею]|детсад|администраци|автовокзал|вокзал|кладбищ|библиотек|музе[йяею]|дороги?$|дорогах?$|завод)/;
const ADJECTIVE = /(?:[аяоеуюыи]й|ая|яя|ую|юю|ое|ее|ые|ие|[оеы]го|[оеу]му|[ыи]м|ом|ем|[ыи]х|[ыи]ми)$/;
/** «Усманская центральная районная больница» */
const MOST_ADJECTIVES = 2;

/** Whether an institution follows, with adjectives of its own before it or without. */
export const isBeforeInstitution = (words: readonly Word[], from: number): boolean => {
  const { sentence } = words[from - 1] ?? {};
  for (let at = from; at <= from + MOST_ADJECTIVES && words[at]?.sentence === sentence; at += 1) {
    const word = words[at]?.text ?? "";
    if (INSTITUTION.test(word)) return true;
    if (!ADJECTIVE.test(word) || placeWords.has(word)) return false;
  }
  return false;
};

export interface Town {
  readonly name: string;
  readonly territory: string;
}

const OF_PLACE = /^(\p{L}{3,}[сц]к)ий$/u;
/** So many letters a town and its adjective have in common: «Грязи» and «грязинский». */
const ALIKE = 4;

const alike = (name: string, stem: string): number => {
  let at = 0;
  while (at < stem.length && name[at] === stem[at]) at += 1;
  return at;
};

/**
 * The forms of a district's adjective in all genders, where it is called after a town of its own: «Советский» may be
 * anything, and «липецкий» is the city rather than the district around it. Names in lower case, with ё as е.
 */
export const formsOfInstitution = (adjective: string, territory: string, towns: readonly Town[]): readonly string[] => {
  const [, stem] = OF_PLACE.exec(adjective) ?? [];
  if (stem === undefined) return [];
  const most = (of: readonly Town[]): number => Math.max(0, ...of.map(({ name }) => alike(name, stem)));
  const own = most(towns.filter((town) => town.territory === territory));
  if (own < ALIKE || own <= most(towns.filter((town) => town.territory !== territory))) return [];
  return "ий ого ому им ом ая ой ую ое ие их ими".split(" ").map((ending) => stem + ending);
};
