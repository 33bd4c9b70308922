import type { KeptSignal } from "../signal/signal.ts";
import type { Told, Understood } from "../signal/understanding.ts";
import type { Instant } from "../time/instant.ts";
import { nextOf, type Write } from "./held.ts";
import type { Imported } from "./imported.ts";
import type { Incident } from "./incident.ts";
import { type SignalPlace, signalAt, tellSignal } from "./tell-signal.ts";

interface Act {
  readonly who: string;
  readonly at: Instant;
}

/** Writes down that somebody is shown who wrote a message, and what for. */
export const noteReading = (place: SignalPlace, { who, at }: Act, why: string): readonly Write[] => {
  const writes = tellSignal(place, signalAt(place), { what: "author-read", who, at, why });
  // The signal itself stays as it is: what is written is the history of where it is dealt with.
  return writes.slice(-1);
};

/** A signal without what is its citizen's. */
const emptied = (signal: KeptSignal): KeptSignal => {
  const { citizen: _citizen, place: _place, thread: _thread, attachments: _attachments, part: _part, ...rest } = signal;
  // A mark of what was said would tell whether it was this or that.
  const { wordings: _wordings, ...kept } = rest;
  return { ...kept, text: "", externalId: "", erased: true };
};

const withoutWords = <T extends Told>({ words: _words, ...told }: T): Omit<T, "words"> => told;

/** Another system's number leads to its citizen as well. */
const withoutCells = ({ cells: _cells, ...imported }: Imported): Imported => ({ ...imported, id: "" });

/** What was understood of a signal, without where its citizen is and the words that said it. */
const emptiedUnderstanding = ({ where: _where, suggestions, told, ...understood }: Understood): Understood => ({
  ...understood,
  ...(suggestions === undefined ? {} : { suggestions: suggestions.map(withoutWords) }),
  ...(told === undefined ? {} : { told: withoutWords(told) }),
});

/**
 * Leaves out what an incident says of where its opening signal's citizen is, the words it was understood by, and what
 * another system said of it.
 */
const withoutTraces = ({ cell: _cell, ...incident }: Incident): Incident => {
  const { understood, imported } = incident;
  return {
    ...incident,
    ...(understood === undefined ? {} : { understood: emptiedUnderstanding(understood) }),
    ...(imported === undefined ? {} : { imported: withoutCells(imported) }),
  };
};

/** What incidents say beside the signal: what was answered, and of the one that it opened where it is. */
const emptiedAround = (write: Write, signalId: string): Write => {
  if (write.after.kind !== "incident") return write;
  const known = write.after.incident;
  const incident = known.id === signalId ? withoutTraces(known) : known;
  const replies = incident.replies.map((reply) => ({ ...reply, text: "" }));
  // The state's platform knows the citizen by that number.
  const pos = incident.pos === undefined ? {} : { pos: { ...incident.pos, number: "" } };
  return nextOf({ kind: "incident", incident: { ...incident, ...pos, replies } });
};

/**
 * Takes out what is a citizen's: their words, where they are, where they wrote, what they were answered, and the name
 * that stands for them. Matter, topic, clocks and figures stay. No writes when it was done before.
 */
export const eraseSignal = (place: SignalPlace, { who, at }: Act): readonly Write[] => {
  const signal = signalAt(place);
  if (signal.erased === true) return [];
  return tellSignal(place, emptied(signal), { what: "erased", who, at }).map((write) =>
    emptiedAround(write, signal.id),
  );
};
