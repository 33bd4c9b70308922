/** Latin letters that people (and phones) type for Cyrillic ones of the same look. */
const LOOKALIKES: Readonly<Record<string, string>> = {
  a: "а",
  c: "с",
  e: "е",
  h: "н",
  k: "к",
  m: "м",
  o: "о",
  p: "р",
  t: "т",
  x: "х",
  y: "у",
};

const ENTITIES: Readonly<Record<string, string>> = {
  amp: "&",
  apos: "'",
  bdquo: "„",
  gt: ">",
  hellip: "…",
  laquo: "«",
  ldquo: "“",
  lsquo: "‘",
  lt: "<",
  mdash: "—",
  nbsp: " ",
  ndash: "–",
  quot: '"',
  raquo: "»",
  rdquo: "”",
  rsquo: "’",
  shy: "\u00ad",
};

const LAST_CODE_POINT = 0x10ffff;

const entity = (whole: string, name: string): string => {
  if (!name.startsWith("#")) return ENTITIES[name.toLowerCase()] ?? whole;
  const hexadecimal = name[1] === "x" || name[1] === "X";
  const code = Number.parseInt(name.slice(hexadecimal ? 2 : 1), hexadecimal ? 16 : 10);
  return code <= LAST_CODE_POINT ? String.fromCodePoint(code) : whole;
};

/** A text without tags, its entities as the characters they stand for. */
const withoutMarkup = (text: string): string => {
  const decoded = text.includes("&") ? text.replace(/&(#\d{1,7}|#[xX][\da-fA-F]{1,6}|[a-zA-Z]{2,6});/g, entity) : text;
  return decoded.includes("<") ? decoded.replace(/<\/?[a-zA-Z][^<>]*>/g, " ") : decoded;
};

/** `[id1|Имя]` and `[club1|Имя]` are VK's form of a mention, `@name` everybody's. */
const withoutMentions = (text: string): string => {
  let rest = text;
  if (rest.includes("[")) rest = rest.replace(/\[(?:id|club|public)\d+[^|\]]*\|[^\]]*\]/g, " ");
  if (rest.includes("@")) rest = rest.replace(/(^|[^\p{L}\p{N}.])@[a-z\d_.-]+/giu, "$1 ");
  return LINK.test(rest) ? rest.replace(/https?:\/\/\S+|www\.\S+/gi, " ") : rest;
};

const LINK = /:\/\/|www\./i;

/** Combining accents over a vowel, soft hyphens, joiners and other marks without width. */
const WIDTHLESS = /\p{Cf}|\p{Mn}|\u2028|\u2029/gu;

const PICTURES = /\p{Extended_Pictographic}|\p{Regional_Indicator}|\p{Emoji_Modifier}/gu;

/** What most messages are written with: nothing of it is composed, without width or a picture. */
const PLAIN = /^[\t\n\r -~«»“”„–—А-Яа-яЁё]*$/;
const TYPOGRAPHIC = /[«»\u2010-\u203a″−]/;

