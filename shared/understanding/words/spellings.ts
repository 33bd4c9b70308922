/** A word as it is spelled, in lower case with ё as е. */
export interface Spelling {
  readonly text: string;
  /** The same for all that are spelled alike, as long as they are known; below 0 for what is too long for a word. */
  readonly number: number;
}

/** What is longer is not kept: such could be sent to fill the memory. */
const LONGEST = 64;
const NUMBER_BITS = 15;
/** So many are known at once. One more, and all are forgotten: those that follow have numbers of their own. */
const MOST = 2 ** NUMBER_BITS;
const LAST = MOST - 1;

const FNV_OFFSET = 0x811c9dc5;
const FNV_PRIME = 0x01000193;

const inSmall = (text: string): string => text.toLowerCase().replaceAll("ё", "е");

/** The small forms of ASCII and Cyrillic letters, by their codes. 0 for others: their small form may depend on their neighbours. */
const smallLetters = Uint16Array.from({ length: 0x460 }, (_, code) =>
  code < 0x80 || code >= 0x400 ? inSmall(String.fromCharCode(code)).charCodeAt(0) : 0,
);

/** Open addressing: where a spelling's hash leads, its place among the known + 1 stands, or 0. */
const slots = new Uint16Array(2 * MOST);
const lastSlot = slots.length - 1;
let known: string[] = [];
let forgotten = 0;

/** The word that is looked up. */
const letters = new Uint16Array(LONGEST);

const isSpelled = (text: string, length: number): boolean => {
  if (text.length !== length) return false;
  for (let at = 0; at < length; at++) if (text.charCodeAt(at) !== letters[at]) return false;
  return true;
};

/** The spelling of the first so many letters. */
const spelled = (length: number): Spelling => {
  let hash = FNV_OFFSET;
  for (let at = 0; at < length; at++) hash = Math.imul(hash ^ (letters[at] ?? 0), FNV_PRIME);
  let slot = hash & lastSlot;
  for (; slots[slot] !== 0; slot = (slot + 1) & lastSlot) {
    const place = (slots[slot] ?? 0) - 1;
    const text = known[place] ?? "";
    if (isSpelled(text, length)) return { text, number: forgotten + place };
  }
  if (known.length === MOST) {
    slots.fill(0);
    known = [];
    forgotten += MOST;
    slot = hash & lastSlot;
  }
  // Not cut out of its text, which would be kept with it.
  const text = String.fromCharCode(...letters.subarray(0, length));
  known.push(text);
  slots[slot] = known.length;
  return { text, number: forgotten + known.length - 1 };
};

/** A word that is in lower case, with ё as е. */
export const spellingOf = (text: string): Spelling => {
  if (text.length > LONGEST) return { text, number: -1 };
  for (let at = 0; at < text.length; at++) letters[at] = text.charCodeAt(at);
  return spelled(text.length);
};

/** The word that stands in a text from `start` to `end`: it is not cut out of it, where it is known. */
export const spellingIn = (text: string, start: number, end: number): Spelling => {
  if (end - start > LONGEST) return spellingOf(inSmall(text.slice(start, end)));
  for (let at = start; at < end; at++) {
    const letter = smallLetters[text.charCodeAt(at)] ?? 0;
    if (letter === 0) return spellingOf(inSmall(text.slice(start, end)));
    letters[at - start] = letter;
  }
  return spelled(end - start);
};

/** Keeps what is made of each word, by its number, as long as the word is known: words repeat. */
export const bySpelling = <Made extends object | boolean | number>(
  make: (text: string) => Made,
): ((spelling: Spelling) => Made) => {
  let edition = -1;
  let kept: (Made | undefined)[] = [];
  return ({ text, number }) => {
    const of = number >> NUMBER_BITS;
    if (of < edition || number < 0) return make(text);
    if (of > edition) {
      kept = Array.from({ length: MOST });
      edition = of;
    }
    return (kept[number & LAST] ??= make(text));
  };
};
