const HIS = ["ого", "ому", "ым", "ом"];
const HIS_AFTER_VELAR = ["ого", "ому", "им", "ом"];
const HIS_SOFT = ["его", "ему", "им", "ем"];
const HERS = ["ой", "ую", "ою"];
const HERS_SOFT = ["ей", "юю", "ею"];
const THEIRS = ["их", "им", "ими"];

const ofStems = (stems: string, ending: string, others: readonly string[]) =>
  stems.split(" ").map((stem) => [stem + ending, others.map((other) => stem + other)] as const);

/** Endings of the cases by the ending of the first one, which tells the gender; the first that fits is taken. */
const adjectives: readonly (readonly [string, readonly string[]])[] = [
  ...ofStems("к г х", "ий", HIS_AFTER_VELAR),
  ...ofStems("к г х ш ж", "ой", HIS_AFTER_VELAR),
  ...ofStems("к г х ш ж", "ое", HIS_AFTER_VELAR),
  ...ofStems("к г х ш ж ч щ хн жн дн", "ие", THEIRS),
  ["ые", ["ых", "ым", "ыми"]],
  ["ый", HIS],
  ["ой", HIS],
  ["ое", HIS],
  ["ий", HIS_SOFT],
  ["ее", HIS_SOFT],
  ["ая", HERS],
  ["яя", HERS_SOFT],
];

const nouns: readonly (readonly [string, readonly string[]])[] = [
  ["лец", ["льца", "льцу", "льцом", "льце"]],
  ["ец", ["ца", "цу", "цом", "цем", "це"]],
  ["ки", ["ок", "ек", "ков", "кам", "ками", "ках"]],
  ["цы", ["ец", "ц", "цов", "цев", "цам", "цами", "цах"]],
  ["щи", ["щ", "щей", "щам", "щами", "щах"]],
  ["ок", ["ка", "ку", "ком", "ке", "ока", "оке"]],
  ["ия", ["ии", "ию", "ией"]],
  ["ье", ["ья", "ью", "ьем"]],
  ["ще", ["ща", "щу", "щем"]],
  ["це", ["ца", "цу", "цем"]],
  ["ле", ["ля", "лю", "лем"]],
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

/** Vowels that only the first case has. */
const shortened: Readonly<Record<string, string>> = { лев: "льв", орел: "орл" };
/** «Ростов-на-Дону» */
const LINKS: ReadonlySet<string> = new Set(["на", "над", "под", "при", "в", "во", "у", "и"]);

const VOWEL_AT_END = /(?:[эую]|[^ьищцл]е)$/;

const declined = (word: string, table: typeof nouns): readonly string[] | undefined => {
  const found = table.find(([ending]) => word.length > ending.length && word.endsWith(ending));
  if (found === undefined) return undefined;
  const stem = word.slice(0, word.length - found[0].length);
  return [word, ...found[1].map((ending) => stem + ending)];
};

const casesOfWord = (word: string): readonly string[] => {
  const stem = shortened[word];
  if (stem !== undefined) return [word, `${stem}а`, `${stem}у`, `${stem}ом`, `${stem}е`];
  if (LINKS.has(word)) return [word];
  return declined(word, adjectives) ?? (VOWEL_AT_END.test(word) ? [word] : (declined(word, nouns) ?? [word]));
};

/** The cases of an adjective, by rule; the word alone when it is none. In lower case, with ё as е. */
export const casesOfAdjective = (word: string): readonly string[] => declined(word, adjectives) ?? [word];

/**
 * The cases of a name of a settlement or a district, by rule: «Усмань» in «в Усмани», «Елец» in «из Ельца». Of a name with
 * hyphens its last part is declined, and its first one or not («Пальне-Михайловке», «Конь-Колодезе»), or its first one alone
 * («Ростове-на-Дону»).
 */
export const casesOfName = (word: string): readonly string[] => {
  const [first = "", ...others] = word.split("-");
  const last = others.pop();
  if (last === undefined) return casesOfWord(word);
  const link = others[0];
  const firsts = casesOfWord(first);
  if (link !== undefined && LINKS.has(link)) return firsts.map((each) => [each, ...others, last].join("-"));
  return firsts.flatMap((each) => casesOfWord(last).map((ending) => [each, ...others, ending].join("-")));
};
