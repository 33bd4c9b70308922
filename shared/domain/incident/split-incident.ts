import { signalKind } from "../signal/signal.ts";
import { deadlinesOf, keepingEarliest, withoutBrought } from "./brought-deadlines.ts";
import type { At, Circumstances } from "./change.ts";
import { type Held, nextOf, seatOf, type Write } from "./held.ts";
import { type HistoryEntry, movedClocks } from "./history.ts";
import type { Incident } from "./incident.ts";
import { type JointDecision, takenAlong } from "./merge-incident.ts";
import { openIncident } from "./open-incident.ts";
import { reckoned } from "./recompute-incident.ts";
import { retained } from "./retained.ts";
import { withWait } from "./silence.ts";

/** A signal's key with what is there. */
type Kept = Exclude<Held, { readonly kind: "placeholder" }>;

const idOf = (held: Kept): string => (held.kind === "incident" ? held.incident.id : held.joined.signal.id);

/** An incident with the earliest deadlines of itself and of what has joined it. */
const withDeadlinesOf = (incident: Incident, joined: readonly Held[], at: At): Incident => {
  let after = incident;
  for (const held of joined) after = { ...after, clocks: keepingEarliest(after, deadlinesOf(after, held, at), at) };
  return after;
};

/** What stays behind, reckoned as if those that leave had never come. */
const left = (
  incident: Incident,
  leaving: ReadonlySet<string>,
  staying: readonly Held[],
  step: { readonly into: string; readonly why?: string },
  circumstances: Circumstances,
): Incident => {
  const { who, now, centre } = circumstances;
  const { joined = [], joinedUntil, ...rest } = incident;
  const version = incident.version + 1;
  const stay = joined.filter(({ id }) => !leaving.has(id));
  const own = { ...rest, clocks: incident.clocks.flatMap((clock) => withoutBrought(clock, (id) => leaving.has(id))) };
  const { clocks } = withDeadlinesOf({ ...own, clocks: reckoned(own, centre, now) }, staying, circumstances);
  const moved = movedClocks(incident.clocks, clocks);
  const entry: HistoryEntry = { version, at: now, who, what: "split", signals: [...leaving], ...step, moved };
  const after: Incident = {
    ...rest,
    ...(stay.length === 0 ? {} : { joined: stay, ...(joinedUntil === undefined ? {} : { joinedUntil }) }),
    version,
    signalCount: 1 + stay.length,
    clocks,
    history: [...incident.history, entry],
  };
  return withWait(after, centre);
};

/** The incident that a signal is of its own: the one it had opened before it was merged, or a new one of the same matter. */
const standing = (
  held: Kept,
  leaving: ReadonlySet<string>,
  from: Incident,
  { who, now, centre }: Circumstances,
): Incident => {
  if (held.kind === "joined") {
    const { signal, kind } = held.joined;
    const understood = { ...from, kind: signalKind.safeParse(kind).data ?? "problem", understood: {}, cell: undefined };
    const opened = openIncident(signal, centre, understood);
    return { ...opened, history: [{ version: 1, at: now, who, what: "opened", from: from.id }] };
  }
  const { merged, ...rest } = held.incident;
  const { into: _, ...was } = merged ?? { into: "" };
  const version = rest.version + 1;
  const before = { ...rest, ...was };
  const own = before.clocks.flatMap((clock) => withoutBrought(clock, (id) => !leaving.has(id)));
  const clocks = reckoned({ ...before, clocks: own }, centre, now);
  const moved = movedClocks(before.clocks, clocks);
  const step: HistoryEntry = { version, at: now, who, what: "split-off", from: from.id, moved };
  return { ...before, version, clocks, history: [...rest.history, step] };
};

/** A standing incident with those that leave together with its signal. */
const accompanied = (
  leader: Incident,
  others: readonly Held[],
  entries: NonNullable<Incident["joined"]>,
  from: Incident,
  circumstances: Circumstances,
): Incident => {
  const { who, now, centre } = circumstances;
  const { version } = leader;
  const steps = entries.map(({ id: signalId, channel }): HistoryEntry => {
    return { version, at: now, who, what: "joined", signalId, channel, from: from.id, moved: [] };
  });
  const joined = entries.length === 0 ? {} : { joined: [...entries] };
  const after = { ...leader, ...joined, signalCount: 1 + entries.length, history: [...leader.history, ...steps] };
  return retained(withWait(withDeadlinesOf(after, others, circumstances), centre), centre.retention, now);
};

interface Splitting {
  /** Those that are to leave, by their ids. */
  readonly signals: readonly string[];
  /** What is at the keys of all signals that joined the incident. */
  readonly held: readonly Held[];
  readonly why: string | undefined;
}

/**
 * Takes signals out of an incident into one of their own: into the incident that one of them had opened, if it came by a
 * merge. Deadlines on both sides are reckoned from what was recorded.
 */
export const splitSignals = (
  incident: Incident,
  { signals, held, why }: Splitting,
  circumstances: Circumstances,
): JointDecision => {
  const kept = held.flatMap((each): Kept[] => (each.kind === "placeholder" ? [] : [each]));
  const leaving = new Set(signals);
  const entries = (incident.joined ?? []).filter(({ id }) => leaving.has(id));
  if (entries.length < leaving.size)
    return { kind: "refused", why: "Name messages that joined this incident; the one that opened it stays." };
  const leaves = kept.filter((each) => leaving.has(idOf(each)));
  const first = leaves.find(({ kind }) => kind === "incident") ?? leaves[0];
  if (first === undefined || leaves.length < leaving.size)
    return { kind: "refused", why: "The messages are not there." };
  const others = leaves.filter((each) => each !== first);
  const into = idOf(first);
  const staying = kept.filter((each) => !leaving.has(idOf(each)));
  const step = { into, ...(why === undefined ? {} : { why }) };
  const alone = standing(first, leaving, incident, circumstances);
  const rest = entries.filter(({ id }) => id !== into);
  const own: Write = {
    after: { kind: "incident", incident: accompanied(alone, others, rest, incident, circumstances) },
    before: seatOf(first),
  };
  return {
    kind: "changed",
    writes: [
      nextOf({ kind: "incident", incident: left(incident, leaving, staying, step, circumstances) }),
      own,
      ...others.flatMap((each) => takenAlong(each, into, circumstances)),
    ],
  };
};
