import type { Centre } from "../centre/centre.ts";
import { type Clock, cancelClock, isOver } from "../clock/clock.ts";
import type { ClockKind } from "../clock/norm.ts";
import { entryOf } from "../signal/joined-signal.ts";
import type { Instant } from "../time/instant.ts";
import { broughtDeadlines, deadlinesOf, keepingEarliest } from "./brought-deadlines.ts";
import type { Circumstances } from "./change.ts";
import { ledTo, possibleFrom } from "./command.ts";
import { type Held, nextOf, type Write } from "./held.ts";
import { type HistoryEntry, lastToldVersion, movedClocks } from "./history.ts";
import type { Incident } from "./incident.ts";
import type { IncidentState } from "./incident-state.ts";
import { MOST_JOINED, takesSignals } from "./join-incident.ts";
import { raiseUrgency } from "./raise-urgency.ts";
import { endWait, withWait } from "./silence.ts";

/** What a decision about several incidents comes to. */
export type JointDecision =
  | { readonly kind: "changed"; readonly writes: readonly Write[] }
  | { readonly kind: "not-allowed"; readonly state: IncidentState; readonly from: readonly string[] }
  | { readonly kind: "refused"; readonly why: string };

const reason = (why: string | undefined) => (why === undefined ? {} : { why });

/** What joined an incident goes where that incident goes. */
export const takenAlong = (held: Held, into: string, { who, now: at }: Pick<Circumstances, "who" | "now">): Write[] => {
  if (held.kind === "joined") {
    const { keptUntil: _, ...joined } = held.joined;
    return [nextOf({ kind: "joined", joined: { ...joined, version: joined.version + 1, incidentId: into } })];
  }
  if (held.kind !== "incident" || held.incident.merged === undefined) return [];
  const { keptUntil: _, ...incident } = held.incident;
  const version = incident.version + 1;
  const step: HistoryEntry = { version, at, who, what: "moved", into };
  const merged = { ...held.incident.merged, into };
  return [
    nextOf({ kind: "incident", incident: { ...incident, version, merged, history: [...incident.history, step] } }),
  ];
};

const refusal = (from: Incident, into: Incident): string | undefined => {
  if (from.id === into.id) return "An incident cannot be merged into itself.";
  if (from.merged !== undefined) return `It was merged into ${from.merged.into} before.`;
  if (into.merged !== undefined) return `The other was merged into ${into.merged.into}: merge into that one.`;
  if (ledTo("answer", into.state) === undefined) return `The other is ${into.state}: no answer is owed there any more.`;
  const more = 1 + (from.joined?.length ?? 0);
  return takesSignals(into, more)
    ? undefined
    : `An incident takes ${MOST_JOINED} more messages, and not ${more} to these.`;
};

const closedFor = (from: Incident, into: string, why: string | undefined, { who, now }: Circumstances): Incident => {
  const { asked, joined: _joined, joinedUntil: _until, keptUntil: _kept, ...rest } = from;
  const version = from.version + 1;
  const { state, clocks } = from;
  return {
    ...rest,
    version,
    state: "closed",
    signalCount: 1,
    merged: { into, state, clocks, ...(asked === undefined ? {} : { asked }) },
    clocks: clocks.map((clock) => cancelClock(clock, now)),
    history: [...from.history, { version, at: now, who, what: "merged", into, ...reason(why) }],
  };
};

/** The clocks that an answer to a citizen stops. */
const ofAnswers: readonly ClockKind[] = ["answer", "final", "statutory"];

/**
 * Clocks come along of a kind that the other incident has not: an appeal stays one. So does what is owed to these citizens
 * where those of the other have had it: it takes the place of a clock that is over. Their alerts are new ones there.
 */
const broughtClocks = (from: Incident, into: Incident): Clock[] =>
  from.clocks.flatMap((clock) => {
    const present = into.clocks.find(({ kind }) => kind === clock.kind);
    if (isOver(clock) || (present !== undefined && !(isOver(present) && ofAnswers.includes(clock.kind)))) return [];
    const told = Math.max(present?.version ?? 0, lastToldVersion(into.history, clock.kind));
    return [{ ...clock, version: Math.max(clock.version, 1 + told), of: clock.of ?? from.id }];
  });

/** What was urgent stays so with the other. Whoever is to know of danger was told when it was seen. */
const asUrgentAs = (from: Incident, together: Incident, centre: Centre, now: Instant): Incident => {
  const { urgentBy, danger } = from.understood ?? {};
  const raised = raiseUrgency(together, { urgent: from.urgent, understood: { urgentBy } }, { centre, now });
  return danger === true && raised.urgent ? { ...raised, understood: { ...raised.understood, danger } } : raised;
};

const takenIn = (from: Incident, into: Incident, circumstances: Circumstances): Incident => {
  const { who, now, centre } = circumstances;
  const awake = endWait(from, centre, now);
  const own = deadlinesOf(into, { kind: "incident", incident: awake }, circumstances);
  const kept = [own, ...broughtDeadlines(awake)].reduce(
    (before, deadlines) => keepingEarliest({ ...into, clocks: before }, deadlines, circumstances),
    into.clocks,
  );
  const brought = broughtClocks(awake, into);
  const clocks = [...kept.filter(({ kind }) => brought.every((clock) => clock.kind !== kind)), ...brought];
  const version = into.version + 1;
  const entries = [entryOf(from.signal), ...(from.joined ?? [])];
  const moved = movedClocks(into.clocks, clocks);
  const steps = entries.map(({ id: signalId, channel }, index): HistoryEntry => {
    const first = index === 0 ? moved : [];
    return { version, at: now, who, what: "joined", signalId, channel, from: from.id, moved: first };
  });
  const joined = [...(into.joined ?? []), ...entries];
  const history = [...into.history, ...steps];
  const together = { ...into, version, clocks, joined, signalCount: 1 + joined.length, history };
  return withWait(asUrgentAs(from, together, centre, now), centre);
};

interface Merging {
  readonly from: Incident;
  readonly into: Incident;
  /** What is at the keys of the signals that joined the first. */
  readonly carried: readonly Held[];
  readonly why: string | undefined;
}

/**
 * Hands all signals of an incident to another, which keeps the earlier deadlines. The one that is merged stays where it
 * is, closed, with what it was: splitting its signal off brings it back.
 */
export const mergeIncidents = ({ from, into, carried, why }: Merging, circumstances: Circumstances): JointDecision => {
  const refused = refusal(from, into);
  if (refused !== undefined) return { kind: "refused", why: refused };
  if (ledTo("merge", from.state) === undefined)
    return { kind: "not-allowed", state: from.state, from: possibleFrom("merge") };
  return {
    kind: "changed",
    writes: [
      nextOf({ kind: "incident", incident: closedFor(from, into.id, why, circumstances) }),
      nextOf({ kind: "incident", incident: takenIn(from, into, circumstances) }),
      ...carried.flatMap((held) => takenAlong(held, into.id, circumstances)),
    ],
  };
};
