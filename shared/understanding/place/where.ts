import { above } from "../../domain/centre/above.ts";
import type { Centre } from "../../domain/centre/centre.ts";
import type { Territories } from "../../domain/centre/territory.ts";
import type { KeptSignal } from "../../domain/signal/signal.ts";
import type { Where } from "../../domain/signal/understanding.ts";
import { type FindKeywords, keywordFinder, keywordWords } from "../words/keywords.ts";
import type { ReadText } from "../words/read-text.ts";
import type { Spelling } from "../words/spellings.ts";
import { wordsOf } from "../words/words.ts";
import { addressIn } from "./address.ts";
import { gazetteerOf } from "./gazetteer.ts";
import { type NameFound, namesIn } from "./names-in-text.ts";
import { nearestTerritory } from "./nearest.ts";
import { territoryWith } from "./within.ts";

/** How sure each way of telling a territory is. Chosen by what usually goes wrong with it, not measured. */
const SURE = {
  address: 0.95,
  within: 0.95,
  beside: 0.7,
  nearest: 0.5,
  name: 0.85,
  keyword: 0.7,
  street: 0.75,
  institution: 0.7,
  page: 0.6,
  centre: 0.2,
  /** Names of two territories that are not parts of each other. */
  divided: 0.6,
} as const;

type Source = Pick<KeptSignal, "text" | "place" | "page">;
type Data = Pick<Centre, "territories" | "boundaries" | "places">;

interface Named {
  readonly territory: string;
  readonly sure: number;
  readonly names: readonly string[];
}

const finders = new WeakMap<Territories, FindKeywords>();

const byKeywords = (normal: readonly Spelling[], territories: Territories): readonly Named[] => {
  const find = finders.get(territories) ?? keywordFinder(territories.territories.map(({ keywords }) => keywords));
  finders.set(territories, find);
  return find(normal).flatMap(({ list, keyword }) => {
    const id = territories.territories[list]?.id;
    return id === undefined ? [] : [{ territory: id, sure: SURE.keyword, names: [keyword] }];
  });
};

const sureOf = {
  territory: SURE.name,
  settlement: SURE.name,
  street: SURE.street,
  institution: SURE.institution,
} as const;

const byNames = (found: readonly NameFound[]): readonly Named[] =>
  found.flatMap(({ known: { territory, name, what } }) =>
    territory === undefined ? [] : [{ territory, sure: sureOf[what], names: [name] }],
  );

/** The territory that names tell: of a whole and its part the part, of others the surest, of equals the first. */
const namedIn = (
  normal: readonly Spelling[],
  found: readonly NameFound[],
  { territories }: Data,
): Named | undefined => {
  const named = [...byNames(found), ...byKeywords(normal, territories)];
  if (named.length < 2) return named[0];
  const wholes = new Set(named.flatMap(({ territory }) => above(territory, territories.territories)));
  const parts = named.filter(({ territory }) => !wholes.has(territory));
  // None is left where the data say that territories are parts of each other.
  const [best, ...others] = (parts.length === 0 ? named : parts).toSorted((one, other) => other.sure - one.sure);
  if (best === undefined) return undefined;
  const divided = others.some(({ territory }) => territory !== best.territory);
  return divided ? { ...best, sure: best.sure * SURE.divided } : best;
};

const byPoint = ({ place }: Source, { boundaries, territories }: Data) => {
  const { lat, lon } = place ?? {};
  if (lat === undefined || lon === undefined) return undefined;
  const holding = boundaries === undefined ? undefined : territoryWith(boundaries, lat, lon);
  if (holding !== undefined) return { territory: holding.id, sure: holding.inside ? SURE.within : SURE.beside };
  const nearest = nearestTerritory(territories, lat, lon);
  return nearest === undefined ? undefined : { territory: nearest, sure: SURE.nearest };
};

interface Reading {
  readonly territory: string;
  /** Nothing where nothing said where. */
  readonly where: Where | undefined;
}

/**
 * Where it is: by the address that came with the message, else by its coordinates, else by names in the text, else by the
 * page it was written on, else the centre's own territory.
 */
export const whereIs = (source: Source, { text, words, normal }: ReadText, data: Data): Reading => {
  const gazetteer = gazetteerOf(data.territories, data.places);
  const names = namesIn(words, gazetteer);
  const given = source.place?.address?.normalize("NFC");
  const givenWords = given === undefined ? [] : wordsOf(given);
  const givenNames = namesIn(givenWords, gazetteer, true);
  const spoken = addressIn(text, words, names);
  const address = given === undefined ? spoken : { ...spoken, ...addressIn(given, givenWords, givenNames) };

  const reading = (
    by: Where["by"],
    told: { readonly territory: string; readonly sure: number; readonly names?: readonly string[] },
  ) => ({
    territory: told.territory,
    where: {
      by,
      sure: Math.round(told.sure * 100) / 100,
      ...(told.names === undefined ? {} : { names: [...told.names] }),
      ...address,
    },
  });
  const byAddress = given === undefined ? undefined : namedIn(keywordWords(givenWords), givenNames, data);
  const point = byPoint(source, data);
  const lies = point === undefined ? [] : above(point.territory, data.territories.territories);
  // A point within the town that the address names says more than the town's name.
  if (byAddress !== undefined && !lies.includes(byAddress.territory))
    return reading("address", { ...byAddress, sure: SURE.address });
  if (point !== undefined) return reading("point", point);
  const named = namedIn(normal, names, data);
  if (named !== undefined) return reading("text", named);
  const { territories, fallback } = data.territories;
  const ofPage = territories.find(({ pages }) => source.page !== undefined && pages.includes(source.page));
  if (ofPage !== undefined) return reading("page", { territory: ofPage.id, sure: SURE.page });
  if (Object.keys(address).length === 0) return { territory: fallback, where: undefined };
  return reading("centre", { territory: fallback, sure: SURE.centre });
};
