import { LIKELY_DANGER, type Urgency } from "../../domain/urgency/urgency.ts";
import { featurePlaces } from "../model/feature-places.ts";
import type { Urgent } from "./urgency-of.ts";
import type { Word } from "../words/words.ts";
import { dangerWords, loudness, visitFeatures } from "./danger-words.ts";
import type { Dangers } from "./dangers-file.ts";

/** How likely somebody's life or health is in danger as a message tells, from 0 to 1. */
export type DangerLikelihood = (words: readonly Word[]) => number;

/** A sentence that is heard by itself has to say so much more than the message as a whole: of many, one may sound so by chance. */
const ALONE = 1.5;

/**
 * Tells danger by words, neighbouring words, parts of words and what they mean, each for what it has spoken for (a logistic regression):
 * of the message as a whole, or of the sentence of it that tells of danger most, for it may stand among other matters.
 */
export const dangerLikelihood = ({ bias, features, weights, step }: Dangers): DangerLikelihood => {
  const placeOf = featurePlaces(features);
  const weightOf = (feature: number): number => {
    const place = placeOf(feature);
    return place < 0 ? 0 : step * (weights[place] ?? 0);
  };
  const listen = dangerWords((word) => {
    let weight = 0;
    visitFeatures(word, (feature, counts) => {
      weight += counts * weightOf(feature);
    });
    return weight;
  });
  return (words) => {
    let whole = 0;
    let count = 0;
    let most = Number.NEGATIVE_INFINITY;
    let sentence = -1;
    let ofSentence = 0;
    let inSentence = 0;
    listen(words, (weight, pair, word) => {
      if (word.sentence !== sentence) {
        if (inSentence > 0) most = Math.max(most, ofSentence * loudness(inSentence));
        sentence = word.sentence;
        ofSentence = 0;
        inSentence = 0;
      }
      const said = weight + weightOf(pair);
      whole += said;
      ofSentence += said;
      count += 1;
      inSentence += 1;
    });
    if (inSentence > 0) most = Math.max(most, ofSentence * loudness(inSentence));
    return 1 / (1 + Math.exp(-bias - Math.max(whole * loudness(count), most - ALONE)));
  };
};

/** What a message's rules found, or more where it is told as dangers are, though in no rule's words. */
export const orLikelyDanger = (
  found: Urgent,
  words: readonly Word[],
  { likely }: Urgency,
  likelihoodOf: DangerLikelihood | undefined,
): Urgent => {
  if (found.danger || likely === undefined || likelihoodOf === undefined) return found;
  const likelihood = likelihoodOf(words);
  const danger = likelihood >= likely.dangerFrom;
  if (!danger && likelihood < likely.urgentFrom) return found;
  return { urgent: true, danger, by: danger ? [LIKELY_DANGER, ...found.by] : [...found.by, LIKELY_DANGER] };
};
