import type { Clock } from "../clock/clock.ts";
import { isDeleted } from "../signal/existence.ts";
import { entryOf } from "../signal/joined-signal.ts";
import { deadlinesOf, keepingEarliest } from "./brought-deadlines.ts";
import type { At } from "./change.ts";
import { ledTo } from "./command.ts";
import { nextOf, type Seat, type Write } from "./held.ts";
import { type Entry, type HistoryEntry, movedClocks, OTKLIK } from "./history.ts";
import type { Incident } from "./incident.ts";
import { raiseUrgency } from "./raise-urgency.ts";
import { withWait } from "./silence.ts";

/** At most so many signals join one incident, so that all that belongs together can be written together. */
export const MOST_JOINED = 90;

/** Whether an incident takes one more signal: an answer is owed that all will get. */
export const takesSignals = ({ state, joined = [] }: Incident, more = 1): boolean =>
  ledTo("answer", state) !== undefined && joined.length + more <= MOST_JOINED;

/** A signal that comes to an incident, as what it would have opened had nobody written of the matter before. */
export interface Coming extends Pick<Incident, "signal" | "kind" | "urgent" | "understood"> {
  /** The placeholder at the signal's key, as it was read there: the write expects it. */
  readonly awaited?: Seat | undefined;
}

/** What a signal changes where it joins: deadlines that it moves, and steps that follow on its coming. */
interface Consequences {
  readonly clocks?: readonly Clock[];
  readonly further?: readonly Entry[];
  /** It answers a question. */
  readonly answers?: true;
}

/** The writes by which a signal takes its place in an incident: it claims its own key, as an opening signal would. */
export const seatSignal = (
  incident: Incident,
  { signal, kind, urgent, understood, awaited }: Coming,
  { clocks = incident.clocks, further = [], ...answering }: Consequences,
  { centre, now }: At,
): readonly Write[] => {
  const version = incident.version + 1;
  const own = { kind: "joined", joined: { signal, version: 1, incidentId: incident.id, kind } } as const;
  const joined = [...(incident.joined ?? []), { ...entryOf(signal), ...answering }];
  const step = { version, at: now, who: OTKLIK, signalId: signal.id };
  const moved = movedClocks(incident.clocks, clocks);
  const history: HistoryEntry[] = [
    ...incident.history,
    { ...step, what: "joined", channel: signal.channel, moved },
    ...further.map((entry): HistoryEntry => ({ ...step, ...entry })),
  ];
  if (isDeleted(signal)) history.push({ ...step, what: "deleted" });
  const after = raiseUrgency(
    { ...incident, version, clocks: [...clocks], joined, signalCount: 1 + joined.length, history },
    { urgent, understood },
    { signalId: signal.id, centre, now },
  );
  return [
    awaited === undefined ? { after: own } : { after: own, before: awaited },
    nextOf({ kind: "incident", incident: withWait(after, centre) }),
  ];
};

/**
 * The writes by which a signal joins an incident instead of opening one. Nothing when the incident takes no more.
 */
export const joinSignal = (incident: Incident, coming: Coming, at: At): readonly Write[] | undefined => {
  // After an interim answer a late clock runs alone; whoever has had no answer yet is owed one by their own.
  if (!takesSignals(incident) || incident.state === "interim-answered") return undefined;
  const { signal, kind } = coming;
  const own = { kind: "joined", joined: { signal, version: 1, incidentId: incident.id, kind } } as const;
  const clocks = keepingEarliest(incident, deadlinesOf(incident, own, at), at);
  return seatSignal(incident, coming, { clocks }, at);
};
