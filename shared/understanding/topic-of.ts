import type { KeptSignal } from "../domain/signal.ts";
import type { Topics } from "../domain/topic.ts";
import type { Suggestion } from "../domain/understanding.ts";
import type { LikelyTopics } from "./likely-topics.ts";
import { chosenTopic, guessTopic, type TopicGuess } from "./topic.ts";

interface TopicTold extends TopicGuess {
  readonly suggestions?: readonly Suggestion[];
  /** What the model was sure of. */
  readonly told?: Suggestion;
}

const SUGGESTED = 3;

/**
 * What the citizen chose; else, what the keywords say where that is urgent, for a model that is wrong one time in twenty
 * must not outvote «пахнет газом»; else the group that the model is sure of, with the topic of it that the keywords name
 * or the model's likeliest; else what the keywords say, with what the model holds likely as suggestions.
 */
export const topicOf = (
  { text, topic: chosen }: Pick<KeptSignal, "text" | "topic">,
  normal: readonly string[],
  topics: Topics,
  likely: LikelyTopics | undefined,
): TopicTold => {
  const asked = chosenTopic(chosen, topics);
  if (asked !== undefined) return asked;
  const byWords = guessTopic(normal, topics);
  const said = byWords.urgent ? undefined : likely?.(text, topics);
  if (said === undefined) return byWords;
  const sure = sureGroup(said.topics, topics, said.sureFrom);
  if (sure === undefined) return { ...byWords, suggestions: said.explained(said.topics.slice(0, SUGGESTED)) };
  if (byWords.group === sure) return byWords;
  const best = said.topics.find(({ topic }) => chosenTopic(topic, topics)?.group === sure);
  const guess = chosenTopic(best?.topic, topics);
  if (best === undefined || guess === undefined) return byWords;
  const [told] = said.explained([best]);
  return { ...guess, ...(told === undefined ? {} : { told }) };
};

const sureGroup = (likely: readonly Suggestion[], topics: Topics, sureFrom: number): string | undefined => {
  const sums = new Map<string, number>();
  for (const { topic, likelihood } of likely) {
    const group = chosenTopic(topic, topics)?.group;
    if (group !== undefined) sums.set(group, (sums.get(group) ?? 0) + likelihood);
  }
  return [...sums].find(([, likelihood]) => likelihood >= sureFrom)?.[0];
};
