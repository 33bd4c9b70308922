import { readWords } from "../../shared/understanding/model/features.ts";
import { readText } from "../../shared/understanding/words/read-text.ts";

/** So many first words make a text: what is sent again with another ending stays in one fold. */
const WORDS_COMPARED = 12;

/** Parts of the messages, each to be judged by what was learned from the others. Like texts fall into one part. */
export function foldsOf(texts: readonly string[], folds: number): Int32Array {
  return Int32Array.from(texts, (text) => {
    let hash = 0x811c9dc5;
    const start = readWords(readText(text))
      .slice(0, WORDS_COMPARED)
      .map(({ word }) => word)
      .join(" ");
    for (let at = 0; at < start.length; at++) hash = Math.imul(hash ^ start.charCodeAt(at), 0x01000193);
    hash ^= hash >>> 15;
    return (Math.imul(hash, 0x85ebca6b) >>> 8) % folds;
  });
}
