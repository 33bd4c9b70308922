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

/** What a model's labels mean to a centre. */
interface Meant {
  readonly topics: readonly string[];
  /** For each label the place of its topic in the list; -1 where it has none. */
  readonly places: Int32Array;
}

/** A centre's data live for a minute and more: what they make of the labels is found once. */
const meaningOf = (labels: readonly string[]): ((topics: Topics) => Meant) => {
  const known = new WeakMap<Topics, Meant>();
  return (topics) => {
    const kept = known.get(topics);
    if (kept !== undefined) return kept;
    const named = labels.map((name) => topics.model?.topics[name] ?? chosenTopic(name, topics)?.topic);
    const own = [...new Set(named.filter((topic) => topic !== undefined))];
    const places = Int32Array.from(named, (topic) => (topic === undefined ? -1 : own.indexOf(topic)));
    const made = { topics: own, places };
    known.set(topics, made);
    return made;
  };
};

/** How likely each topic is, and the likeliest of the labels that mean it. */
const sumsOf = ({ topics, places }: Meant, likelihoods: Float32Array) => {
  const sums = new Float64Array(topics.length);
  const best = new Int32Array(topics.length).fill(-1);
  for (let label = 0; label < places.length; label++) {
    const place = places[label] ?? -1;
    if (place < 0) continue;
    const likelihood = likelihoods[label] ?? 0;
    const likeliest = best[place] ?? -1;
    if (likeliest < 0 || likelihood > (likelihoods[likeliest] ?? 0)) best[place] = label;
    sums[place] = (sums[place] ?? 0) + likelihood;
  }
  return { sums, best };
};

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
  const meaning = meaningOf(head.labels);
  return (text, topics) => {
    const { model: asked } = topics;
    if (asked === undefined) return undefined;
    const vector = vectorOf(text);
    const meant = meaning(topics);
    const { sums, best } = sumsOf(meant, classify(vector).get(TOPIC) ?? new Float32Array(0));
    const explained = (asking: readonly Suggestion[]): Suggestion[] => {
      const columns = asking.map(({ topic }) => head.from + (best[meant.topics.indexOf(topic)] ?? 0));
      const words = explain(maskPersonal(text), vector, columns);
      return asking.map(({ topic, likelihood }, at) => ({
        topic,
        likelihood: Math.round(likelihood * 100) / 100,
        words: words[at] ?? [],
      }));
    };
    return {
      topics: meant.topics
        .map((topic, place) => ({ topic, likelihood: sums[place] ?? 0 }))
        .toSorted((one, other) => other.likelihood - one.likelihood),
      sureFrom: asked.sureFrom ?? usual,
      explained,
    };
  };
};
