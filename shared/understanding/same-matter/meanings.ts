import { beginningsOf } from "../words/beginnings.ts";
import { stem } from "../words/stem.ts";
import { meaningsOfHealth } from "./meanings-of-health.ts";
import { meaningsOfHouses } from "./meanings-of-houses.ts";
import { meaningsOfSchools } from "./meanings-of-schools.ts";
import { meaningsOfServices } from "./meanings-of-services.ts";
import { circumstances, settings } from "./meanings-of-settings.ts";
import { meaningsOfStreets } from "./meanings-of-streets.ts";
import { meaningsOfSupply } from "./meanings-of-supply.ts";
import { meaningsOfTroubles } from "./meanings-of-troubles.ts";
import { meaningsOfYards } from "./meanings-of-yards.ts";

/**
 * What messages to a city are about, by what belongs together: two texts that share no word may share a meaning, and two
 * meanings of one area are nearer to one another than to those of others. Forms are the beginnings of words; `$` ends a
 * whole word, `~` a word that is meant in all its cases.
 */
const areas: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  ...meaningsOfStreets,
  ...meaningsOfSupply,
  ...meaningsOfHouses,
  ...meaningsOfYards,
  ...meaningsOfHealth,
  ...meaningsOfSchools,
  ...meaningsOfServices,
  ...meaningsOfTroubles,
  setting: settings,
  circumstance: circumstances,
};

const meanings = Object.entries(areas).flatMap(([area, ofArea]) =>
  Object.entries(ofArea).map(([name, forms]) => ({ area, name, forms })),
);
export const meaningNames = meanings.map(({ name }) => name);
const areaNames = Object.keys(areas);
const areaOfMeaning = Uint8Array.from(meanings, ({ area }) => areaNames.indexOf(area));
const TROUBLES = areaNames.indexOf(Object.keys(meaningsOfTroubles)[0] ?? "");
const SETTING = areaNames.indexOf("setting");
export const meaningCount = meanings.length;
export const areaCount = areaNames.length;

const IN_ALL_CASES = "~";
/** Slips of the pen are looked for among words whose forms are as long as this. */
const LONG = 6;

const forms = meanings.flatMap(({ forms }, meaning) =>
  forms.split(" ").map((form) => ({ form, meaning, isLong: form.replace(/[$~]$/, "").length >= LONG })),
);
const tree = beginningsOf(
  forms.flatMap(({ form }, place): (readonly [string, number])[] =>
    form.endsWith(IN_ALL_CASES) ? [] : [[form, place]],
  ),
);
const stems = Map.groupBy(
  forms.filter(({ form }) => form.endsWith(IN_ALL_CASES)),
  ({ form }) => stem(form.slice(0, -1)),
);
const formsOf = (word: string) => [
  ...tree.of(word).flatMap((place) => forms[place] ?? []),
  ...(stems.get(stem(word)) ?? []),
];

/** The meanings of a word; most words have none. */
export const meaningsOf = (word: string): readonly number[] => [
  ...new Set(formsOf(word).map(({ meaning }) => meaning)),
];

/** Whether it means something by a form so long that no other word begins so by chance. */
export const meansByLongForm = (word: string): boolean => formsOf(word).some(({ isLong }) => isLong);

/** Meanings of one area follow one another. */
export const areaOf = (meaning: number): number => areaOfMeaning[meaning] ?? SETTING;

/** By its name in the list. */
export const meaningNamed = (name: string): number => meaningNames.indexOf(name);

/** What a meaning says: what it is about, what befalls it, where it is, or something beside. */
export const THING = 0;
export const TROUBLE = 1;
export const PLACE = 2;
export const BESIDE = 3;
export const kindOfArea = (area: number): number =>
  area < TROUBLES ? THING : area < SETTING ? TROUBLE : area === SETTING ? PLACE : BESIDE;
export const kindOf = (meaning: number): number => kindOfArea(areaOf(meaning));
export const isSetting = (meaning: number): boolean => kindOf(meaning) === PLACE;

const quick = new Set(
  (
    "power wires hotWater water burst leak fire alarm accident ambulance houseCall bus busTimes passedBy trafficLight liftStuck " +
    "burning smog heating registry unloading gas scan system"
  ).split(" "),
);

/** Of these one message is about one: two that name different ones are of two matters. */
const exclusive = new Set("doctors scans subjects insulin asthma painkillers".split(" "));

/** What is to be known of single meanings, each a bit. */
const marks: Readonly<Record<string, number>> = {
  thanks: 1,
  again: 2,
  hotWater: 8,
  coldWater: 16,
  heating: 32,
  overheating: 64,
  bus: 256,
};
export const THANKS = 1;
export const AGAIN = 2;
/** What an area is about lasts hours and days, not weeks. */
export const QUICK = 4;
export const ONE_OF_ITS_KIND = 128;
/** A number may be that of a route, which is in many places. */
export const ROUTE = 256;
export const OVERHEATING = 64;
/** Meanings that are contrary, whatever else two texts share. */
export const opposites: readonly (readonly [number, number])[] = [
  [8, 16],
  [32, 64],
  [8, 32],
];

/** Of what has a number of its own: «гимназия 4», «троллейбус 2». */
export const NUMBERED = 512;
const numbered = new Set(
  "bus driver train school kindergarten clinic hospital camp library bank post pharmacy shop".split(" "),
);

const marksOfMeanings = Uint16Array.from(
  meanings,
  ({ area, name }) =>
    (marks[name] ?? 0) |
    (numbered.has(name) ? NUMBERED : 0) |
    (quick.has(area) ? QUICK : 0) |
    (exclusive.has(area) ? ONE_OF_ITS_KIND : 0),
);
export const marksOf = (meaning: number): number => marksOfMeanings[meaning] ?? 0;
