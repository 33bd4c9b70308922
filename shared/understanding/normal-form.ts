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
export const withoutMarkup = (text: string): string => {
  const decoded = text.includes("&") ? text.replace(/&(#\d{1,7}|#[xX][\da-fA-F]{1,6}|[a-zA-Z]{2,6});/g, entity) : text;
  return decoded.includes("<") ? decoded.replace(/<\/?[a-zA-Z][^<>]*>/g, " ") : decoded;
};

/** `[id1|Имя]` and `[club1|Имя]` are VK's form of a mention, `@name` everybody's. */
const withoutMentions = (text: string): string =>
  text
    .replace(/\[(?:id|club|public)\d+[^|\]]*\|[^\]]*\]/g, " ")
    .replace(/(^|[^\p{L}\p{N}.])@[a-z\d_.-]+/giu, "$1 ")
    .replace(/https?:\/\/\S+|www\.\S+/gi, " ");

/** Combining accents over a vowel, soft hyphens, joiners and other marks without width. */
const WIDTHLESS = /\p{Cf}|\p{Mn}|\u2028|\u2029/gu;

const PICTURES = /\p{Extended_Pictographic}|\p{Regional_Indicator}|\p{Emoji_Modifier}/gu;

const MIXED = /[а-я][a-z]|[a-z][а-я]/;

const oneAlphabet = (text: string): string =>
  MIXED.test(text)
    ? text.replace(/[а-яa-z]+/g, (word) =>
        MIXED.test(word) ? word.replace(/[acehkmoptxy]/g, (letter) => LOOKALIKES[letter] ?? letter) : word,
      )
    : text;

/**
 * A message as it is compared and understood: no markup, links, mentions or emoji; lower case, ё as е, one kind of quote
 * and of dash, a letter repeated three times and more («ооочень») once, a word of two alphabets in Cyrillic, runs of
 * spaces as one. Digits and punctuation stay: addresses need them.
 */
export const normalText = (raw: string): string =>
  oneAlphabet(
    withoutMentions(withoutMarkup(raw))
      .normalize("NFKC")
      .replace(WIDTHLESS, "")
      .replace(PICTURES, " ")
      .toLowerCase()
      .replaceAll("ё", "е")
      .replace(/[«»“”„‟‹›″]/g, '"')
      .replace(/[‐‑‒–—―−]/g, "-")
      .replace(/([a-zа-я])\1{2,}/g, "$1"),
  )
    .replace(/\s+/g, " ")
    .trim();

/** The words of a normal form: runs of letters and digits. */
export const words = (normal: string): string[] => normal.match(/[\p{L}\p{N}]+/gu) ?? [];
