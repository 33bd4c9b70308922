import { DANGER, URGENT, type Urgency } from "../../domain/urgency/urgency.ts";
import { type Found, phrases } from "../words/phrases.ts";
import type { Word } from "../words/words.ts";

type Finder = (words: readonly Word[]) => readonly Found[];

interface Reader {
  readonly find: Finder;
  /** The rule of each phrase. */
  readonly rules: readonly { readonly rule: Urgency["rules"][number]; readonly denies: boolean }[];
  readonly over: Finder;
  readonly supposed: Finder;
}

/** A phrase that denies something itself: «скорая не едет». */
const DENYING = /(?:^|[ |])(?:не|нет|без)(?:[ |$]|$)/;

const readers = new WeakMap<Urgency, Reader>();

/** A centre's data live for a minute and more: their phrases are put in order once. */
const readerOf = (data: Urgency): Reader => {
  const made = readers.get(data);
  if (made !== undefined) return made;
  const reader = {
    find: phrases(data.rules.flatMap(({ words }) => words)),
    rules: data.rules.flatMap((rule) => rule.words.map((phrase) => ({ rule, denies: DENYING.test(phrase) }))),
    over: phrases(data.over),
    supposed: phrases(data.supposed),
  };
  readers.set(data, reader);
  return reader;
};

const NOT: ReadonlySet<string> = new Set(["не", "нет", "никакого", "никаких", "никакой", "без", "ложный", "ложная"]);
/** A denial stands so many words before what it denies. */
const DENIAL = 2;

/** «Пожара не было», «запах газа не подтвердился». */
const NOT_THERE = /^(?:был|обнаруж|оказал|выяв|нашл|подтверд|чувству|ощуща|слыш|наблюда)/;

/** Whether words are one after the other with nothing but a space between: a denial ends at a comma. */
const areTogether = (words: readonly Word[], from: number, to: number): boolean => {
  for (let at = from; at < to; at += 1) if ((words[at + 1]?.start ?? 0) - (words[at]?.end ?? 0) !== 1) return false;
  return true;
};

/** «Не чувствуется запаха газа», «нет сильного запаха», but «не вывозят мусор он горит» and «нет света провод искрит». */
const PASSES_ON = /^(?:был|вид|чувству|ощуща|слыш|наблюда|обнаруж|нашл)|(?:ого|его|[ое]й|[иы]х)$/;

const deniesWhatFollows = (words: readonly Word[], at: number, denied: number): boolean =>
  NOT.has(words[at]?.text ?? "") &&
  // «Собака без намордника кидается»: it denies its own word alone.
  (at + 1 === denied || (words[at]?.text !== "без" && PASSES_ON.test(words[at + 1]?.text ?? ""))) &&
  areTogether(words, at, denied);

const isDenied = (words: readonly Word[], { from, to }: Found, denies: boolean): boolean => {
  for (let at = Math.max(0, from - DENIAL); at < from; at += 1) if (deniesWhatFollows(words, at, from)) return true;
  // «Газом не пахнет»: between its words as well, unless the phrase has such a word of its own.
  const last = to - 1;
  for (let at = Math.max(from, last - DENIAL); !denies && at < last; at += 1)
    if (deniesWhatFollows(words, at, last)) return true;
  const after = words[to]?.text ?? "";
  if (!areTogether(words, last, to)) return false;
  return (
    after === "нет" || after.startsWith("отсутств") || (after === "не" && NOT_THERE.test(words[to + 1]?.text ?? ""))
  );
};

/** «Потушили, но снова горит»: what is said behind it is not over. */
const TURNS: ReadonlySet<string> = new Set([
  "но",
  "а",
  "однако",
  "зато",
  "опять",
  "снова",
  "теперь",
  "сейчас",
  "сегодня",
]);
/** «Открыт люк, огородите, чтобы никто не упал»: only what is said behind it is supposed. */
const SUPPOSES_NEXT = /^(?:если|вдруг|чтоб|кабы)/;

const coversOf = (
  words: readonly Word[],
  sayings: readonly Found[],
  covers: (saying: Found, danger: Found) => boolean,
) => {
  const sentenceOf = ({ from }: Found) => words[from]?.sentence;
  return (danger: Found): boolean =>
    sayings.some((saying) => sentenceOf(saying) === sentenceOf(danger) && covers(saying, danger));
};

/** How urgent a message is. */
export interface Urgent {
  readonly urgent: boolean;
  readonly danger: boolean;
  /** The rules that it met, the gravest first. */
  readonly by: readonly string[];
}

/**
 * How urgent a message is, by the phrases in its sentences. What is denied in a sentence, or over by it, does not count;
 * what is only supposed in it is urgent at most. `month`: 1 to 12, when it was received.
 */
export const urgencyOf = (words: readonly Word[], month: number, data: Urgency): Urgent => {
  const { find, rules, over, supposed } = readerOf(data);
  const found = find(words);
  if (found.length === 0) return { urgent: false, danger: false, by: [] };
  // «Скорая так и не приехала», «не потушили» is anything but over.
  const past = over(words).filter(({ from }) => !NOT.has(words[from - 1]?.text ?? ""));
  const isOver = coversOf(
    words,
    past,
    (saying, { to }) => !words.slice(saying.to, to).some(({ text }) => TURNS.has(text)),
  );
  const isFeared = coversOf(
    words,
    supposed(words),
    ({ from }, danger) => from <= danger.from || !SUPPOSES_NEXT.test(words[from]?.text ?? ""),
  );
  const grave = new Map<string, number>();
  for (const each of found) {
    const known = rules[each.phrase];
    if (known === undefined || isOver(each) || isDenied(words, each, known.denies)) continue;
    const { rule } = known;
    if (rule.months !== undefined && !rule.months.includes(month)) continue;
    const severity = isFeared(each) ? Math.min(rule.severity, URGENT) : rule.severity;
    grave.set(rule.id, Math.max(severity, grave.get(rule.id) ?? 0));
  }
  const worst = Math.max(0, ...grave.values());
  const by = [...grave.entries()].toSorted(([, one], [, other]) => other - one).map(([id]) => id);
  return { urgent: worst >= URGENT, danger: worst >= DANGER, by };
};
