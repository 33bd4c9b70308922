import type { Centre } from "../centre/centre.ts";
import { broughtDate, type Clock, isOver } from "../clock/clock.ts";
import { extendClock } from "../clock/move-clock.ts";
import { isDeleted } from "../signal/existence.ts";
import { entryOf } from "../signal/joined-signal.ts";
import type { Instant } from "../time/instant.ts";
import { ledTo } from "./command.ts";
import { type Held, nextOf, type Seat, type Write } from "./held.ts";
import { type Entry, type HistoryEntry, movedClocks, OTKLIK } from "./history.ts";
import type { Incident } from "./incident.ts";
import { firstClocks } from "./open-incident.ts";
import { raiseUrgency } from "./raise-urgency.ts";
import { reckoned } from "./recompute-incident.ts";
import { matterOf, rulesOf } from "./rules.ts";
import { endWait, withWait } from "./silence.ts";

/** So many signals join one incident, so that all that belongs together can be written together. */
export const MOST_JOINED = 90;

/** Whose deadline another clock is to keep. */
interface Deadlines {
  /** The signal that brought them. */
  readonly of: string;
  readonly clocks: readonly Pick<Clock, "kind" | "dueAt" | "stage">[];
}

/**
 * Clocks that are due no later than those of a signal that joins: what its citizen was to be told by stays so. The fact
 * is kept as an extension to that date, and goes when the signal goes.
 */
export const keepingEarliest = (incident: Incident, { of, clocks }: Deadlines, centre: Centre, now: Instant): Clock[] =>
  incident.clocks.map((clock) => {
    const theirs = clocks.find(({ kind }) => kind === clock.kind);
    if (theirs === undefined || isOver(theirs) || isOver(clock) || theirs.dueAt >= clock.dueAt) return clock;
    const more = { at: Math.min(now, theirs.dueAt), why: "joined", until: theirs.dueAt, of };
    // A paused clock takes the date as well; it moves when the pause is over.
    return clock.stage === "paused"
      ? { ...clock, extensions: [...(clock.extensions ?? []), more] }
      : extendClock(clock, more, rulesOf(centre, incident, clock));
  });

/**
 * A clock without what those signals brought to it that are meant; nothing when they brought all of it. One that is over
 * keeps the deadline it had, and with it what that came from.
 */
export const withoutBrought = (clock: Clock, isMeant: (signalId: string) => boolean): Clock[] => {
  if (clock.of !== undefined && isMeant(clock.of)) return [];
  if (isOver(clock)) return [clock];
  const { extensions = [], ...rest } = clock;
  const left = extensions.filter(({ of }) => of === undefined || !isMeant(of));
  if (left.length === extensions.length) return [clock];
  return [left.length === 0 ? rest : { ...rest, extensions: left }];
};

/** What an incident's signals brought to its clocks, each apart: they may part again. */
export const broughtDeadlines = ({ clocks }: Pick<Incident, "clocks">): readonly Deadlines[] =>
  clocks.flatMap((clock) =>
    (clock.extensions ?? []).flatMap((more): Deadlines[] => {
      if (more.of === undefined) return [];
      const { kind, stage } = clock;
      return [{ of: more.of, clocks: [{ kind, stage, dueAt: broughtDate(clock, more) }] }];
    }),
  );

/** The deadlines that a signal had before it joined, or would have had, as long as nobody waits for its citizen. */
export const deadlinesOf = (incident: Incident, held: Held, centre: Centre, now: Instant): Deadlines => {
  switch (held.kind) {
    case "incident": {
      const { merged, ...rest } = held.incident;
      const before = merged === undefined ? held.incident : endWait({ ...rest, ...merged }, centre, now);
      const clocks = before.clocks.flatMap((clock) => withoutBrought(clock, () => true));
      return { of: rest.id, clocks: reckoned({ ...before, clocks }, centre, now) };
    }
    case "joined": {
      const { signal } = held.joined;
      return { of: signal.id, clocks: firstClocks(matterOf({ ...incident, signal }), centre, signal.receivedAt) };
    }
    case "placeholder":
      return { of: held.placeholder.id, clocks: [] };
    default:
      return held satisfies never;
  }
};

/** Whether an incident takes one more signal: an answer is owed that all will get. */
export const takesSignals = ({ state, joined = [] }: Incident, more = 1): boolean =>
  ledTo("answer", state) !== undefined && joined.length + more <= MOST_JOINED;

/** The incident that a signal would open had nobody written of the matter before. */
export type Opened = Pick<Incident, "signal" | "kind" | "urgent" | "understood">;

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
  { signal, kind, urgent, understood }: Opened,
  awaited: Seat | undefined,
  { clocks = incident.clocks, further = [], ...answering }: Consequences,
  centre: Centre,
  now: Instant,
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
export const joinSignal = (
  incident: Incident,
  opened: Opened,
  awaited: Seat | undefined,
  centre: Centre,
  now: Instant,
): readonly Write[] | undefined => {
  // After an interim answer a late clock runs alone; whoever has had no answer yet is owed one by their own.
  if (!takesSignals(incident) || incident.state === "interim-answered") return undefined;
  const { signal, kind } = opened;
  const own = { kind: "joined", joined: { signal, version: 1, incidentId: incident.id, kind } } as const;
  const clocks = keepingEarliest(incident, deadlinesOf(incident, own, centre, now), centre, now);
  return seatSignal(incident, opened, awaited, { clocks }, centre, now);
};
