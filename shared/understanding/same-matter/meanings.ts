import { beginningsOf } from "../beginnings.ts";
import { meaningsOfPlaces } from "./meanings-of-places.ts";
import { meaningsOfServices } from "./meanings-of-services.ts";

/**
 * What messages to a city are about, by what belongs together: two texts that share no word may share a meaning, and two
 * meanings of one area are nearer to one another than to those of others. Forms are the beginnings of words; `$` ends a
 * whole word.
 */
const areas: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  ...meaningsOfPlaces,
  ...meaningsOfServices,
};

const meanings = Object.entries(areas).flatMap(([area, ofArea]) =>
  Object.values(ofArea).map((forms) => ({ area, forms })),
);
const areaNames = Object.keys(areas);
const areaOfMeaning = Uint8Array.from(meanings, ({ area }) => areaNames.indexOf(area));
const VAGUE = areaNames.indexOf("vague");

const tree = beginningsOf(
  meanings.flatMap(({ forms }, index) => forms.split(" ").map((form): readonly [string, number] => [form, index])),
);

/** The meanings of a word; most words have none. */
export const meaningsOf = (word: string): readonly number[] => [...new Set(tree.of(word))];

/** Meanings of one area follow one another. */
export const areaOf = (meaning: number): number => areaOfMeaning[meaning] ?? VAGUE;
export const isVague = (meaning: number): boolean => areaOf(meaning) === VAGUE;
