import { broughtDate, type Clock, isOver } from "../clock/clock.ts";
import { extendClock } from "../clock/move-clock.ts";
import type { At } from "./change.ts";
import type { Held } from "./held.ts";
import type { Incident } from "./incident.ts";
import { firstClocks } from "./open-incident.ts";
import { reckoned } from "./recompute-incident.ts";
import { matterOf, rulesOf } from "./rules.ts";
import { endWait } from "./silence.ts";

/** Deadlines that a signal brings to the incident it joins. */
interface Deadlines {
  /** The signal. */
  readonly of: string;
  readonly clocks: readonly Pick<Clock, "kind" | "dueAt" | "stage">[];
}

/**
 * An incident's clocks, due no later than those of a signal that joins: its citizen is told by when they were to be told. The
 * earlier date is kept as an extension, and goes when the signal goes.
 */
export const keepingEarliest = (incident: Incident, { of, clocks }: Deadlines, { centre, now }: At): Clock[] =>
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
 * A clock without what the meant signals brought to it; no clock when they brought the clock itself. One that is over keeps
 * the deadline it had, and with it what that came from.
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
export const deadlinesOf = (incident: Incident, held: Held, { centre, now }: At): Deadlines => {
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
