import { type Spelling, spellingIn } from "./spellings.ts";

/** A word of a text: letters, digits and what joins them, as in «пр-т» or «5-12». */
export interface Word extends Spelling {
  readonly start: number;
  readonly end: number;
  /** Whether it was written with a capital letter. */
  readonly capital: boolean;
  /** The number of its sentence in the text. */
  readonly sentence: number;
  /** Whether it is the first of its sentence: its capital letter says nothing. */
  readonly first: boolean;
}

const isSimple = (code: number): boolean =>
  (code >= 0x430 && code <= 0x45f) ||
  (code >= 0x400 && code <= 0x42f) ||
  (code >= 0x30 && code <= 0x39) ||
  (code >= 0x61 && code <= 0x7a) ||
  (code >= 0x41 && code <= 0x5a);

const LETTER = /[\p{L}\p{N}\p{M}]/u;

const isPart = (code: number): boolean => isSimple(code) || (code > 0x7f && LETTER.test(String.fromCharCode(code)));

const SPACE = 0x20;
const isHyphen = (code: number): boolean => code === 0x2d || code === 0x2010 || code === 0x2011;
/** `!`, `?`, a new line, `;` and `…`. */
const endsSentence = (code: number): boolean =>
  code === 0x21 || code === 0x3f || code === 0x0a || code === 0x3b || code === 0x2026;
const DOT = 0x2e;
/** A dot after a word so short is taken for one of an abbreviation: «ул.», «г.», «мкр.», «корп.». */
const ABBREVIATION = 3;
const longAbbreviations: ReadonlySet<string> = new Set(["корп", "просп", "микр", "стр", "бульв", "руб"]);

const isSmall = (code: number): boolean =>
  (code >= 0x430 && code <= 0x45f) || (code >= 0x61 && code <= 0x7a) || (code >= 0x30 && code <= 0x39);

/** The words of a text, in order. `text` is in the composed form (NFC), so that offsets are its own. */
export const wordsOf = (text: string): readonly Word[] => {
  const words: Word[] = [];
  let sentence = 0;
  let first = true;
  let last = "";
  let at = 0;
  while (at < text.length) {
    const code = text.charCodeAt(at);
    if (code === SPACE || !isPart(code)) {
      const ends = code === DOT ? last.length > ABBREVIATION && !longAbbreviations.has(last) : endsSentence(code);
      if (ends && !first) {
        sentence += 1;
        first = true;
      }
      at += 1;
      continue;
    }
    const start = at;
    at += 1;
    for (; at < text.length; at += 1) {
      const next = text.charCodeAt(at);
      if (isPart(next)) continue;
      if (!isHyphen(next) || at + 1 >= text.length || !isPart(text.charCodeAt(at + 1))) break;
    }
    const { text: spelled, number } = spellingIn(text, start, at);
    last = spelled;
    const capital = !isSmall(code) && text.charAt(start) !== text.charAt(start).toLowerCase();
    words.push({ text: spelled, number, start, end: at, capital, sentence, first });
    first = false;
  }
  return words;
};
