import * as z from "zod/mini";
import { beginnings, keyword, normalForm } from "./text.ts";

const name = z.string().check(z.minLength(1));

const topic = z.object({
  id: name,
  name,
  /** Beginnings of words that speak for this topic: `отопл` finds «отопление» and «отопления». */
  keywords: z.array(keyword),
  /** Danger to life or health: answered under the urgent norm. */
  urgent: z.optional(z.boolean()),
});

const topicGroup = z.object({ id: name, name, topics: z.array(topic).check(z.minLength(1)) });

/** A centre's taxonomy: groups of topics, and the topic of what fits nowhere. */
export const topics = z.object({ groups: z.array(topicGroup).check(z.minLength(1)), fallback: name });
export type Topics = z.infer<typeof topics>;

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
