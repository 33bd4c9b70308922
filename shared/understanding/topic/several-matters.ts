import type { Topics } from "../../domain/centre/topic.ts";
import { keywordWords } from "../words/keywords.ts";
import { type Word, wordsOf } from "../words/words.ts";
import { guessTopic } from "./known-topics.ts";

/** A part of a message that seems to be a matter of its own. */
export interface MatterPart {
  readonly text: string;
  readonly topic: string;
  readonly group: string;
}

/**
 * A sentence of so many words, whose keywords have so many letters, tells its topic surely enough to part a message by it.
 * Any other goes with what was said before it.
 */
const LEAST = { letters: 7, words: 4 };

/** Who counts up what is wrong says so: a shorter word of a topic is enough. */
const COUNTED_UP =
  /во-вторых|(?:^|\s)2[.)]\s?\p{L}|^\s*[-–—•*]\s.+\n\s*[-–—•*]\s|[.!?\n]\s*(?:и\s+)?(?:ещ[её]|также|кроме того|отдельно|заодно)(?!\p{L})/imu;
const COUNTED_UP_LEAST = { letters: 3, words: 3 };

interface Telling extends Omit<MatterPart, "text"> {
  readonly start: number;
}

/** Nothing for a sentence that tells no topic surely. */
const tellingOf = (words: readonly Word[], topics: Topics, least: typeof LEAST): Telling | undefined => {
  const { group, topic, words: told = [] } = guessTopic(keywordWords(words), topics);
  const letters = told.reduce((sum, { length }) => sum + length, 0);
  if (letters < least.letters || words.length < least.words) return undefined;
  return { start: words[0]?.start ?? 0, group, topic };
};

/**
 * The matters of a message whose sentences are of several groups of topics, as a person may want to divide it; nothing for
 * one that is all of one matter. What tells no topic goes with what was said before it, and the beginning with the first.
 */
export const severalMatters = (text: string, topics: Topics): readonly MatterPart[] => {
  const whole = text.normalize("NFC");
  const bySentence = Map.groupBy(wordsOf(whole), ({ sentence }) => sentence);
  const least = COUNTED_UP.test(whole) ? COUNTED_UP_LEAST : LEAST;
  const parts: Telling[] = [];
  for (const words of bySentence.values()) {
    const telling = tellingOf(words, topics, least);
    if (telling !== undefined && parts.at(-1)?.group !== telling.group) parts.push(telling);
  }
  if (parts.length < 2) return [];
  return parts.map(({ start, ...part }, index) => ({
    ...part,
    text: whole.slice(index === 0 ? 0 : start, parts[index + 1]?.start).trim(),
  }));
};
