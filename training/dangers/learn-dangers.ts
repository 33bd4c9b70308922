import { dangerWords, loudness, visitFeatures } from "../../shared/understanding/urgency/danger-words.ts";
import type { Dangers } from "../../shared/understanding/urgency/dangers-file.ts";
import { dangerLikelihood } from "../../shared/understanding/urgency/likely-danger.ts";
import { readText } from "../../shared/understanding/words/read-text.ts";
import { descend } from "./descend.ts";
import type { LabelledMessage } from "./read-messages.ts";

/** A word with its features and what each counts; `isName`: with a capital letter that does not only begin the sentence. */
interface HeardWord {
  readonly features: readonly (readonly [feature: number, counts: number])[];
  readonly own: number;
  readonly sentence: number;
  readonly isName: boolean;
}
type HeardText = readonly HeardWord[];

/** What is learned from: a text or a sentence of it, and how much it counts. */
interface Lesson {
  readonly words: HeardText;
  readonly danger: boolean;
  readonly weight: number;
}

/** A feature of fewer tells too little of others: with those of two the file is three times as large and tells no more. */
const FEWEST_LESSONS = 10;
/** There are ten times as many of everyday as of the others, and most are far from any danger. */
const OF_EVERYDAY = 0.25;
/** What of everyday sounds so much like danger after a first round may be some: nothing is learned from it. */
const IN_DOUBT = 0.6;
const MOST_WEIGHT = 127;

const listen = dangerWords((word) => {
  const features: (readonly [number, number])[] = [];
  visitFeatures(word, (feature, counts) => features.push([feature, counts]));
  return { own: word.own, features };
});

const heardIn = (text: string): HeardText => {
  const heard: HeardWord[] = [];
  const shouted = text === text.toUpperCase();
  listen(readText(text).words, ({ own, features }, pair, { sentence, capital, first }) => {
    heard.push({ own, features: [...features, [pair, 1]], sentence, isName: capital && !first && !shouted });
  });
  return heard;
};

/** Words that are written as names at least as often as not: messages tell of any street, and these of a few. */
const namesIn = (texts: readonly HeardText[]): ReadonlySet<number> => {
  const asName = new Map<number, number>();
  const written = new Map<number, number>();
  for (const { own, isName } of texts.flat()) {
    written.set(own, (written.get(own) ?? 0) + 1);
    if (isName) asName.set(own, (asName.get(own) ?? 0) + 1);
  }
  return new Set(
    [...asName].flatMap(([own, often]) => (often > 1 && 2 * often >= (written.get(own) ?? 0) ? [own] : [])),
  );
};

const sentencesOf = (words: HeardText): readonly HeardText[] => {
  const sentences = [...Map.groupBy(words, ({ sentence }) => sentence).values()];
  return sentences.length > 1 ? sentences : [];
};

/** Each feature of a lesson, and what it counts there: a name none. */
const featuresOf = (words: HeardText, names: ReadonlySet<number>): ReadonlyMap<number, number> => {
  const loud = loudness(words.length);
  const features = new Map<number, number>();
  for (const word of words)
    if (!names.has(word.own))
      for (const [feature, counts] of word.features)
        features.set(feature, (features.get(feature) ?? 0) + counts * loud);
  return features;
};

/** Features in order, so that the file is the same for the same lessons. */
const learned = (lessons: readonly Lesson[], names: ReadonlySet<number>): Dangers => {
  const each = lessons.map(({ words }) => featuresOf(words, names));
  const often = new Map<number, number>();
  for (const features of each) for (const feature of features.keys()) often.set(feature, (often.get(feature) ?? 0) + 1);
  const features = [...often].flatMap(([feature, count]) => (count >= FEWEST_LESSONS ? [feature] : []));
  const inOrder = Uint32Array.from(features).toSorted();
  const placeOf = new Map(Array.from(inOrder, (feature, place) => [feature, place]));
  const observed = lessons.map(({ danger, weight }, index) => {
    const known = [...(each[index] ?? [])].filter(([feature]) => placeOf.has(feature));
    return {
      places: Uint32Array.from(known, ([feature]) => placeOf.get(feature) ?? 0),
      values: Float32Array.from(known, ([, counts]) => counts),
      so: danger,
      weight,
    };
  });
  const sum = (so: boolean): number => observed.reduce((all, each) => (each.so === so ? all + each.weight : all), 0);
  const { bias, weights } = descend(
    observed,
    Float64Array.from(inOrder, (feature) => often.get(feature) ?? 1),
  );
  const step = Math.fround(weights.reduce((most, weight) => Math.max(most, Math.abs(weight)), 0) / MOST_WEIGHT);
  const levels = Int8Array.from(weights, (weight) => Math.round(weight / step));
  const telling = Array.from(inOrder.keys()).filter((place) => levels[place] !== 0);
  return {
    // How often there is danger, before a word is read, depends on the centre: as often as not, for what is told.
    bias: Math.fround(bias + Math.log(sum(false) / sum(true))),
    step,
    features: Uint32Array.from(telling, (place) => inOrder[place] ?? 0),
    weights: Int8Array.from(telling, (place) => levels[place] ?? 0),
  };
};

/** The same for the same messages. */
export const learnDangers = (messages: readonly LabelledMessage[], everyday: readonly string[]): Dangers => {
  const whole = messages.map(({ text, danger }): Lesson => ({ words: heardIn(text), danger, weight: 1 }));
  const calm = everyday.map((text): Lesson => ({ words: heardIn(text), danger: false, weight: OF_EVERYDAY }));
  const names = namesIn([...whole, ...calm].map(({ words }) => words));
  const likelihood = dangerLikelihood(learned([...whole, ...calm], names));
  const sure = calm.filter((_, index) => likelihood(readText(everyday[index] ?? "").words) < IN_DOUBT);
  // A sentence of what is no danger is none. One of danger may well be about anything.
  const ofSentences = [...whole, ...sure].flatMap(({ words, danger, weight }) =>
    danger ? [] : sentencesOf(words).map((sentence): Lesson => ({ words: sentence, danger, weight })),
  );
  return learned([...whole, ...sure, ...ofSentences], names);
};
