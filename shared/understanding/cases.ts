const HARD = ["ого", "ому", "ым", "ом", "ая", "ой", "ую", "ое", "ые", "ых", "ыми"];
const AFTER_VELAR = ["ого", "ому", "им", "ом", "ая", "ой", "ую", "ое", "ие", "их", "ими"];
const SOFT = ["его", "ему", "им", "ем", "яя", "ей", "юю", "ее", "ие", "их", "ими"];

/** Endings of the cases by the ending of the first one; the longest that fits is taken. */
const adjectives: readonly (readonly [string, readonly string[]])[] = [
  ["ская", AFTER_VELAR.map((ending) => `ск${ending}`)],
  ["цкая", AFTER_VELAR.map((ending) => `цк${ending}`)],
  ["кий", AFTER_VELAR.map((ending) => `к${ending}`)],
  ["гий", AFTER_VELAR.map((ending) => `г${ending}`)],
  ["хий", AFTER_VELAR.map((ending) => `х${ending}`)],
  ["ское", AFTER_VELAR.map((ending) => `ск${ending}`)],
  ["цкое", AFTER_VELAR.map((ending) => `цк${ending}`)],
  ["ые", ["ых", "ым", "ыми"]],
  ["кие", ["ких", "ким", "кими"]],
  ["шие", ["ших", "шим", "шими"]],
  ["жие", ["жих", "жим", "жими"]],
  ["ый", HARD],
  ["ой", HARD],
  ["ая", HARD],
  ["ое", HARD],
  ["ий", SOFT],
  ["яя", SOFT],
  ["ее", SOFT],
];

const nouns: readonly (readonly [string, readonly string[]])[] = [
  ["лец", ["льца", "льцу", "льцом", "льце"]],
  ["ец", ["ца", "цу", "цом", "цем", "це"]],
  ["ок", ["ка", "ку", "ком", "ке", "ока", "оке"]],
  ["ия", ["ии", "ию", "ией"]],
  ["ие", ["ия", "ию", "ием", "ии"]],
  ["я", ["и", "е", "ю", "ей"]],
  ["а", ["ы", "и", "е", "у", "ой", "ою"]],
  ["о", ["а", "у", "ом", "е"]],
  ["ь", ["и", "ью", "ю", "я", "ем", "е"]],
  ["и", ["ей", "ям", "ями", "ях", "ов", "ам", "ами", "ах"]],
  ["ы", ["", "ов", "ам", "ами", "ах"]],
  ["й", ["я", "ю", "ем", "е"]],
  ["", ["а", "у", "ом", "ем", "е"]],
];

const VOWEL_AT_END = /[эуюе]$/;

const declined = (word: string, table: typeof nouns): readonly string[] | undefined => {
  const found = table.find(([ending]) => word.length > ending.length && word.endsWith(ending));
  if (found === undefined) return undefined;
  const stem = word.slice(0, word.length - found[0].length);
  return [word, ...found[1].map((ending) => stem + ending)];
};

/** The cases of an adjective, by rule; the word alone when it is none. In lower case, with ё as е. */
export const casesOfAdjective = (word: string): readonly string[] => declined(word, adjectives) ?? [word];

/** The cases of a name of a settlement or a district, by rule: «Усмань» in «в Усмани», «Елец» in «из Ельца». */
export const casesOfName = (word: string): readonly string[] =>
  declined(word, adjectives) ?? (VOWEL_AT_END.test(word) ? [word] : (declined(word, nouns) ?? [word]));
