import type { Topics } from "../domain/topic.ts";
import type { Suggestion } from "../domain/understanding.ts";
import { classifier } from "./model/classify.ts";
import type { LinearModel } from "./model/model-file.ts";

/** What a model makes of a text, in the centre's own topics. */
export interface Likely {
  /** The likeliest first. */
  readonly topics: readonly Suggestion[];
  /** From this likelihood of a group on it is taken without asking. */
  readonly sureFrom: number;
}

/** Nothing where the centre's data ask no model. */
export type LikelyTopics = (text: string, topics: Topics) => Likely | undefined;

const TOPIC = "topic";
const GROUP = "group";

/** Asks the heads `topic` and `group` of a model. Labels that mean one topic to the centre are added up. */
export const likelyTopics = (model: LinearModel): LikelyTopics => {
  const classify = classifier(model);
  const labels = model.card.heads.find(({ name }) => name === TOPIC)?.labels ?? [];
  const usual = model.card.heads.find(({ name }) => name === GROUP)?.sureFrom ?? Number.POSITIVE_INFINITY;
  return (text, { model: asked }) => {
    if (asked === undefined) return undefined;
    const likelihoods = classify(text).get(TOPIC) ?? new Float32Array(0);
    const sums = new Map<string, number>();
    labels.forEach((label, place) => {
      const topic = asked.topics[label];
      if (topic !== undefined) sums.set(topic, (sums.get(topic) ?? 0) + (likelihoods[place] ?? 0));
    });
    const topics = [...sums].map(([topic, likelihood]) => ({ topic, likelihood }));
    return {
      topics: topics.toSorted((one, other) => other.likelihood - one.likelihood),
      sureFrom: asked.sureFrom ?? usual,
    };
  };
};
