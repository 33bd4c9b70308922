import type { KeptSignal, SignalKind } from "../domain/signal/signal.ts";
import { kindWords } from "./kind-words.ts";
import { type Found, phrases } from "./words/phrases.ts";
import type { Word } from "./words/words.ts";

type Sign = keyof typeof kindWords;

const written = Object.entries(kindWords).flatMap(([sign, list]) => list.map((phrase) => ({ sign, phrase })));
const find = phrases(written.map(({ phrase }) => phrase));

const THANKS_LONGEST = 300;
/** So many words say one thing. */
const SHORT = 10;
const LINK = /https?:\/\/|www\.|t\.me\/|\b[a-z0-9-]+\.(?:com|shop|online|site|club|top|store)\b/iu;
const PHONE = /(?<!\d)(?:\+?7|8)[\s(-]{0,2}9\d{2}[\s)-]{0,2}\d{3}[\s-]?\d{2}[\s-]?\d{2}(?!\d)/;
const PRICE = /\d\s*(?:руб|р\.|₽|%|\$)/iu;

interface Reading {
  readonly words: readonly Word[];
  readonly text: string;
  /** How many different phrases spoke for a sign. */
  readonly of: (sign: Sign) => number;
  /** The first word of a sign's phrases. */
  readonly first: (sign: Sign) => number | undefined;
  /** Whether a phrase of the sign stands at the beginning of a sentence. */
  readonly opens: (sign: Sign) => boolean;
  /** How many words the phrases of a sign cover. */
  readonly covered: (sign: Sign) => number;
}

const NONE: readonly Found[] = [];

const read = (text: string, words: readonly Word[]): Reading => {
  const bySign = new Map<string | undefined, Found[]>();
  const counts = new Map<string | undefined, number>();
  const seen = new Set<number>();
  for (const each of find(words)) {
    const sign = written[each.phrase]?.sign;
    const others = bySign.get(sign);
    if (others === undefined) bySign.set(sign, [each]);
    else others.push(each);
    if (!seen.has(each.phrase)) counts.set(sign, (counts.get(sign) ?? 0) + 1);
    seen.add(each.phrase);
  }
  const ofSign = (sign: Sign) => bySign.get(sign) ?? NONE;
  return {
    text,
    words,
    of: (sign) => counts.get(sign) ?? 0,
    first: (sign) => ofSign(sign)[0]?.from,
    opens: (sign) => ofSign(sign).some(({ from }) => words[from]?.first === true),
    covered: (sign) =>
      new Set(ofSign(sign).flatMap(({ from, to }) => Array.from({ length: to - from }, (_, each) => from + each))).size,
  };
};

const isAdvert = ({ text, of }: Reading): boolean => {
  if (of("advert") === 0) return false;
  const outside = (LINK.test(text) ? 1 : 0) + (PRICE.test(text) ? 1 : 0) + (PHONE.test(text) ? 1 : 0);
  return of("advert") + outside >= 2 && of("complaint") === 0 && of("request") === 0;
};

/** Greetings and wishes to everybody, and nothing else. */
const isGreeting = ({ words, text, of, covered }: Reading): boolean =>
  of("greeting") > 0 && covered("greeting") === words.length && !text.includes("?");

/** A polite «спасибо» at the end of something else is no thanks. */
const startsWithThanks = ({ words, first, of }: Reading): boolean => {
  const at = words[first("thanks") ?? 0];
  return of("mended") > 0 || at === undefined || at.sentence === 0 || words.length <= SHORT;
};

const isThanks = (reading: Reading): boolean => {
  const { text, of } = reading;
  if (of("thanks") === 0 || text.length > THANKS_LONGEST || text.includes("?")) return false;
  if (of("but") > 0 || of("request") > 0 || of("asking") > 0 || !startsWithThanks(reading)) return false;
  return of("complaint") === 0 || (of("mended") > 0 && of("complaint") === 1);
};

const isQuestion = ({ text, of, opens }: Reading): boolean =>
  (text.includes("?") || of("asking") > 0 || opens("asksFirst")) &&
  of("complaint") === 0 &&
  (text.trimEnd().endsWith("?") || of("asking") > 0 || (text.includes("?") && opens("asksFirst")));

/** «👍», «+»: signs alone, with nothing to see beside them. A question mark asks something, and a siren calls for help. */
export const isNothingSaid = (
  { text, attachments = [], part }: Partial<Pick<KeptSignal, "text" | "attachments" | "part">>,
  words: readonly Word[],
): boolean =>
  words.length === 0 &&
  text !== undefined &&
  text.trim() !== "" &&
  !/[?？🆘🚨]/u.test(text) &&
  attachments.length === 0 &&
  part === undefined;

/**
 * The kind of a message by its words. In doubt it is a problem, which is answered: what would be kept unanswered, thanks
 * and spam, has to be nothing else.
 */
export const kindOf = (text: string, words: readonly Word[]): SignalKind => {
  const reading = read(text, words);
  if (isAdvert(reading) || isGreeting(reading)) return "spam";
  if (isThanks(reading)) return "thanks";
  if (reading.of("proposal") > 0) return "proposal";
  if (isQuestion(reading) && !(reading.of("request") > 0 && reading.of("asking") === 0)) return "question";
  if (reading.of("request") > 0) return "request";
  return "problem";
};
