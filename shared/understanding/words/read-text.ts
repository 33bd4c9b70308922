import { keywordWords } from "./keywords.ts";
import { isPlain, legibleText } from "./normal-form.ts";
import type { Spelling } from "./spellings.ts";
import { type Word, wordsOf } from "./words.ts";

/** A message as it is read: found once, for all that is made of it. */
export interface ReadText {
  /** As it was written. */
  readonly raw: string;
  /** Without markup, composed, and spelled as it is meant: offsets of its words are in it. */
  readonly text: string;
  readonly words: readonly Word[];
  /** Its words in the form in which keywords are compared. */
  readonly normal: readonly Spelling[];
  /** Whether these are the words of its normal form, as well: it has no markup, links, pictures or other spelling. */
  readonly plain: boolean;
  /** Hashes of what the subjects are called that it may be about, the likeliest first: absent where nobody asked for them. */
  readonly subjects?: readonly number[];
}

export const readText = (raw: string): ReadText => {
  const plain = isPlain(raw);
  const text = plain ? raw : legibleText(raw);
  const words = wordsOf(text);
  return { raw, text, words, normal: keywordWords(words), plain };
};
