import type { Topics } from "../../domain/centre/topic.ts";
import { type FindKeywords, keywordFinder } from "../words/keywords.ts";
import type { Spelling } from "../words/spellings.ts";

export interface TopicGuess {
  readonly group: string;
  readonly topic: string;
  readonly urgent: boolean;
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

/** The topic that a message has of which nothing says anything. */
export const fallbackTopic = (topics: Topics): TopicGuess => readerOf(topics).last;

/** A topic whose keywords stand in a text, and how much of it they explain. */
export interface MetTopic extends TopicGuess {
  /** The keywords that told it, the longest first. */
  readonly words: readonly string[];
  /** Letters: longer words say more than short ones. */
  readonly weight: number;
}

/**
 * The topics whose keywords stand in a text, what explains most of it first, of equals the first in the taxonomy. `normal` are the
 * text's words as `keywordWords` gives them.
 */
export const metTopics = (normal: readonly Spelling[], topics: Topics): readonly MetTopic[] => {
  const { find, guesses } = readerOf(topics);
  const met = new Map<number, string[]>();
  for (const { list, keyword } of find(normal)) {
    const others = met.get(list);
    if (others === undefined) met.set(list, [keyword]);
    else others.push(keyword);
  }
  const told = [...met].flatMap(([list, keywords]): MetTopic[] => {
    const guess = guesses[list];
    if (guess === undefined) return [];
    const words = keywords.toSorted((one, other) => other.length - one.length).slice(0, WORDS_TOLD);
    return [{ ...guess, words, weight: keywords.reduce((sum, { length }) => sum + length, 0) }];
  });
  return told.length < 2 ? told : told.toSorted((one, other) => other.weight - one.weight);
};

/** The topic whose keywords explain most of the text, else the fallback, for which no words speak. */
export const guessTopic = (normal: readonly Spelling[], topics: Topics): TopicGuess & Partial<MetTopic> =>
  metTopics(normal, topics)[0] ?? fallbackTopic(topics);
