import { canonical } from "../canonical.ts";
import { wordingOf } from "../ids.ts";
import type { Instant } from "../time/instant.ts";
import type { HeardWording, KeptSignal } from "./signal.ts";

/** What anybody reads of a wording, as a mark. The attachments of pieces gather, and are no wording's own. */
const saidOf = ({ text, attachments = [], part }: KeptSignal): string =>
  wordingOf(canonical(part === undefined ? [text, attachments] : text));

const heard = (signal: KeptSignal): HeardWording => ({
  wording: signal.wording,
  wordedAt: signal.wordedAt,
  said: saidOf(signal),
});

/** Before every moment that a platform dates a wording by. */
const LONG_AGO = 0;

/**
 * The wordings that were heard of a signal, oldest first. Of one that has been revised before they were kept, no more is
 * known of its past wordings than that there were so many.
 */
const known = (signal: KeptSignal): readonly HeardWording[] =>
  signal.wordings ?? [
    ...(signal.pastWordings ?? []).map((wording) => ({ wording, wordedAt: LONG_AGO, said: wording })),
    ...(signal.part !== undefined && signal.text === "" ? [] : [heard(signal)]),
  ];

/** A pin that moves is worded anew each time, and says the same. */
const MOST_KEPT = 50;

/** Beyond what is kept, of wordings in a row that say the same the first and the last. */
const bounded = (wordings: readonly HeardWording[]): readonly HeardWording[] =>
  wordings.length <= MOST_KEPT
    ? wordings
    : wordings.filter(({ said }, place) => said !== wordings[place - 1]?.said || said !== wordings[place + 1]?.said);

/** Of pieces, which are worded at one moment, one has the text: of two texts the same one always. */
const chosen = (wordings: readonly HeardWording[]): readonly HeardWording[] => {
  const byMoment = new Map<Instant, HeardWording>();
  for (const each of wordings) {
    const other = byMoment.get(each.wordedAt);
    if (other === undefined || each.wording > other.wording) byMoment.set(each.wordedAt, each);
  }
  return [...byMoment.values()];
};

/** All wordings that were heard once one more was; of the same moment that one is the later. */
export const heardWith = (signal: KeptSignal, copy: KeptSignal): readonly HeardWording[] => {
  const before = known(signal);
  if (copy.part !== undefined && copy.text === "") return before;
  const all = [...before, heard(copy)].toSorted((one, other) => one.wordedAt - other.wordedAt);
  return copy.part === undefined ? bounded(all) : chosen(all);
};

/** The wordings that another one has revised, oldest first. */
export const revisedOf = (wordings: readonly HeardWording[]): string[] =>
  wordings.flatMap(({ wording, said }, place) => {
    const next = wordings[place + 1];
    return next === undefined || next.said === said ? [] : [wording];
  });