/** The same, where nothing of markup or mentions is either. */
const UNMARKED = /^[\t\n\r -%'-;=-?A-Z\\-~«»“”„–—А-Яа-яЁё]$/;
const SIGN = 1;
const FIRST_CYRILLIC = 0x400;

/** By its code what a character is to a plain text: the code of its small letter with ё as е, a sign, or nothing (0). */
const plainForms = Uint16Array.from({ length: 0x2020 }, (_, code) => {
  const character = String.fromCharCode(code);
  if (!UNMARKED.test(character)) return 0;
  const small = character.toLowerCase().replace("ё", "е");
  return /[a-zа-я]/.test(small) ? small.charCodeAt(0) : SIGN;
});

/**
 * Whether the words of a text need no more than lower case to be in their normal form, and none to be legible: no letter
 * stands there three times and more, as in «www», and no word is of two alphabets. Found in one pass, as most texts are.
 */
export const isPlain = (text: string): boolean => {
  let before = SIGN;
  let isTwice = false;
  for (let at = 0; at < text.length; at++) {
    const form = plainForms[text.charCodeAt(at)] ?? 0;
    if (form === 0) return false;
    if (form > SIGN && before > SIGN) {
      if (form >= FIRST_CYRILLIC !== before >= FIRST_CYRILLIC) return false;
      if (form === before && isTwice) return false;
    }
    isTwice = form === before;
    before = form;
  }
  return !text.includes("://");
};

const MIXED = /[а-я][a-z]|[a-z][а-я]/;
const SPACES = /\s\s|[^\S ]/;

/** Drawn out («пожааар»), in two alphabets, with accents or with what is invisible in it. */
const DISGUISED =
  /([а-яёА-ЯЁ])\1\1|[a-zA-Z][а-яёА-ЯЁ]|[а-яёА-ЯЁ][a-zA-Z]|[\u0300-\u036f]|[\u00ad\u200b-\u200f\u2060\ufeff]/u;
const MIXED_ANY_CASE = /[а-яё][a-z]|[a-z][а-яё]/iu;

/**
 * A text for rules of words: without markup, composed, and every word spelled as it is meant. Capital letters, lines and
 * punctuation stay.
 */
export const legibleText = (raw: string): string => {
  const text = withoutMarkup(raw).normalize("NFC");
  if (!DISGUISED.test(text)) return text;
  const once = text.replace(WIDTHLESS, "").replace(/([а-яё])\1{2,}/giu, "$1");
  return once.replace(/[а-яёa-z]+/giu, (word) =>
    MIXED_ANY_CASE.test(word) ? word.replace(LOOKING_ALIKE, cyrillic) : word,
  );
};

const LOOKING_ALIKE = /[acehkmoptxyABCEHKMOPTXY]/g;
const CAPITALS = "ABCEHKMOPTXY";
const CYRILLIC_CAPITALS = "АВСЕНКМОРТХУ";
const cyrillic = (letter: string): string =>
  LOOKALIKES[letter] ?? CYRILLIC_CAPITALS[CAPITALS.indexOf(letter)] ?? letter;

const oneAlphabet = (text: string): string =>
  MIXED.test(text)
    ? text.replace(/[а-яa-z]+/g, (word) =>
        MIXED.test(word) ? word.replace(/[acehkmoptxy]/g, (letter) => LOOKALIKES[letter] ?? letter) : word,
      )
    : text;

const composed = (text: string): string =>
  PLAIN.test(text) ? text : text.normalize("NFKC").replace(WIDTHLESS, "").replace(PICTURES, " ");

const plainQuotes = (text: string): string =>
  TYPOGRAPHIC.test(text) ? text.replace(/[«»“”„‟‹›″]/g, '"').replace(/[‐‑‒–—―−]/g, "-") : text;

/**
 * A message as it is compared and understood: no markup, links, mentions or emoji; lower case, ё as е, one kind of quote
 * and of dash, a letter repeated three times and more («ооочень») once, a word of two alphabets in Cyrillic, runs of
 * spaces as one. Digits and punctuation stay: addresses need them.
 */
export const normalText = (raw: string): string => {
  const lower = composed(withoutMentions(withoutMarkup(raw)))
    .toLowerCase()
    .replaceAll("ё", "е");
  const once = plainQuotes(lower).replace(/([a-zа-я])\1{2,}/g, "$1");
  const whole = oneAlphabet(once);
  return (SPACES.test(whole) ? whole.replace(/\s+/g, " ") : whole).trim();
};

const LAST_OF_ASCII = 0x7f;

const isPlainLetter = (code: number): boolean =>
  (code >= 0x430 && code <= 0x44f) || (code >= 0x61 && code <= 0x7a) || (code >= 0x30 && code <= 0x39);

/** The words of a normal form: runs of letters and digits. */
export const words = (normal: string): string[] => {
  const found: string[] = [];
  let start = -1;
  for (let at = 0; at < normal.length; at++) {
    const code = normal.charCodeAt(at);
    if (isPlainLetter(code)) {
      if (start < 0) start = at;
    } else if (code > LAST_OF_ASCII) return normal.match(/[\p{L}\p{N}]+/gu) ?? [];
    else if (start >= 0) {
      found.push(normal.slice(start, at));
      start = -1;
    }
  }
  if (start >= 0) found.push(normal.slice(start));
  return found;
};
