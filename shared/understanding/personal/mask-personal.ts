import type { PersonalKind } from "./kind.ts";
import { namePatterns } from "./names.ts";
import { numberWordPatterns } from "./number-words.ts";
import { numberPatterns } from "./numbers.ts";

/** What stands in the place of it. */
const masks: Readonly<Record<PersonalKind, string>> = {
  phone: "[телефон]",
  mail: "[почта]",
  name: "[имя]",
  document: "[документ]",
  card: "[карта]",
  flat: "[квартира]",
  plate: "[номер машины]",
  profile: "[профиль]",
  birth: "[дата рождения]",
};

export interface PersonalPart {
  readonly kind: PersonalKind;
  readonly start: number;
  readonly end: number;
}

const all = [...numberPatterns, ...numberWordPatterns, ...namePatterns];

/** A bit for digits, and one for the first letter of each sign. */
const DIGIT = 1;
const firstOfSigns = [...new Set(all.flatMap(({ sign }) => sign?.charAt(0) ?? []))];
const bitOf = (letter: string): number =>
  /\d/.test(letter) ? DIGIT : firstOfSigns.includes(letter) ? 2 << firstOfSigns.indexOf(letter) : 0;
/** By their codes: signs begin with letters of ASCII. */
const bits = Uint8Array.from({ length: 0x80 }, (_, code) => bitOf(String.fromCharCode(code)));

/** With all that is asked of a text first, told or not: they are read quickest in one form. */
const patterns = all.map(({ kind, pattern, digits = 0, sign = "", like, holds }) => {
  const bit = bitOf(sign.charAt(0));
  return { kind, pattern, digits, sign, bit, like, holds };
});

/** How many digits a text has, and which of the letters that signs begin with. */
const glanceAt = (text: string): { readonly digits: number; readonly seen: number } => {
  let digits = 0;
  let seen = 0;
  for (let at = 0; at < text.length; at += 1) {
    const code = text.charCodeAt(at);
    if (code >= bits.length) continue;
    const bit = bits[code] ?? 0;
    digits += bit & DIGIT;
    seen |= bit;
  }
  return { digits, seen };
};

/** Patterns beside one another are asked for by one sign: it is looked for once. */
const askedOfText = (text: string): ((like: RegExp | undefined) => boolean) => {
  let asked: RegExp | undefined;
  let holds = true;
  return (like) => {
    if (like !== asked) holds = like === undefined || like.test(text);
    asked = like;
    return holds;
  };
};

/** What of a text names a person or leads to one, in its order. Where two overlap, the first kind of the list stands. */
export const findPersonal = (text: string): readonly PersonalPart[] => {
  const { digits: known, seen } = glanceAt(text);
  const found: PersonalPart[] = [];
  const isLike = askedOfText(text);
  for (const { kind, pattern, digits, sign, bit, like, holds } of patterns) {
    if (known < digits || (seen & bit) !== bit) continue;
    if ((sign.length > 1 && !text.includes(sign)) || !isLike(like)) continue;
    pattern.lastIndex = 0;
    for (let match = pattern.exec(text); match !== null; match = pattern.exec(text)) {
      const start = match.index;
      const end = start + match[0].length;
      if (found.some((other) => start < other.end && other.start < end)) continue;
      if (holds === undefined || holds(match)) found.push({ kind, start, end });
    }
  }
  return found.length < 2 ? found : found.toSorted((one, other) => one.start - other.start);
};

/** Wide digits, and what is invisible beside a digit or frames it («8️⃣»): a number would hide behind them. */
const HIDING = /[\uff10-\uff19]|(?<=[\d\uff10-\uff19])[\p{Cf}\ufe0f\u20e3]+/gu;
/** What is invisible or wide is a soft hyphen, or beyond the letters of Europe. */
const MAY_HIDE = /[\u00ad\u0600-\uffff]/;
const uncovered = (hiding: string): string => hiding.normalize("NFKC").replace(/\D/gu, "");

/** What a number is written with, as HTML has it: «+7&nbsp;(904)», «&#43;7». */
const WRITTEN_AS_HTML = /&(nbsp|#\d{2,3}|#x[\da-f]{2});/giu;
const isOfNumber = /[\d\s()+.@-]/u;
const asCharacter = (whole: string, name: string): string => {
  if (name.toLowerCase() === "nbsp") return " ";
  const character = String.fromCodePoint(Number(name.replace(/^#(?=x)/i, "0").replace("#", "")));
  return isOfNumber.test(character) ? character : whole;
};
/** «8-9О4»: a letter among digits is a nought. */
const NOUGHT = /(\d)[OoОо](?=\d)/g;
const withoutHiding = (text: string): string => {
  const plain = (text.includes("&") ? text.replace(WRITTEN_AS_HTML, asCharacter) : text).replace(NOUGHT, "$10");
  return MAY_HIDE.test(plain) ? plain.replace(HIDING, uncovered) : plain;
};

/**
 * A text without what names a person or leads to one: `[телефон]` stands in its place. Once more it changes nothing: what
 * comes to light when its neighbour is masked is masked as well.
 */
export const maskPersonal = (text: string): string => {
  let masked = withoutHiding(text);
  for (;;) {
    const found = findPersonal(masked);
    if (found.length === 0) return masked;
    let next = "";
    let at = 0;
    for (const { kind, start, end } of found) {
      next += masked.slice(at, start) + masks[kind];
      at = end;
    }
    masked = next + masked.slice(at);
  }
};
