import { type Compared, type Count, unlike } from "./compared.ts";

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
const verbatim = ({ words, elsewhere, parts, days }: Compared): boolean =>
  words.both > 0 &&
  Math.max(words.one, words.other) === words.both &&
  !elsewhere &&
  !unlike(parts) &&
  days <= RECURS_AFTER;

/** How much each says by words that the other has not. */
const restOfOne = ({ restThings, restTroubles }: Compared): number => restThings.one + restTroubles.one;
const restOfOther = ({ restThings, restTroubles }: Compared): number => restThings.other + restTroubles.other;
const restAlone = (pair: Compared): boolean => Math.min(restOfOne(pair), restOfOther(pair)) === 0;
/** Each says something by words of its own, and these have nothing in common: another thing of one place. */
const restUnlike = (pair: Compared): boolean =>
  !restAlone(pair) && pair.restAreas.both + pair.restTroubleAreas.both === 0;

/** By what it is told whether two messages are of one matter, in the order of `featuresOf`. */
export const featureNames = [
  "fewWords",
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
  "sense",
  "senseClose",
  "senseUnknown",
  "senseThere",
  "senseAnywhere",
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

type ForEach<Names> = { readonly [at in keyof Names]: number };

/** What of two messages speaks for one matter or against it, in numbers about 0 to 1. The order of the two does not matter. */
export const featuresOf = (pair: Compared): ForEach<typeof featureNames> => {
  const { words, weight, things, areas, troubles, troubleAreas, settings, sense, numbers, parts, mentions } = pair;
  const { restThings, restTroubles, restAreas, restTroubleAreas, thanksDiffer, overheatingDiffers, opposed } = pair;
  const { senseKnown, unlikeNames, far, place, elsewhere, unplaced, days, quick, again } = pair;
  return [
    Math.min(fewer(words), 20) / 10,
    place * Math.min(weight, 4),
    Math.min(things.both, 3),
    share(things.both, fewer(things)),
    place * overlap(things),
    unplaced * overlap(things),
    when(unlike(areas)),
    when(fewer(areas) === 0),
    Math.min(fewer(areas) - areas.both, 3),
    Math.min(eachTellsMore(pair), 3),
    Math.min(troubles.both, 3),
    when(fewer(troubleAreas) > troubleAreas.both),
    when(unlike(troubleAreas)),
    when(things.both > 0 && troubleAreas.both > 0),
    when(things.both > 0 && unlike(troubleAreas)),
    place * when(things.both + troubleAreas.both === 0),
    when(verbatim(pair)),
    Math.min(restThings.both, 2),
    Math.min(restTroubles.both, 2),
    Math.min(restAreas.both, 2),
    Math.min(restTroubleAreas.both, 2),
    when(unlike(restAreas)),
    when(restUnlike(pair)),
    when(restAlone(pair)),
    overlap(settings),
    when(unlike(settings)),
    sense,
    Math.max(0, sense - 0.5),
    when(!senseKnown),
    place * sense,
    unplaced * sense,
    when(opposed),
    when(thanksDiffer),
    when(overheatingDiffers),
    when(unlikeNames),
    Math.min(numbers.both, 2),
    when(unlike(numbers)),
    when(unlike(numbers) && mentions > 0),
    when(parts.both > 0),
    when(unlike(parts)),
    when(far),
    awayness(pair),
    when(far && numbers.both > 0),
    when(throughout(pair)),
    when(numbers.one + numbers.other === 0),
    place,
    when(elsewhere),
    when(days > RECURS_AFTER),
    quick ? Math.min(days, 14) / 14 : 0,
    again ? Math.min(days, 21) / 21 : 0,
  ];
};
