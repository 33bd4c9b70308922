import { meaningsOf, meansByLongForm } from "./meanings.ts";

const SHORTEST = 6;
/** Whatever is longer, nobody meant it to be a word: each of its letters would be tried in a copy of all of it. */
const LONGEST = 30;

/** What a word may have been meant to be: with a doubled letter once, or with two letters the other way round. */
const meantToBe = (word: string): string[] => {
  const others: string[] = [];
  for (let at = 1; at < word.length; at++) {
    const [before = "", letter = ""] = [word[at - 1], word[at]];
    if (letter === before) others.push(word.slice(0, at) + word.slice(at + 1));
    else if (at + 1 < word.length) others.push(word.slice(0, at - 1) + letter + before + word.slice(at + 1));
  }
  return others;
};

/** A word that means nothing as it is written, as it would mean something: «автоббус», «стршано». */
export const spelled = (word: string): string =>
  word.length < SHORTEST || word.length > LONGEST || meaningsOf(word).length > 0
    ? word
    : (meantToBe(word).find(meansByLongForm) ?? word);
