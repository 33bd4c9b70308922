import type { Centre } from "../centre/centre.ts";
import { type Existence, withMark } from "../signal/existence.ts";
import { entryOf, type JoinedEntry } from "../signal/joined-signal.ts";
import { reviseSignal } from "../signal/revise-signal.ts";
import type { KeptSignal } from "../signal/signal.ts";
import type { Understanding } from "../signal/understanding.ts";
import type { Instant } from "../time/instant.ts";
import { type Held, nextOf, type Write } from "./held.ts";
import { type HistoryEntry, OTKLIK } from "./history.ts";
import type { Incident } from "./incident.ts";
import { type Brought, raiseUrgency } from "./raise-urgency.ts";
import { understandAnew } from "./understand-anew.ts";

/** Where a signal is kept, and the incident that it is dealt with in: its own, or one that it joined. */
export interface SignalPlace {
  readonly home: Exclude<Held, { readonly kind: "placeholder" }>;
  readonly incident: Incident;
}

/** What happened to a signal, for the history. */
type Told = Extract<
  HistoryEntry,
  { what: "revised" | "confirmed" | "deleted" | "restored" | "erased" | "author-read" }
>["what"];

interface Step {
  readonly what: Told;
  readonly who: string;
  readonly at: Instant;
  readonly why?: string;
}

export const signalAt = ({ home }: SignalPlace): KeptSignal =>
  home.kind === "incident" ? home.incident.signal : home.joined.signal;

const told = (incident: Incident, step: Step & { readonly signalId?: string }): Incident => {
  const version = incident.version + 1;
  return { ...incident, version, history: [...incident.history, { ...step, version }] };
};

const toldOfJoined = (incident: Incident, signal: KeptSignal, step: Step): Write => {
  const anew = ({ answers }: JoinedEntry) => ({ ...entryOf(signal), ...(answers === undefined ? {} : { answers }) });
  const joined = incident.joined?.map((entry) => (entry.id === signal.id ? anew(entry) : entry)) ?? [];
  return nextOf({ kind: "incident", incident: told({ ...incident, joined }, { ...step, signalId: signal.id }) });
};

/** The writes that make a signal what it is now, with a step in the history of every incident that knows it. */
export const tellSignal = ({ home, incident }: SignalPlace, signal: KeptSignal, step: Step): readonly Write[] => {
  if (home.kind === "joined") {
    const joined = { ...home.joined, version: home.joined.version + 1, signal };
    return [nextOf({ kind: "joined", joined }), toldOfJoined(incident, signal, step)];
  }
  const own = nextOf({ kind: "incident", incident: { ...told(home.incident, step), signal } });
  return home.incident.id === incident.id ? [own] : [own, toldOfJoined(incident, signal, step)];
};

/** A wording, and what it was taken for. */
interface Worded extends Brought {
  readonly signal: KeptSignal;
  readonly sketch?: string | undefined;
  /** Where it says that it is. */
  readonly cell?: string | undefined;
  /** What the message is taken for as it reads with this wording. */
  readonly understood: Understanding["understood"];
  readonly understandAnew: (signal: KeptSignal) => Understanding;
}

/** The same writes, where the one of this incident makes something else of it. */
const changing = (writes: readonly Write[], id: string, change: (incident: Incident) => Incident): readonly Write[] =>
  writes.map((write) =>
    write.after.kind === "incident" && write.after.incident.id === id
      ? { ...write, after: { kind: "incident", incident: change(write.after.incident) } }
      : write,
  );

/**
 * One more wording of a signal comes in; no writes when it changes nothing (`reviseSignal`). Where it tells worse of the
 * matter, its incident is raised with it; what it opened and nobody has dealt with is understood anew.
 */
export const tellWording = (
  place: SignalPlace,
  { signal: copy, sketch, cell, ...brought }: Worded,
  centre: Centre,
  now: Instant,
): readonly Write[] => {
  const before = signalAt(place);
  const revision = reviseSignal(before, copy);
  if (revision === undefined) return [];
  const { signal, revised } = revision;
  const writes = tellSignal(place, signal, { what: revised ? "revised" : "confirmed", who: OTKLIK, at: now });
  const about = { centre, now, ...(copy.id === place.incident.id ? {} : { signalId: copy.id }) };
  const isLatest = signal.text === copy.text;
  const raised = isLatest
    ? changing(writes, place.incident.id, (incident) => raiseUrgency(incident, brought, about))
    : writes;
  return changing(raised, copy.id, (incident) => {
    // What later messages are compared with is what it says now.
    const sketched = isLatest && sketch !== undefined ? { ...incident, sketch } : incident;
    if (!revised) return sketched;
    const here = signal.place !== before.place && cell !== undefined ? { cell } : { cell: incident.cell };
    const anew = { ...brought.understandAnew(signal), ...here };
    return understandAnew(sketched, before, anew, { centre, now, heardAt: copy.receivedAt });
  });
};

/** A signal was deleted or restored by its citizen; no writes when that is known. The text is kept. */
export const tellExistence = (place: SignalPlace, existence: Existence, now: Instant): readonly Write[] => {
  const signal = withMark(signalAt(place), existence);
  return signal === undefined ? [] : tellSignal(place, signal, { what: existence.change, who: OTKLIK, at: now });
};
