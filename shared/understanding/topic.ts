import { beginnings, normalForm } from "../domain/text.ts";
import type { Topics } from "../domain/topic.ts";

export interface TopicGuess {
  readonly group: string;
  readonly topic: string;
  readonly urgent: boolean;
}

/** How much of the text a topic's keywords explain: longer words say more than short ones. */
const weight = (text: string, keywords: readonly string[]): number => {
  let sum = 0;
  // The space before a word does not count.
  for (const wanted of beginnings(keywords)) if (text.includes(wanted)) sum += wanted.length - 1;
  return sum;
};

/** The topic whose keywords explain most of the text; of equals the first in the taxonomy; else the fallback. */
export const guessTopic = (text: string, { groups, fallback }: Topics): TopicGuess => {
  const normal = normalForm(text);
  let best: { readonly weight: number; readonly guess: TopicGuess } | undefined;
  let last: TopicGuess | undefined;
  for (const group of groups) {
    for (const { id, keywords, urgent } of group.topics) {
      const guess = { group: group.id, topic: id, urgent: urgent ?? false };
      if (id === fallback) last = guess;
      const found = weight(normal, keywords);
      if (found > (best?.weight ?? 0)) best = { weight: found, guess };
    }
  }
  const guess = best?.guess ?? last;
  if (guess === undefined) throw new RangeError(`The fallback topic "${fallback}" is not in the taxonomy.`);
  return guess;
};
