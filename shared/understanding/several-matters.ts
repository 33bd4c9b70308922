import type { Topics } from "../domain/topic.ts";
import { keywordWords } from "./keywords.ts";
import { guessTopic } from "./topic.ts";
import { type Word, wordsOf } from "./words.ts";

/** A part of a message that seems to be a matter of its own. */
export interface MatterPart {
  readonly text: string;
  readonly topic: string;
  readonly group: string;
}

/** So many letters of keywords tell a topic surely enough to part a message by it. */
const LEAST_LETTERS = 7;
/** A sentence of fewer words goes with what was said before it. */
const SHORTEST = 4;

interface Telling extends Omit<MatterPart, "text"> {
  readonly start: number;
}

/** Nothing for a sentence that tells no topic surely. */
const tellingOf = (words: readonly Word[], topics: Topics): Telling | undefined => {
  const { group, topic, words: told = [] } = guessTopic(keywordWords(words), topics);
  const letters = told.reduce((sum, { length }) => sum + length, 0);
  if (letters < LEAST_LETTERS || words.length < SHORTEST) return undefined;
  return { start: words[0]?.start ?? 0, group, topic };
};

/**
 * The matters of a message whose sentences are of several groups of topics, as a person may want to divide it; nothing for
 * one that is all of one matter. What tells no topic goes with what was said before it, and the beginning with the first.
 */
export const severalMatters = (text: string, topics: Topics): readonly MatterPart[] => {
  const whole = text.normalize("NFC");
  const bySentence = Map.groupBy(wordsOf(whole), ({ sentence }) => sentence);
  const parts: Telling[] = [];
  for (const words of bySentence.values()) {
    const telling = tellingOf(words, topics);
    if (telling !== undefined && parts.at(-1)?.group !== telling.group) parts.push(telling);
  }
  if (parts.length < 2) return [];
  return parts.map(({ start, ...part }, index) => ({
    ...part,
    text: whole.slice(index === 0 ? 0 : start, parts[index + 1]?.start).trim(),
  }));
};
