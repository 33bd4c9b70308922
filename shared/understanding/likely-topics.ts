import type { Topics } from "../domain/topic.ts";
import type { Suggestion } from "../domain/understanding.ts";
import { vectorClassifier } from "./model/classify.ts";
import { explainer } from "./model/explain.ts";
import { type LinearModel, ModelFailure } from "./model/model-file.ts";
import { textVectors } from "./model/text-vector.ts";
import { maskPersonal } from "./personal.ts";
import { chosenTopic } from "./topic.ts";

/** What a model makes of a text, in the centre's own topics. */
export interface Likely {
  /** The likeliest first. */
  readonly topics: readonly Suggestion[];
  /** From this likelihood of a group on it is taken without asking. */
  readonly sureFrom: number;
  /** The same topics with the words that spoke for each, and their likelihoods to the hundredth. */
  readonly explained: (topics: readonly Suggestion[]) => Suggestion[];
}

/** Nothing where the centre's data ask no model. */
export type LikelyTopics = (text: string, topics: Topics) => Likely | undefined;

const TOPIC = "topic";
const GROUP = "group";

interface Sum {
  likelihood: number;
  /** The likeliest of the labels that mean it. */
  label: number;
}

/**
 * Asks the heads `topic` and `group` of a model. Labels that mean one topic to the centre are added up. Throws
 * ModelFailure when the model tells no topics.
 */
export const likelyTopics = (model: LinearModel): LikelyTopics => {
  const head = model.card.heads.find(({ name }) => name === TOPIC);
  if (head === undefined)
    throw new ModelFailure(`The model tells no topics: train it with a column of the name "${TOPIC}".`);
  const vectorOf = textVectors(model);
  const classify = vectorClassifier(model);
  const explain = explainer(model);
  const usual = model.card.heads.find(({ name }) => name === GROUP)?.sureFrom ?? Number.POSITIVE_INFINITY;
  return (text, topics) => {
    const { model: asked } = topics;
    if (asked === undefined) return undefined;
    const vector = vectorOf(text);
    const likelihoods = classify(vector).get(TOPIC) ?? new Float32Array(0);
    const sums = new Map<string, Sum>();
    head.labels.forEach((name, label) => {
      const topic = asked.topics[name] ?? chosenTopic(name, topics)?.topic;
      if (topic === undefined) return;
      const likelihood = likelihoods[label] ?? 0;
      const sum = sums.get(topic);
      if (sum === undefined) sums.set(topic, { likelihood, label });
      else {
        if (likelihood > (likelihoods[sum.label] ?? 0)) sum.label = label;
        sum.likelihood += likelihood;
      }
    });
    const likely = [...sums].map(([topic, { likelihood }]) => ({ topic, likelihood }));
    const explained = (asking: readonly Suggestion[]): Suggestion[] => {
      const columns = asking.map(({ topic }) => head.from + (sums.get(topic)?.label ?? 0));
      const words = explain(maskPersonal(text), vector, columns);
      return asking.map(({ topic, likelihood }, at) => ({
        topic,
        likelihood: Math.round(likelihood * 100) / 100,
        words: words[at] ?? [],
      }));
    };
    return {
      topics: likely.toSorted((one, other) => other.likelihood - one.likelihood),
      sureFrom: asked.sureFrom ?? usual,
      explained,
    };
  };
};
