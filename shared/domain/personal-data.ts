import type { Incident } from "./incident.ts";
import type { Instant } from "./instant.ts";
import type { KeptSignal } from "./signal.ts";

interface Act {
  readonly who: string;
  readonly at: Instant;
}

/** Writes down that somebody is shown who wrote a message, and what for. */
export const noteReading = (incident: Incident, { who, at }: Act, why: string): Incident => {
  const version = incident.version + 1;
  return {
    ...incident,
    version,
    history: [...incident.history, { version, at, who, what: "author-read", why }],
  };
};

/** A signal without what is its citizen's. */
const emptied = (signal: KeptSignal): KeptSignal => {
  const { citizen: _citizen, place: _place, thread: _thread, attachments: _attachments, part: _part, ...rest } = signal;
  return { ...rest, text: "", externalId: "", erased: true };
};

/**
 * Takes out what is a citizen's: their words, where they are, where they wrote, what they were answered, and the name
 * that stands for them. Matter, topic, clocks and figures stay. Nothing when it was done before.
 */
export const eraseSignal = (incident: Incident, { who, at }: Act): Incident | undefined => {
  if (incident.signal.erased === true) return undefined;
  const { where: _where, ...understood } = incident.understood ?? {};
  const { cell: _cell, ...kept } = incident;
  const version = incident.version + 1;
  return {
    ...kept,
    version,
    ...(incident.understood === undefined ? {} : { understood }),
    signal: emptied(incident.signal),
    replies: incident.replies.map((reply) => ({ ...reply, text: "" })),
    history: [...incident.history, { version, at, who, what: "erased" }],
  };
};
