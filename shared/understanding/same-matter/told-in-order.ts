import { bySpelling } from "../words/spellings.ts";
import type { Word } from "../words/words.ts";
import type { KnownWord } from "./known-word.ts";
import { kindOf, marksOf, THANKS, THING, TROUBLE } from "./meanings.ts";
import { DENIES, DONE, ofOrder, SETS_AGAINST, SOUND, SOUND_AT_END, TURNS } from "./order-words.ts";

const orderOf = bySpelling(ofOrder);

/** «Баки-то вывозят» sets them against something else, «кто-то» sets nothing. */
const OF_TOPIC = /-то$/i;
const SOMEBODY =
  /^(?:кто|что|где|как|когда|как(?:ой|ая|ое|ие|их|им|ом)|ч[еи]го|че[мй]|кому?|кого|почему|куда|зачем|откуда|сколько)-то$/i;
const isOfTopic = (whole: string, { text, start, end }: Word): boolean => {
  if (text !== "то") return false;
  const written = whole.slice(start, end);
  return OF_TOPIC.test(written) && !SOMEBODY.test(written);
};

/** What is said between two marks, or before and after «а» and «но». */
interface Clause {
  readonly from: number;
  readonly end: number;
  readonly sentence: number;
}

const ENDS_CLAUSE = /[,;:()\u2014\u2013]|\s-\s/u;

const clausesOf = (whole: string, tokens: readonly Word[], orders: readonly number[]): readonly Clause[] => {
  const clauses: Clause[] = [];
  let from = 0;
  tokens.forEach(({ start, sentence }, at) => {
    const before = tokens[at - 1];
    if (before === undefined) return;
    const turns = ((orders[at] ?? 0) & TURNS) !== 0;
    if (before.sentence === sentence && !turns && !ENDS_CLAUSE.test(whole.slice(before.end, start))) return;
    clauses.push({ from, end: at, sentence: before.sentence });
    from = at;
  });
  const last = tokens.at(-1);
  if (last !== undefined) clauses.push({ from, end: tokens.length, sentence: last.sentence });
  return clauses;
};

const has = ({ meanings }: KnownWord, kind: number): boolean => meanings.some((meaning) => kindOf(meaning) === kind);
const thanks = ({ meanings }: KnownWord): boolean => meanings.some((meaning) => (marksOf(meaning) & THANKS) !== 0);

const DENIED = "не";
const isDenied = (word: KnownWord, { text }: Word): boolean => text.startsWith(DENIED) && has(word, TROUBLE);

/**
 * The words of a message that tell of what is as it should be, where it complains of something else: «Лавочки поставили, урны есть, а фонарей
 * нет» is about neither benches nor bins. Nothing where no other thing is named, and where thanks are given.
 */
export const toldInOrder = (
  whole: string,
  tokens: readonly Word[],
  words: readonly KnownWord[],
): ReadonlySet<number> | undefined => {
  const orders = tokens.map((token) => orderOf(token) | (isOfTopic(whole, token) ? SETS_AGAINST : 0));
  let said = 0;
  for (const order of orders) said |= order;
  const mayBe = (said & (SOUND | SOUND_AT_END)) !== 0 || ((said & DONE) !== 0 && (said & (TURNS | SETS_AGAINST)) !== 0);
  if (!mayBe || words.some(thanks)) return undefined;
  const clauses = clausesOf(whole, tokens, orders);
  const namesThing = ({ from, end }: Clause): boolean => words.slice(from, end).some((word) => has(word, THING));

  const isInOrder = (clause: Clause, next: Clause | undefined, nextIsInOrder: boolean): boolean => {
    const { from, end, sentence } = clause;
    let said = ((orders[end - 1] ?? 0) & SOUND_AT_END) === 0 ? 0 : SOUND;
    for (let at = from; at < end; at++) {
      const [word, token] = [words[at], tokens[at]];
      said |= orders[at] ?? 0;
      if (word === undefined || token === undefined || isDenied(word, token)) return false;
    }
    if ((said & DENIES) !== 0 || whole.charAt(tokens[end - 1]?.end ?? 0) === "?" || !namesThing(clause)) return false;
    if ((said & SOUND) !== 0) return true;
    const goesOn = next !== undefined && next.sentence === sentence;
    const isTurned = goesOn && (nextIsInOrder || ((orders[next.from] ?? 0) & TURNS) !== 0);
    return (said & DONE) !== 0 && (isTurned || (said & SETS_AGAINST) !== 0);
  };

  const found = new Set<number>();
  let namesAnother = false;
  let nextIsInOrder = false;
  clauses.toReversed().forEach((clause, back) => {
    const next = clauses[clauses.length - back];
    nextIsInOrder = isInOrder(clause, next, nextIsInOrder);
    if (nextIsInOrder) for (let at = clause.from; at < clause.end; at++) found.add(at);
    else namesAnother ||= namesThing(clause);
  });
  return namesAnother && found.size > 0 ? found : undefined;
};
