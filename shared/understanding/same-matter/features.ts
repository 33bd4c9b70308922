import type { Compared } from "./compared.ts";
import { type Count, unlike } from "./counts.ts";

/** What is said again after so many days is a matter that came back. */
const RECURS_AFTER = 21;

const share = (part: number, whole: number): number => (whole === 0 ? 0 : part / whole);
/** The share of what both have in what either has. */
const overlap = ({ one, other, both }: Count, least = 0): number => share(both, Math.max(least, one + other - both));
const when = (holds: boolean): number => (holds ? 1 : 0);
const fewer = ({ one, other }: Count): number => Math.min(one, other);

/** From 120 metres to 420: 0 to 1. */
const awayness = ({ kilometres }: Compared): number =>
  Number.isNaN(kilometres) ? 0 : Math.min(1, Math.max(0, (kilometres - 0.12) / 0.3));
/** Whether both name a place and no house: a settlement, a river, a road. */
const throughout = ({ mentions, numbers }: Compared): boolean => mentions > 0 && numbers.one + numbers.other === 0;

/** Of both, how much is told by one alone. */
const eachTellsMore = ({ things, troubles }: Compared): number =>
  Math.min(things.one + troubles.one, things.other + troubles.other) - things.both - troubles.both;

/** The same in the same words, and nothing says that it is elsewhere. */
const verbatim = ({ words, elsewhere, furtherNames, parts, days }: Compared): boolean =>
  words.both > 0 &&
  Math.max(words.one, words.other) === words.both &&
  !elsewhere &&
  !furtherNames &&
  !unlike(parts) &&
  days <= RECURS_AFTER;

/** How much each says by words that the other has not. */
const restOfOne = ({ restThings, restTroubles }: Compared): number => restThings.one + restTroubles.one;
const restOfOther = ({ restThings, restTroubles }: Compared): number => restThings.other + restTroubles.other;
const restAlone = (pair: Compared): boolean => Math.min(restOfOne(pair), restOfOther(pair)) === 0;
/** Each says something by words of its own, and these have nothing in common: another thing of one place. */
const restUnlike = (pair: Compared): boolean =>
  !restAlone(pair) && pair.restAreas.both + pair.restTroubleAreas.both === 0;

/** By what it is told whether two messages are of one matter, in the order of `writeFeatures`. */
export const featureNames = [
  "fewWords",
  "wordsOfFewer",
  "tellingThere",
  "things",
  "thingsOfFewer",
  "thingsThere",
  "thingsAnywhere",
  "unlikeAreas",
  "nothingKnown",
  "bothDiffer",
  "eachTellsMore",
  "troubles",
  "eachHasOwnTrouble",
  "unlikeTroubles",
  "thingTroubles",
  "thingOtherTroubles",
  "noThingTroubles",
  "verbatim",
  "restThings",
  "restTroubles",
  "restAreas",
  "restTroubleAreas",
  "restThingsUnlike",
  "restUnlike",
  "restAlone",
  "settings",
  "unlikeSettings",
  "about",
  "aboutClose",
  "aboutUnknown",
  "aboutThere",
  "aboutAnywhere",
  "surelyOther",
  "opposed",
  "thanksDiffer",
  "overheatingDiffers",
  "unlikeNames",
  "numbers",
  "unlikeNumbers",
  "otherHouse",
  "parts",
  "unlikeParts",
  "far",
  "away",
  "farSameNumber",
  "throughout",
  "unnumbered",
  "place",
  "elsewhere",
  "recurs",
  "quickDays",
  "againDays",
] as const;

/** Of what is said by words that the other has not: what there is the more of, the more of them there are; and what is so or not. */
export const restCounts: readonly string[] = ["restThings", "restTroubles", "restAreas", "restTroubleAreas"];
export const restSigns: readonly string[] = ["restThingsUnlike", "restUnlike", "restAlone"];
const REST_AT = featureNames.indexOf("restThings");

/** Writes what is said by words that the other has not, where it stands among all; the place after it. */
export const writeRestFeatures = (into: Float64Array, pair: Compared): number => {
  const { restThings, restTroubles, restAreas, restTroubleAreas } = pair;
  let at = REST_AT;
  into[at++] = Math.min(restThings.both, 2);
  into[at++] = Math.min(restTroubles.both, 2);
  into[at++] = Math.min(restAreas.both, 2);
  into[at++] = Math.min(restTroubleAreas.both, 2);
  into[at++] = when(unlike(restAreas));
  into[at++] = when(restUnlike(pair));
  into[at++] = when(restAlone(pair));
  return at;
};

/**
 * Writes what of two messages speaks for one matter or against it, in numbers about 0 to 1, in the order of `featureNames`; how
 * many these are. The order of the two does not matter. A list of its own for each of dozens of pairs would take longer
 * than all that is in it.
 */
export const writeFeatures = (into: Float64Array, pair: Compared): number => {
  const { words, weight, things, areas, troubles, troubleAreas, settings, about, surest, numbers, parts, mentions } =
    pair;
  const { thanksDiffer, overheatingDiffers, opposed, aboutKnown, unlikeNames, unlikeNumbers, far, place, elsewhere } =
    pair;
  const { unplaced, days, quick, again } = pair;
  let at = 0;
  into[at++] = Math.min(fewer(words), 20) / 10;
  into[at++] = share(words.both, fewer(words));
  into[at++] = place * Math.min(weight, 4);
  into[at++] = Math.min(things.both, 3);
  into[at++] = share(things.both, fewer(things));
  into[at++] = place * overlap(things);
  into[at++] = unplaced * overlap(things);
  into[at++] = when(unlike(areas));
  into[at++] = when(fewer(areas) === 0);
  into[at++] = Math.min(fewer(areas) - areas.both, 3);
  into[at++] = Math.min(eachTellsMore(pair), 3);
  into[at++] = Math.min(troubles.both, 3);
  into[at++] = when(fewer(troubleAreas) > troubleAreas.both);
  into[at++] = when(unlike(troubleAreas));
  into[at++] = when(things.both > 0 && troubleAreas.both > 0);
  into[at++] = when(things.both > 0 && unlike(troubleAreas));
  into[at++] = place * when(things.both + troubleAreas.both === 0);
  into[at++] = when(verbatim(pair));
  at = writeRestFeatures(into, pair);
  into[at++] = overlap(settings);
  into[at++] = when(unlike(settings));
  into[at++] = about;
  into[at++] = Math.max(0, about - 0.5);
  into[at++] = when(!aboutKnown);
  into[at++] = place * about;
  into[at++] = unplaced * about;
  into[at++] = surest * Math.max(0, 1 - about);
  into[at++] = when(opposed);
  into[at++] = when(thanksDiffer);
  into[at++] = when(overheatingDiffers);
  into[at++] = when(unlikeNames);
  into[at++] = Math.min(numbers.both, 2);
  into[at++] = when(unlikeNumbers);
  into[at++] = when(unlikeNumbers && mentions > 0);
  into[at++] = when(parts.both > 0);
  into[at++] = when(unlike(parts));
  into[at++] = when(far);
  into[at++] = awayness(pair);
  into[at++] = when(far && numbers.both > 0);
  into[at++] = when(throughout(pair));
  into[at++] = when(numbers.one + numbers.other === 0);
  into[at++] = place;
  into[at++] = when(elsewhere);
  into[at++] = when(days > RECURS_AFTER);
  into[at++] = quick ? Math.min(days, 14) / 14 : 0;
  into[at++] = again ? Math.min(days, 21) / 21 : 0;
  return at;
};
