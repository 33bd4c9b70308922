import { remembered } from "./remembered.ts";

/**
 * The Snowball stemmer for Russian (https://snowballstem.org/algorithms/russian/stemmer.html), on words of a normal
 * form: lower case, ё as е. Other words stay as they are.
 */

const endings = (list: string): ReadonlySet<string> => new Set(list.split(" "));

const GERUNDS_AFTER_A = endings("в вши вшись");
const GERUNDS = endings("ив ивши ившись ыв ывши ывшись");
const ADJECTIVES = endings("ее ие ые ое ими ыми ей ий ый ой ем им ым ом его ого ему ому их ых ую юю ая яя ою ею");
const PARTICIPLES_AFTER_A = endings("ем нн вш ющ щ");
const PARTICIPLES = endings("ивш ывш ующ");
const VERBS_AFTER_A = endings("ла на ете йте ли й л ем н ло но ет ют ны ть ешь нно");
const VERBS = endings(
  "ила ыла ена ейте уйте ите или ыли ей уй ил ыл им ым ен ило ыло ено ят ует уют ит ыт ены ить ыть ишь ую ю",
);
const NOUNS = endings(
  "а ев ов ие ье е иями ями ами еи ии и ией ей ой ий й иям ям ием ем ам ом о у ах иях ях ы ь ию ью ю ия ья я",
);
const LONGEST_ENDING = 6;

const isVowel = (letter: string | undefined): boolean => letter !== undefined && "аеиоуыэюя".includes(letter);

/** Where the part after the first vowel begins, and that after the second pair of a vowel and a consonant. */
const regions = (word: string): { readonly rv: number; readonly r2: number } => {
  let rv = word.length;
  let r2 = word.length;
  let pairs = 0;
  for (let at = 0; at < word.length; at++) {
    if (isVowel(word[at])) {
      if (rv === word.length) rv = at + 1;
    } else if (isVowel(word[at - 1])) {
      pairs += 1;
      if (pairs === 2) {
        r2 = at + 1;
        break;
      }
    }
  }
  return { rv, r2 };
};

/**
 * How long the longest ending of the two lists is that the word bears within its region, 0 for none. The endings of
 * the first list count after а or я alone.
 */
const ending = (
  word: string,
  rv: number,
  afterA: ReadonlySet<string> | undefined,
  list: ReadonlySet<string>,
): number => {
  for (let length = Math.min(LONGEST_ENDING, word.length - rv); length > 0; length--) {
    const tail = word.slice(-length);
    if (list.has(tail)) return length;
    const before = word.length - length - 1;
    if (afterA?.has(tail) === true && before >= rv && (word[before] === "а" || word[before] === "я")) return length;
  }
  return 0;
};

const cut = (word: string, length: number): string => (length === 0 ? word : word.slice(0, -length));

const withoutInflection = (word: string, rv: number): string => {
  const gerund = ending(word, rv, GERUNDS_AFTER_A, GERUNDS);
  if (gerund > 0) return cut(word, gerund);
  const reflexive = word.length - rv >= 2 && (word.endsWith("ся") || word.endsWith("сь")) ? 2 : 0;
  const rest = cut(word, reflexive);
  const adjective = ending(rest, rv, undefined, ADJECTIVES);
  if (adjective > 0) {
    const shorter = cut(rest, adjective);
    return cut(shorter, ending(shorter, rv, PARTICIPLES_AFTER_A, PARTICIPLES));
  }
  const verb = ending(rest, rv, VERBS_AFTER_A, VERBS);
  return cut(rest, verb > 0 ? verb : ending(rest, rv, undefined, NOUNS));
};

const within = (word: string, region: number, tail: string): boolean =>
  word.endsWith(tail) && word.length - tail.length >= region;

const russian = (word: string): string => {
  const { rv, r2 } = regions(word);
  let rest = withoutInflection(word, rv);
  if (within(rest, rv, "и")) rest = cut(rest, 1);
  if (within(rest, r2, "ость")) rest = cut(rest, 4);
  else if (within(rest, r2, "ост")) rest = cut(rest, 3);
  if (within(rest, rv, "ейше")) rest = cut(rest, 4);
  else if (within(rest, rv, "ейш")) rest = cut(rest, 3);
  if (within(rest, rv, "нн")) return cut(rest, 1);
  return within(rest, rv, "ь") ? cut(rest, 1) : rest;
};

const REMEMBERED = 20_000;

/** The part of a word that its forms share: «отопления», «отоплением» → «отоплен». Words repeat, so stems are kept. */
export const stem = remembered(REMEMBERED, (word) => (/^[а-я]+$/.test(word) ? russian(word) : word));
