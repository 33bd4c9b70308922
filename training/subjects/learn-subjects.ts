import { readFileSync } from "node:fs";
import { join } from "node:path";
import { hashed } from "../../shared/understanding/same-matter/hashes.ts";
import type { KnownWord } from "../../shared/understanding/same-matter/known-word.ts";
import { likelySubjects } from "../../shared/understanding/same-matter/likely-subjects.ts";
import { meaningCount } from "../../shared/understanding/same-matter/meanings.ts";
import { sketchOf } from "../../shared/understanding/same-matter/sketch.ts";
import { type AboutOf, aboutOf, SHARES, unknowing } from "../../shared/understanding/same-matter/subjects.ts";
import {
  BREADTH,
  LEVEL_BITS,
  MOST_LEVEL,
  PER_BEARING,
  STEPS,
  type Subjects,
} from "../../shared/understanding/same-matter/subjects-file.ts";
import { type SparseRows, sparseRows } from "../sparse.ts";
import { leadingVectors } from "./leading-vectors.ts";

/** A message that was written to tell of a subject: «swing/creaks». */
interface Wording {
  readonly subject: string;
  readonly text: string;
}

/** Messages of our own: of each subject some thirty, each in words of its own, by several hands. */
export const readWordings = (): readonly Wording[] =>
  readFileSync(join(import.meta.dirname, "wordings.tsv"), "utf8")
    .trimEnd()
    .split("\n")
    .map((line) => {
      const [subject = "", text = ""] = line.split("\t");
      return { subject, text };
    });

/** A word of one message alone tells nothing of others. */
const LEAST_MESSAGES = 2;
/** As if each subject had so many messages. */
const MESSAGES = 20;
/** What is known of a thing counts for each of its subjects as so many messages, and what is known of all for a thing. */
const OF_THING = 2;
const OF_ALL = 10;
const SELDOM = 1e-5;
/** What is heard less than e times as often as anywhere tells nothing, and much of it takes time. */
const LEAST_LEVEL = STEPS;
const MOST_BEARING = 127;

const thingIn = (subject: string): string => subject.split("/")[0] ?? subject;

/** The words of a message that a sketch asks what they are about. */
const wordsIn = (text: string): readonly KnownWord[] => {
  let heard: readonly KnownWord[] = [];
  const listen: AboutOf = (words) => {
    heard = words;
    return unknowing(words);
  };
  sketchOf(text, undefined, 0, listen);
  return heard;
};

/** Each word and each meaning of a message once: meanings by their numbers, words below zero. */
const heardIn = (text: string): ReadonlySet<number> =>
  new Set(wordsIn(text).flatMap(({ hash, meanings }) => [-hash, ...meanings]));

type Counts = Map<number, number>;
const grow = (counts: Counts, at: number, by: number): void => void counts.set(at, (counts.get(at) ?? 0) + by);

/** Of each word and meaning, of which subjects it was heard in how many of `MESSAGES`, and in how many of all. */
const hear = (wordings: readonly Wording[], subjects: readonly string[]) => {
  const written = Map.groupBy(wordings, ({ subject }) => subject);
  const bySubject = new Map<number, Counts>();
  const messages: Counts = new Map();
  for (const { subject, text } of wordings)
    for (const word of heardIn(text)) {
      const counts = bySubject.get(word) ?? new Map<number, number>();
      grow(counts, subjects.indexOf(subject), MESSAGES / (written.get(subject)?.length ?? MESSAGES));
      bySubject.set(word, counts);
      grow(messages, word, 1);
    }
  return { bySubject, messages };
};

const levelOf = (likely: number): number => Math.min(MOST_LEVEL, Math.round(Math.max(0, Math.log(likely)) * STEPS));

