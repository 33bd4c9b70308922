import { visitFeatures } from "../../shared/understanding/model/features.ts";
import type { Vocabulary } from "../../shared/understanding/model/text-vector.ts";
import type { ReadText } from "../../shared/understanding/words/read-text.ts";

interface VocabularyOptions {
  /** Rarer features are left out: they would tell of single messages, and of the people in them. */
  readonly leastMessages: number;
  readonly most: number;
}

/** The features that occur in enough of the messages; where they are too many, the most frequent. */
export function chooseVocabulary(texts: readonly ReadText[], { leastMessages, most }: VocabularyOptions): Vocabulary {
  const messages = new Map<number, number>();
  for (const text of texts) {
    const own = new Set<number>();
    visitFeatures(text, (feature) => own.add(feature));
    for (const feature of own) messages.set(feature, (messages.get(feature) ?? 0) + 1);
  }
  const chosen = [...messages]
    .filter(([, count]) => count >= leastMessages)
    .toSorted(([one, ofOne], [other, ofOther]) => ofOther - ofOne || one - other)
    .slice(0, most);
  return {
    features: Uint32Array.from(chosen, ([feature]) => feature),
    rarity: Float32Array.from(chosen, ([, count]) => Math.log((1 + texts.length) / (1 + count)) + 1),
  };
}
