import { firstNames } from "../personal/first-names.ts";
import type { Word } from "../words/words.ts";
import { COUNTED } from "./counted.ts";
import { type Gazetteer, type KnownName, plain } from "./gazetteer.ts";
import { isBeforeInstitution } from "./institutions.ts";
import { placeWords } from "./place-words.ts";

/** A known name in a text. */
export interface NameFound {
  readonly known: KnownName;
  readonly from: number;
  /** The first word after it. */
  readonly to: number;
}

const NUMBER = /^\d+$/;

const placeWordAt = (words: readonly Word[], at: number) => {
  const word = words[at];
  return word === undefined ? undefined : placeWords.get(word.text);
};

const IN: ReadonlySet<string> = new Set(["в", "во", "из", "под", "около", "до", "за", "у"]);
const AT: ReadonlySet<string> = new Set(
  "на по с у за от вдоль около перекресток перекрестка перекрестке перекрестку угол угла углу пересечение пересечении".split(
    " ",
  ),
);
const HOUSE = /^(?:д|дом)?\d/;
const HOUSE_WORDS: ReadonlySet<string> = new Set(["д", "дом", "дома", "доме", "дому", "домом"]);

/** «Плеханова, 5» is a street even where «Плеханово» is a village: a house follows, and it is not from there. */
const isStreetOfLikeName = (words: readonly Word[], from: number, to: number, name: string): boolean =>
  plain(name) !== words[from]?.text &&
  words[from]?.capital === true &&
  /[ое]во$|ино$/.test(name) &&
  /[ое]ва$|ина$/.test(words[from]?.text ?? "") &&
  !IN.has(words[from - 1]?.text ?? "") &&
  HOUSE.test(words[to]?.text ?? "");

/** Whether a number of a house follows, and none of a year or of what is counted. */
const isBeforeHouse = (words: readonly Word[], to: number): boolean => {
  const at = HOUSE_WORDS.has(words[to]?.text ?? "") ? to + 1 : to;
  return /^(?:д|дом)?\d{1,3}(?!\d)/.test(words[at]?.text ?? "") && !COUNTED.test(words[at + 1]?.text ?? "");
};

const DAY = /^\d{1,2}(?:-?го)?$/;

/** Whether a known street is meant that no word such as «улица» stands beside. */
const isStreet = (words: readonly Word[], from: number, to: number): boolean => {
  const next = words[to]?.text ?? "";
  const capital = words[NUMBER.test(words[from]?.text ?? "") ? to - 1 : from]?.capital === true;
  // «9 Мая» is a day, unless a house follows.
  if (DAY.test(words[from]?.text ?? "") && to - from === 2)
    return isBeforeHouse(words, to) && (capital || HOUSE_WORDS.has(next));
  // «40 лет Победы» is another street than «Победы».
  if (/^(?:\d+-?)?лет(?:ия)?$/.test(words[from - 1]?.text ?? "")) return false;
  if (!capital) return isBeforeHouse(words, to);
  return AT.has(words[from - 1]?.text ?? "") || HOUSE.test(next) || HOUSE_WORDS.has(next);
};

/** What is named after somebody. */
const OF_SOMEBODY: ReadonlySet<string> = new Set("им имени памятник памятника памятнику памятником бюст".split(" "));
const TITLES: ReadonlySet<string> = new Set("врач доктор депутат директор глава мэр начальник участковый".split(" "));

/** «Иван Чаплыгин», «депутат Чаплыгин»: somebody's surname, and no town. */
const isSurname = (words: readonly Word[], from: number, name: string): boolean => {
  const [before, word] = [words[from - 1], words[from]];
  if (before === undefined || word === undefined || word.start !== before.end + 1 || before.sentence !== word.sentence)
    return false;
  if (OF_SOMEBODY.has(before.text)) return true;
  return (before.capital && firstNames.has(before.text)) || (TITLES.has(before.text) && word.text === plain(name));
};

/** Whether a word of the language («Грязи», «Доброе») is a name here. */
const isCommonMeant = (words: readonly Word[], { known, from, to }: NameFound, inAddress: boolean): boolean => {
  const { capital = false, first = false, text = "" } = words[from] ?? {};
  if (placeWordAt(words, from - 1)?.what === "settlement") return true;
  if (capital && !first && IN.has(words[from - 1]?.text ?? "")) return true;
  if (!plain(known.name).startsWith(text)) return false;
  // «Грязи, ул. Мира», and not «Красная улица», which may well be in Красное.
  return (capital && inAddress) || ((capital || first) && placeWordAt(words, to)?.what === "street");
};

const isStreetMeant = (words: readonly Word[], { known: { type }, from, to }: NameFound): boolean => {
  const [before, after] = [placeWordAt(words, from - 1), placeWordAt(words, to)];
  if (before?.what === "street" || after?.what === "street")
    return before?.name === type || after?.name === type || type === "улица";
  return before === undefined && isStreet(words, from, to);
};

/** Whether a name that stands in a text is meant there. */
const isMeant = (words: readonly Word[], found: NameFound, inAddress: boolean): boolean => {
  const { known, from, to } = found;
  if (known.what === "street") return isStreetMeant(words, found);
  const before = placeWordAt(words, from - 1);
  if (before?.what === "street") return false;
  if (known.what === "institution") return isBeforeInstitution(words, to);
  if (isSurname(words, from, known.name)) return false;
  if (known.common) return isCommonMeant(words, found, inAddress);
  return before !== undefined || !isStreetOfLikeName(words, from, to, known.name);
};

/** The known names that a text means, or an address, in which a common name is one; of two at one place the longer. */
export const namesIn = (words: readonly Word[], gazetteer: Gazetteer, inAddress = false): readonly NameFound[] => {
  const found: NameFound[] = [];
  for (let from = 0; from < words.length; from += 1) {
    const entries = gazetteer.get(words[from]?.text ?? "");
    if (entries === undefined) continue;
    let longest: NameFound | undefined;
    for (const entry of entries) {
      const to = from + 1 + entry.others.length;
      if (longest !== undefined && longest.to >= to) continue;
      if (!entry.others.every((forms, offset) => forms.has(words[from + 1 + offset]?.text ?? ""))) continue;
      // In «Липецкий район, Усманский лес» the word belongs to the name before it.
      if (
        entry.after !== undefined &&
        (placeWordAt(words, from - 1)?.name !== entry.after || found.at(-1)?.to === from)
      )
        continue;
      const there = { known: entry, from, to };
      if (isMeant(words, there, inAddress)) longest = there;
    }
    if (longest === undefined) continue;
    found.push(longest);
    from = longest.to - 1;
  }
  return found;
};
