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

const bothDiffer = ({ areas }: Compared): number => fewer(areas) - areas.both;

/** By what it is told whether two messages are of one matter, in the order of `featuresOf`. */
export const featureNames = [
  "fewWords",
  "tellingThere",
  "things",
  "areas",
  "unlikeAreas",
  "nothingKnown",
  "bothDiffer",
  "oneDiffers",
  "troubles",
  "troubleAreas",
  "unlikeTroubles",
  "settings",
  "unlikeSettings",
  "sense",
  "senseClose",
  "senseUnknown",
  "senseThere",
  "senseAnywhere",
  "opposed",
  "thanksDiffer",
  "namesShared",
  "unlikeNames",
  "numbers",
  "unlikeNumbers",
  "parts",
  "unlikeParts",
  "far",
  "away",
  "farSameNumber",
  "awayThroughout",
  "throughout",
  "unnumbered",
  "place",
  "elsewhere",
  "recurs",
  "weeks",
  "quickDays",
  "againDays",
  "thingsThere",
  "bothDifferThere",
  "thingsAnywhere",
] as const;

type ForEach<Names> = { readonly [at in keyof Names]: number };

/** What of two messages speaks for one matter or against it, in numbers about 0 to 1. The order of the two does not matter. */
export const featuresOf = (pair: Compared): ForEach<typeof featureNames> => {
  const { words, weight, things, areas, troubles, troubleAreas, settings, sense, numbers, parts, names, mentions } =
    pair;
  const { senseKnown, opposed, thanksDiffer, unlikeNames, far, place, elsewhere, unplaced, days, quick, again } = pair;
  return [
    Math.min(fewer(words), 20) / 10,
    place * Math.min(weight, 4),
    Math.min(things.both, 3),
    Math.min(areas.both, 3),
    when(unlike(areas)),
    when(fewer(areas) === 0),
    Math.min(bothDiffer(pair), 3),
    Math.min(Math.max(areas.one, areas.other) - areas.both, 4),
    Math.min(troubles.both, 3),
    overlap(troubleAreas),
    when(unlike(troubleAreas)),
    overlap(settings),
    when(unlike(settings)),
    sense,
    Math.max(0, sense - 0.5),
    when(!senseKnown),
    place * sense,
    unplaced * sense,
    when(opposed),
    when(thanksDiffer),
    share(mentions, names.one + names.other),
    when(unlikeNames),
    Math.min(numbers.both, 2),
    when(unlike(numbers)),
    when(parts.both > 0),
    when(unlike(parts)),
    when(far),
    awayness(pair),
    when(far && numbers.both > 0),
    throughout(pair) ? awayness(pair) : 0,
    when(throughout(pair)),
    when(numbers.one + numbers.other === 0),
    place,
    when(elsewhere),
    when(days > RECURS_AFTER),
    Math.min(Math.max(days - 7, 0), 14) / 14,
    quick ? Math.min(days, 14) / 14 : 0,
    again ? Math.min(days, 21) / 21 : 0,
    place * overlap(things),
    place * Math.min(bothDiffer(pair), 3),
    unplaced * overlap(things),
  ];
};
