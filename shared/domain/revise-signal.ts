import { canonical } from "./canonical.ts";
import { type Attachment, type KeptSignal, MOST_ATTACHMENTS } from "./signal.ts";

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

const isKnownWording = ({ wording, pastWordings = [] }: KeptSignal, copy: KeptSignal): boolean =>
  copy.wording === wording || pastWordings.includes(copy.wording);

/** Whether a wording that is not known yet takes the place of the one that is. */
const overtakes = (known: KeptSignal, copy: KeptSignal): boolean => {
  if (copy.part === undefined) return copy.wordedAt >= known.wordedAt;
  // Pieces are worded at one moment: the one with the text has it, and of two texts the same one always.
  if (copy.text === "" || known.text === "") return copy.text !== "";
  return copy.wordedAt > known.wordedAt || (copy.wordedAt === known.wordedAt && copy.wording > known.wording);
};

const worded = (known: KeptSignal, copy: KeptSignal): KeptSignal => {
  if (isKnownWording(known, copy) || !overtakes(known, copy)) return known;
  const { attachments: _, ...rest } = known;
  const { text, wording, wordedAt, reach, attachments = [] } = copy;
  const same = text === known.text && canonical(attachments) === canonical(known.attachments ?? []);
  if (same && wordedAt === known.wordedAt) return known;
  return {
    ...rest,
    text,
    wording,
    wordedAt,
    ...(reach === undefined ? {} : { reach }),
    ...(attachments.length === 0 ? {} : { attachments }),
    ...(same ? {} : { pastWordings: [...(known.pastWordings ?? []), known.wording] }),
  };
};

/** A signal after one more wording, or one more piece, of it. */
export interface Revision {
  readonly signal: KeptSignal;
  /** False when nothing changed that anybody reads. */
  readonly revised: boolean;
}

/**
 * The latest wording is the text. A copy of a wording, and one that another has overtaken, change nothing, nor does any
 * once the signal was erased: nothing then. The same text worded again is no revision, but overtakes what was worded
 * before it.
 */
export const reviseSignal = (known: KeptSignal, copy: KeptSignal): Revision | undefined => {
  if (known.erased === true) return undefined;
  const signal = worded(known, copy);
  const attachments = copy.part === undefined ? signal.attachments : gathered(known, copy);
  const { attachments: _, ...rest } = signal;
  const after = attachments === undefined || attachments.length === 0 ? rest : { ...rest, attachments };
  if (canonical(after) === canonical(known)) return undefined;
  const said = ({ text, attachments = [] }: KeptSignal) => canonical([text, attachments]);
  return { signal: after, revised: said(after) !== said(known) };
};
