import { type Existence, withMark } from "./existence.ts";
import { type Held, nextOf, type Write } from "./held.ts";
import { type HistoryEntry, OTKLIK } from "./history.ts";
import type { Incident } from "./incident.ts";
import type { Instant } from "./instant.ts";
import { entryOf } from "./joined-signal.ts";
import { reviseSignal } from "./revise-signal.ts";
import type { KeptSignal } from "./signal.ts";

/** Where a signal is kept, and the incident that it is dealt with in: its own, or one that it joined. */
export interface Place {
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

export const signalAt = ({ home }: Place): KeptSignal =>
  home.kind === "incident" ? home.incident.signal : home.joined.signal;

const told = (incident: Incident, step: Step & { readonly signalId?: string }): Incident => {
  const version = incident.version + 1;
  return { ...incident, version, history: [...incident.history, { ...step, version }] };
};

const toldOfJoined = (incident: Incident, signal: KeptSignal, step: Step): Write => {
  const joined = incident.joined?.map((entry) => (entry.id === signal.id ? entryOf(signal) : entry)) ?? [];
  return nextOf({ kind: "incident", incident: told({ ...incident, joined }, { ...step, signalId: signal.id }) });
};

/** The writes that make a signal what it is now, with a step in the history of every incident that knows it. */
export const tellSignal = ({ home, incident }: Place, signal: KeptSignal, step: Step): readonly Write[] => {
  if (home.kind === "joined") {
    const joined = { ...home.joined, version: home.joined.version + 1, signal };
    return [nextOf({ kind: "joined", joined }), toldOfJoined(incident, signal, step)];
  }
  const own = nextOf({ kind: "incident", incident: { ...told(home.incident, step), signal } });
  return home.incident.id === incident.id ? [own] : [own, toldOfJoined(incident, signal, step)];
};

/** One more wording of a signal comes in; no writes when it changes nothing (`reviseSignal`). */
export const tellWording = (place: Place, copy: KeptSignal, now: Instant): readonly Write[] => {
  const revision = reviseSignal(signalAt(place), copy);
  if (revision === undefined) return [];
  return tellSignal(place, revision.signal, {
    what: revision.revised ? "revised" : "confirmed",
    who: OTKLIK,
    at: now,
  });
};

/** A signal was deleted or restored by its citizen; no writes when that is known. The text is kept. */
export const tellExistence = (place: Place, existence: Existence, now: Instant): readonly Write[] => {
  const signal = withMark(signalAt(place), existence);
  return signal === undefined ? [] : tellSignal(place, signal, { what: existence.change, who: OTKLIK, at: now });
};
