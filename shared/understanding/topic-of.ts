import type { Topics } from "../domain/topic.ts";
import type { Suggestion, Told } from "../domain/understanding.ts";
import type { Likely, LikelyTopics } from "./likely-topics.ts";
import type { ReadText } from "./read-text.ts";
import { chosenTopic, guessTopic, type TopicGuess } from "./topic.ts";

interface TopicTold extends Omit<TopicGuess, "words"> {
  readonly suggestions?: readonly Suggestion[];
  /** Why it is this topic. */
  readonly told?: Told;
}

const SUGGESTED = 3;

/**
 * What the citizen chose; else, what the keywords say where that is urgent, for a model that is wrong one time in twenty
 * must not outvote «пахнет газом»; else the group that the model is sure of, with the topic of it that the keywords name
 * or the model's likeliest; else what the keywords say, with what the model holds likely as suggestions.
 */
export const topicOf = (
  chosen: string | undefined,
  read: ReadText,
  topics: Topics,
  likely: LikelyTopics | undefined,
): TopicTold => {
  const asked = chosenTopic(chosen, topics);
  if (asked !== undefined) return asked;
  const { words, ...byWords } = guessTopic(read.normal, topics);
  const said = byWords.urgent ? undefined : likely?.(read, topics);
  if (said === undefined) return { ...byWords, ...toldBy(byWords.topic, words) };
  const sure = said.sureGroup;
  const byKeywords = { ...byWords, ...toldBy(byWords.topic, words, said) };
  if (sure === undefined) return { ...byKeywords, suggestions: said.explained(said.topics(SUGGESTED)) };
  if (byWords.group === sure) return byKeywords;
  const [told] = said.explained(said.topics(1, sure));
  const guess = chosenTopic(told?.topic, topics);
  return guess === undefined || told === undefined ? byWords : { ...guess, told };
};

/** What keywords told, and how likely a model held it. Words that nobody chose, as of the fallback, tell nothing. */
const toldBy = (topic: string, words: readonly string[] | undefined, likely?: Likely): Pick<TopicTold, "told"> => {
  if (words === undefined) return {};
  const likelihood = likely?.likelihoodOf(topic);
  const rounded = likelihood === undefined ? {} : { likelihood: Math.round(likelihood * 100) / 100 };
  return { told: { topic, ...rounded, words: [...words] } };
};