/** How much more often than in all messages each word and meaning is heard in those of a thing, and of a subject. */
const learnRows = (wordings: readonly Wording[], subjects: readonly string[], thingOf: Uint16Array, things: number) => {
  const { bySubject, messages } = hear(wordings, subjects);
  const subjectsOf = subjectsIn({ thingOf, things });
  const rowOf = (word: number): (readonly [place: number, level: number])[] => {
    const counts = bySubject.get(word) ?? new Map<number, number>();
    const usual = (messages.get(word) ?? 0) / wordings.length + SELDOM;
    const ofThings: Counts = new Map();
    for (const [subject, count] of counts) grow(ofThings, thingOf[subject] ?? 0, count);
    const inThing = (thing: number): number =>
      ((ofThings.get(thing) ?? 0) + OF_ALL * usual) / (MESSAGES * (subjectsOf[thing] ?? 0) + OF_ALL);
    const level = (count: number, thing: number): number =>
      levelOf((count + OF_THING * inThing(thing)) / (MESSAGES + OF_THING) / usual);
    return [
      ...[...ofThings.keys()].map((thing) => [thing, level(0, thing)] as const),
      ...[...counts].map(([subject, count]) => {
        const thing = thingOf[subject] ?? 0;
        return [things + subject, level(count, thing) - level(0, thing)] as const;
      }),
    ]
      .filter(([, by]) => by > LEAST_LEVEL)
      .toSorted(([one], [other]) => one - other);
  };
  return { rowOf, messages };
};

const subjectsIn = ({ thingOf, things }: Pick<Subjects, "thingOf" | "things">): Uint16Array => {
  const counts = new Uint16Array(things);
  for (const thing of thingOf) counts[thing] = (counts[thing] ?? 0) + 1;
  return counts;
};

/** Where things lie: those that messages may be about together, beside the subjects that are named, lie near one another. */
const learnBearings = (subjects: Subjects, wordings: readonly Wording[]): Int8Array => {
  const counts = subjectsIn(subjects);
  const directions = leadingVectors(spreadOf(subjects, counts, wordings), BREADTH);
  return Int8Array.from({ length: subjects.things * BREADTH }, (_, at) => {
    const thing = Math.floor(at / BREADTH);
    const value = (directions[at % BREADTH]?.vector[thing] ?? 0) / Math.sqrt(counts[thing] ?? 1);
    return Math.max(-MOST_BEARING, Math.min(MOST_BEARING, Math.round(value * PER_BEARING)));
  });
};

/** Of each thing, how much messages may be about it beside the subjects that they name: roots of shares. */
const spreadOf = (subjects: Subjects, counts: Uint16Array, wordings: readonly Wording[]): SparseRows => {
  const { thingOf, things } = subjects;
  const likelyOf = likelySubjects(subjects);
  const about = aboutOf(subjects);
  const spread = Array.from(counts, () => ({ places: new Array<number>(), values: new Array<number>() }));
  wordings.forEach(({ text }, message) => {
    const words = wordsIn(text);
    const named = about(words).subjects.map((subject) => Math.floor(subject / SHARES));
    const { roots, ofThings, all } = likelyOf(words);
    const rest = Float64Array.from(ofThings);
    for (const subject of named) {
      const thing = thingOf[subject] ?? 0;
      rest[thing] = (rest[thing] ?? 0) - (roots[things + subject] ?? 0);
    }
    rest.forEach((root, thing) => {
      if (root <= 0) return;
      spread[thing]?.places.push(message);
      spread[thing]?.values.push(root / Math.sqrt(all * (counts[thing] ?? 1)));
    });
  });
  return sparseRows(spread, wordings.length);
};

/** The same for the same messages. */
export const learnSubjects = (wordings: readonly Wording[]): Subjects => {
  const names = [...new Set(wordings.map(({ subject }) => subject))].toSorted();
  const thingNames = [...new Set(names.map(thingIn))];
  const thingOf = Uint16Array.from(names, (name) => thingNames.indexOf(thingIn(name)));
  const things = thingNames.length;
  const { rowOf, messages } = learnRows(wordings, names, thingOf, things);
  const words = [...messages].flatMap(([word, count]) => (word < 0 && count >= LEAST_MESSAGES ? [word] : []));
  const rows = [...words, ...Array(meaningCount).keys()].map(rowOf);
  const entries = rows.flat();
  const ends = rows.map(() => 0);
  rows.forEach((row, at) => {
    ends[at] = (ends[at - 1] ?? 0) + row.length;
  });
  const learned: Subjects = {
    thingOf,
    things,
    called: Uint32Array.from(names, hashed),
    bearings: new Int8Array(things * BREADTH),
    words: Uint32Array.from(words, (word) => -word),
    starts: Uint32Array.of(0, ...ends),
    entries: Uint32Array.from(entries, ([place, level]) => (place << LEVEL_BITS) | level),
  };
  return { ...learned, bearings: learnBearings(learned, wordings) };
};
