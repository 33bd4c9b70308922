import type { Topics } from "../../domain/centre/topic.ts";
import type { Suggestion } from "../../domain/signal/understanding.ts";
import { vectorClassifier } from "../model/classify.ts";
import { explainer } from "../model/explain.ts";
import { type LinearModel, ModelFailure } from "../model/model-file.ts";
import { textVectors } from "../model/text-vector.ts";
import { maskPersonal } from "../personal/mask-personal.ts";
import { type ReadText, readText } from "../words/read-text.ts";
import { chosenTopic } from "./known-topics.ts";

/** What a model makes of a text, in the centre's own topics. */
export interface Likely {
  /** So many topics, of one group where it is named, the likeliest first. */
  readonly topics: (count: number, group?: string) => Suggestion[];
  /** Nothing for a topic that the model does not tell. */
  readonly likelihoodOf: (topic: string) => number | undefined;
  /** The group that is so likely that it is taken without asking. */
  readonly sureGroup: string | undefined;
  /** The same topics with the words that spoke for each, and their likelihoods to the hundredth. */
  readonly explained: (topics: readonly Suggestion[]) => Suggestion[];
}

/** Nothing where the centre's data ask no model. */
export type LikelyTopics = (read: ReadText, topics: Topics) => Likely | undefined;

const TOPIC = "topic";
const GROUP = "group";

/** What a model's labels mean to a centre. */
interface Meant {
  readonly topics: readonly string[];
  /** For each label the place of its topic in the list; -1 where it has none. */
  readonly places: Int32Array;
  readonly groups: readonly string[];
  /** For each topic the place of its group in the list. */
  readonly groupOf: Int32Array;
}

/** A centre's data live for a minute and more: what they make of the labels is found once. */
const meaningOf = (labels: readonly string[]): ((topics: Topics) => Meant) => {
  const known = new WeakMap<Topics, Meant>();
  return (topics) => {
    const kept = known.get(topics);
    if (kept !== undefined) return kept;
    const named = labels.map((name) => chosenTopic(topics.model?.topics[name] ?? name, topics));
    const own = [...new Set(named.filter((guess) => guess !== undefined))];
    const groups = [...new Set(own.map(({ group }) => group))];
    const made = {
      topics: own.map(({ topic }) => topic),
      places: Int32Array.from(named, (guess) => (guess === undefined ? -1 : own.indexOf(guess))),
      groups,
      groupOf: Int32Array.from(own, ({ group }) => groups.indexOf(group)),
    };
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

/** The places of the likeliest topics, of one group where it is given, the likeliest first. */
const likeliest = ({ groupOf }: Meant, sums: Float64Array, count: number, group?: number): number[] => {
  const best: number[] = [];
  for (let place = 0; place < sums.length; place++) {
    const likelihood = sums[place] ?? 0;
    if (group !== undefined && groupOf[place] !== group) continue;
    let at = best.length;
    while (at > 0 && (sums[best[at - 1] ?? 0] ?? 0) < likelihood) at -= 1;
    if (at >= count) continue;
    best.splice(at, 0, place);
    if (best.length > count) best.pop();
  }
  return best;
};

/** Of groups that are likely enough the one with the likeliest topic, of equals the first. */
const sureGroupOf = (meant: Meant, sums: Float64Array, sureFrom: number): string | undefined => {
  const ofGroups = new Float64Array(meant.groups.length);
  for (let place = 0; place < sums.length; place++) {
    const group = meant.groupOf[place] ?? 0;
    ofGroups[group] = (ofGroups[group] ?? 0) + (sums[place] ?? 0);
  }
  let first = -1;
  for (let place = 0; place < sums.length; place++) {
    if ((ofGroups[meant.groupOf[place] ?? 0] ?? 0) < sureFrom) continue;
    if (first < 0 || (sums[place] ?? 0) > (sums[first] ?? 0)) first = place;
  }
  return first < 0 ? undefined : meant.groups[meant.groupOf[first] ?? 0];
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
  const { classify, rows } = vectorClassifier(model, TOPIC);
  const explain = explainer(model, rows);
  const usual = model.card.heads.find(({ name }) => name === GROUP)?.sureFrom ?? Number.POSITIVE_INFINITY;
  const meaning = meaningOf(head.labels);
  return (read, topics) => {
    const { model: asked } = topics;
    if (asked === undefined) return undefined;
    const vector = vectorOf(read);
    const meant = meaning(topics);
    const { sums, best } = sumsOf(meant, classify(vector).get(TOPIC) ?? new Float32Array(0));
    const placeOf = (topic: string): number => meant.topics.indexOf(topic);
    return {
      topics: (count, group) =>
        likeliest(meant, sums, count, group === undefined ? undefined : meant.groups.indexOf(group)).map((place) => ({
          topic: meant.topics[place] ?? "",
          likelihood: sums[place] ?? 0,
        })),
      likelihoodOf: (topic) => sums[placeOf(topic)],
      sureGroup: sureGroupOf(meant, sums, asked.sureFrom ?? usual),
      explained: (asking) => {
        const columns = asking.map(({ topic }) => head.from + (best[placeOf(topic)] ?? 0));
        const masked = maskPersonal(read.raw);
        const words = explain(vector, masked === read.raw ? vector : vectorOf(readText(masked)), columns);
        return asking.map(({ topic, likelihood }, at) => ({
          topic,
          likelihood: Math.round(likelihood * 100) / 100,
          words: words[at] ?? [],
        }));
      },
    };
  };
};
