import type { Topics } from "../../domain/centre/topic.ts";
import type { Suggestion, Told } from "../../domain/signal/understanding.ts";
import type { ReadText } from "../words/read-text.ts";
import { chosenTopic, fallbackTopic, type MetTopic, metTopics, type TopicGuess } from "./known-topics.ts";
import type { Likely, LikelyTopics } from "./likely-topics.ts";

interface TopicTold extends TopicGuess {
  readonly suggestions?: readonly Suggestion[];
  /** Why it is this topic. */
  readonly told?: Told;
}

const SUGGESTED = 3;

/**
 * What the citizen chose; else, what the keywords say where that is urgent, for a model that is wrong one time in twenty
 * must not outvote «пахнет газом»; else the group that the model is sure of, with the topic of it that the keywords name
 * or the model's likeliest; else what the keywords say, with what the model holds likely as suggestions. Of several topics that
 * keywords name, the model's likeliest.
 */
export const topicOf = (
  chosen: string | undefined,
  read: ReadText,
  topics: Topics,
  likely: LikelyTopics | undefined,
): TopicTold => {
  const asked = chosenTopic(chosen, topics);
  if (asked !== undefined) return asked;
  const met = metTopics(read.normal, topics);
  const said = met[0]?.urgent === true ? undefined : likely?.(read, topics);
  if (said === undefined) return byKeywords(met[0], topics);
  const sure = said.sureGroup;
  if (sure === undefined) {
    const suggestions = said.explained(said.topics(SUGGESTED));
    return { ...byKeywords(likeliestOf(met, said), topics, said), suggestions };
  }
  const named = likeliestOf(
    met.filter(({ group }) => group === sure),
    said,
  );
  if (named !== undefined) return byKeywords(named, topics, said);
  const [told] = said.explained(said.topics(1, sure));
  const guess = chosenTopic(told?.topic, topics);
  return guess === undefined || told === undefined ? byKeywords(met[0], topics, said) : { ...guess, told };
};

/** Of topics that keywords name, the one that the model holds likeliest; what explains most, where the model knows nothing of it. */
const likeliestOf = (met: readonly MetTopic[], { likelihoodOf }: Likely): MetTopic | undefined => {
  const [first, ...others] = met;
  if (first === undefined || likelihoodOf(first.topic) === undefined) return first;
  return others.reduce(
    (best, each) => ((likelihoodOf(each.topic) ?? 0) > (likelihoodOf(best.topic) ?? 0) ? each : best),
    first,
  );
};

/** What keywords told, and how likely a model held it. Of the fallback, which nobody named, nothing is told. */
const byKeywords = (met: MetTopic | undefined, topics: Topics, likely?: Likely): TopicTold => {
  if (met === undefined) return fallbackTopic(topics);
  const { group, topic, urgent, words } = met;
  const likelihood = likely?.likelihoodOf(topic);
  const rounded = likelihood === undefined ? {} : { likelihood: Math.round(likelihood * 100) / 100 };
  return { group, topic, urgent, told: { topic, ...rounded, words: [...words] } };
};
