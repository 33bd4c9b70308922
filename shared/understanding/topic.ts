import type { Topics } from "../domain/topic.ts";
import { type FindKeywords, keywordFinder } from "./keywords.ts";
import type { Spelling } from "./spellings.ts";

export interface TopicGuess {
  readonly group: string;
  readonly topic: string;
  readonly urgent: boolean;
  /** The keywords that told it, the longest first. */
  readonly words?: readonly string[];
}

const WORDS_TOLD = 3;

interface Reader {
  readonly find: FindKeywords;
  readonly guesses: readonly TopicGuess[];
  readonly byTopic: ReadonlyMap<string, TopicGuess>;
  readonly last: TopicGuess;
}

const readers = new WeakMap<Topics, Reader>();

/** A centre's data live for a minute and more: their keywords are put in order once. */
const readerOf = (topics: Topics): Reader => {
  const known = readers.get(topics);
  if (known !== undefined) return known;
  const all = topics.groups.flatMap((group) =>
    group.topics.map(({ id, keywords, urgent = false }) => ({
      keywords,
      guess: { group: group.id, topic: id, urgent },
    })),
  );
  const last = all.find(({ guess }) => guess.topic === topics.fallback)?.guess;
  if (last === undefined) throw new RangeError(`The fallback topic "${topics.fallback}" is not in the taxonomy.`);
  const guesses = all.map(({ guess }) => guess);
  const made = {
    find: keywordFinder(all.map(({ keywords }) => keywords)),
    guesses,
    byTopic: new Map(guesses.map((guess) => [guess.topic, guess])),
    last,
  };
  readers.set(topics, made);
  return made;
};

/** The topic that the citizen chose, if the centre still has it. */
export const chosenTopic = (chosen: string | undefined, topics: Topics): TopicGuess | undefined =>
  chosen === undefined ? undefined : readerOf(topics).byTopic.get(chosen);

/**
 * The topic whose keywords explain most of the text, longer words saying more than short ones; of equals the first in the
 * taxonomy; else the fallback. `normal` are the text's words as `keywordWords` gives them.
 */
export const guessTopic = (normal: readonly Spelling[], topics: Topics): TopicGuess => {
  const { find, guesses, last } = readerOf(topics);
  const found = find(normal);
  const weights = new Map<number, number>();
  for (const { list, keyword } of found) weights.set(list, (weights.get(list) ?? 0) + keyword.length);
  let best: { readonly list: number; readonly weight: number } | undefined;
  for (const [list, weight] of weights) if (weight > (best?.weight ?? 0)) best = { list, weight };
  const guess = best === undefined ? undefined : guesses[best.list];
  if (guess === undefined) return last;
  const told = found.filter(({ list }) => list === best?.list).map(({ keyword }) => keyword);
  return { ...guess, words: told.toSorted((one, other) => other.length - one.length).slice(0, WORDS_TOLD) };
};
