import { canonical } from "../canonical.ts";
import { heardWith, revisedOf } from "./heard-wordings.ts";
import { type Attachment, type HeardWording, type KeptSignal, MOST_ATTACHMENTS } from "./signal.ts";

const referenceOf = ({ kind, id, url }: Attachment): string => canonical([kind, id, url]);

/** What came with the pieces of one message, each once, in one order whichever piece came first. */
const gathered = (...pieces: readonly KeptSignal[]): Attachment[] => {
  const byReference = new Map<string, Attachment>();
  const all = pieces.flatMap(({ attachments = [] }) => attachments).map((each) => [canonical(each), each] as const);
  for (const [, each] of all.toSorted(([one], [other]) => (one < other ? -1 : 1)))
    if (!byReference.has(referenceOf(each))) byReference.set(referenceOf(each), each);
  return [...byReference]
    .toSorted(([one], [other]) => (one < other ? -1 : 1))
    .slice(0, MOST_ATTACHMENTS)
    .map(([, each]) => each);
};

const isKnownWording = ({ wording, pastWordings = [], wordings = [] }: KeptSignal, copy: KeptSignal): boolean =>
  copy.wording === wording ||
  pastWordings.includes(copy.wording) ||
  wordings.some((each) => each.wording === copy.wording);

/** The place that the earliest wording tells which has one: a pin that is moved later is another matter's. */
const placed = (known: KeptSignal, copy: KeptSignal): Pick<KeptSignal, "place" | "placedAt"> => {
  const since = known.placedAt ?? known.wordings?.[0]?.wordedAt ?? known.wordedAt;
  const isFirst = copy.place !== undefined && (known.place === undefined || copy.wordedAt < since);
  if (isFirst) return { place: copy.place, placedAt: copy.wordedAt };
  return known.place === undefined ? {} : { placedAt: since };
};

/** What the present wording says: that of the latest one. */
const latest = (known: KeptSignal, copy: KeptSignal, wordings: readonly HeardWording[]): KeptSignal => {
  if (wordings.at(-1)?.wording !== copy.wording) return known;
  const { attachments: _, ...rest } = known;
  const { text, wording, wordedAt, reach, attachments = [] } = copy;
  return {
    ...rest,
    text,
    wording,
    wordedAt,
    ...(reach === undefined ? {} : { reach }),
    ...(attachments.length === 0 ? {} : { attachments }),
  };
};

const worded = (known: KeptSignal, copy: KeptSignal): KeptSignal => {
  if (isKnownWording(known, copy)) return known;
  const wordings = heardWith(known, copy);
  const past = revisedOf(wordings);
  const { pastWordings: _, ...signal } = latest(known, copy, wordings);
  const { page, thread, topic, sentAt } = copy;
  return {
    ...(page === undefined ? {} : { page }),
    ...(thread === undefined ? {} : { thread }),
    ...(topic === undefined ? {} : { topic }),
    ...signal,
    ...placed(known, copy),
    sentAt: Math.min(signal.sentAt, sentAt),
    ...(wordings.length > 1 ? { wordings: [...wordings] } : {}),
    ...(past.length === 0 ? {} : { pastWordings: past }),
  };
};

/** A signal after one more wording, or one more piece, of it. */
export interface Revision {
  readonly signal: KeptSignal;
  /** False when nothing changed that anybody reads. */
  readonly revised: boolean;
}

/**
 * The latest wording is the text, whichever was heard of first: what an earlier one alone has told, as where it is, is kept,
 * and how often the message was revised is what it would be had they come in order. A copy of a wording changes nothing,
 * nor does any once the signal was erased: nothing then. The same text worded again is no revision, but overtakes what was
 * worded before it.
 */
export const reviseSignal = (known: KeptSignal, copy: KeptSignal): Revision | undefined => {
  if (known.erased === true) return undefined;
  const signal = worded(known, copy);
  const attachments = copy.part === undefined ? signal.attachments : gathered(known, copy);
  const { attachments: _, ...rest } = signal;
  const after = attachments === undefined || attachments.length === 0 ? rest : { ...rest, attachments };
  if (canonical(after) === canonical(known)) return undefined;
  const said = ({ text, attachments = [], place, pastWordings = [] }: KeptSignal) =>
    canonical([text, attachments, place, pastWordings.length]);
  return { signal: after, revised: said(after) !== said(known) };
};
