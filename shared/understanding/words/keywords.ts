import { beginningsOf } from "./beginnings.ts";
import { bySpelling, type Spelling, spellingOf } from "./spellings.ts";
import { wordsOf } from "./words.ts";

/** A keyword that stands in a text. */
export interface KeywordFound {
  /** Whose it is, by its place among the lists. */
  readonly list: number;
  /** In its normal form. */
  readonly keyword: string;
}

interface Keyword extends KeywordFound {
  readonly others: readonly string[];
}

/** Each keyword of a text once, in the order of the lists. */
export type FindKeywords = (normal: readonly Spelling[]) => readonly KeywordFound[];

/** The words of a text in the form in which keywords are compared: «пр-т» is two. */
export const keywordWords = (words: readonly Spelling[]): readonly Spelling[] =>
  words.some(isJoined)
    ? words.flatMap((word) => (isJoined(word) ? word.text.split(HYPHEN).map(spellingOf) : word))
    : words;

const NOTHING: readonly KeywordFound[] = [];
const HYPHEN = /[-\u2010\u2011]/;
const isJoined = bySpelling((text) => HYPHEN.test(text));

const wordsOfKeyword = (written: string): readonly string[] =>
  keywordWords(wordsOf(written.normalize("NFC"))).map(({ text }) => text);

const stands = ({ others }: Keyword, words: readonly Spelling[], at: number): boolean => {
  let next = at + 1;
  const last = at + others.length;
  for (const wanted of others) {
    const word = words[next]?.text;
    if (next === last ? word?.startsWith(wanted) !== true : word !== wanted) return false;
    next += 1;
  }
  return true;
};

/**
 * Makes a finder of the keywords of several lists. A keyword is the beginning of a word, or words of which the last may go
 * on.
 */
export const keywordFinder = (lists: readonly (readonly string[])[]): FindKeywords => {
  const known: readonly Keyword[] = lists.flatMap((keywords, list) =>
    keywords.map((written) => {
      const all = wordsOfKeyword(written);
      return { list, keyword: all.join(" "), others: all.slice(1) };
    }),
  );
  const firsts = beginningsOf(
    known.map(({ keyword, others }, index) => {
      const [first = ""] = keyword.split(" ");
      return [others.length === 0 ? first : `${first}$`, index] as const;
    }),
  );
  const begunBy = bySpelling((word) => firsts.of(word));
  return (words) => {
    const found: number[] = [];
    let at = 0;
    for (const word of words) {
      for (const index of begunBy(word)) {
        const keyword = known[index];
        if (keyword !== undefined && !found.includes(index) && stands(keyword, words, at)) found.push(index);
      }
      at += 1;
    }
    if (found.length === 0) return NOTHING;
    return found.toSorted((one, other) => one - other).flatMap((index) => known[index] ?? []);
  };
};
