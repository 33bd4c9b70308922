import { DANGER, URGENT, type Urgency } from "../domain/urgency.ts";
import { type Found, phrases } from "./phrases.ts";
import type { Word } from "./words.ts";

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

const isDenied = (words: readonly Word[], { from, to }: Found, denies: boolean): boolean => {
  const sentence = words[from]?.sentence;
  // «Газом не пахнет»: between its words as well, unless the phrase has such a word of its own.
  for (let at = Math.max(0, from - DENIAL); at < (denies ? from : to); at += 1) {
    const word = words[at];
    if (word?.sentence === sentence && NOT.has(word?.text ?? "")) return true;
  }
  const after = words[to];
  return after?.sentence === sentence && after?.text === "нет";
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
  const sentencesOf = (finder: Finder) => new Set(finder(words).map(({ from }) => words[from]?.sentence));
  const past = sentencesOf(over);
  const feared = sentencesOf(supposed);
  const grave = new Map<string, number>();
  for (const each of found) {
    const known = rules[each.phrase];
    const sentence = words[each.from]?.sentence;
    if (known === undefined || past.has(sentence) || isDenied(words, each, known.denies)) continue;
    const { rule } = known;
    if (rule.months !== undefined && !rule.months.includes(month)) continue;
    const severity = feared.has(sentence) ? Math.min(rule.severity, URGENT) : rule.severity;
    grave.set(rule.id, Math.max(severity, grave.get(rule.id) ?? 0));
  }
  const worst = Math.max(0, ...grave.values());
  const by = [...grave.entries()].toSorted(([, one], [, other]) => other - one).map(([id]) => id);
  return { urgent: worst >= URGENT, danger: worst >= DANGER, by };
};
