import { type Clock, cancelClock, isOver, meetClock, startClock } from "../clock/clock.ts";
import { continueClock } from "../clock/move-clock.ts";
import type { ClockKind } from "../clock/norm.ts";
import type { Instant } from "../time/instant.ts";
import type { At, Change } from "./change.ts";
import { lastToldVersion, movedClocks } from "./history.ts";
import type { Incident } from "./incident.ts";
import type { IncidentState } from "./incident-state.ts";
import { withReply } from "./publish-reply.ts";
import type { Reply } from "./reply.ts";
import { matterOf, rulesFor, rulesOf } from "./rules.ts";
import { endWait } from "./silence.ts";

/** The clock that is owed when an incident is opened again: the last one that an answer stopped. */
export const owedAgain: readonly ClockKind[] = ["statutory", "final", "answer"];

export const met = (clocks: readonly Clock[], kinds: readonly ClockKind[], now: Instant): Clock[] =>
  clocks.map((clock) => (kinds.includes(clock.kind) ? meetClock(clock, now) : clock));

/** In time when none of the clocks that an answer stops was overdue at that moment. */
const inTime = (clocks: readonly Clock[], kinds: readonly ClockKind[], now: Instant): boolean =>
  clocks.every((clock) => !kinds.includes(clock.kind) || isOver(clock) || now <= clock.dueAt);

/** Sets one more clock going, in the place of one of its kind that is over. Its alerts are new ones. */
export const withClock = (
  { history }: Pick<Incident, "history">,
  clocks: readonly Clock[],
  clock: Clock | undefined,
): Clock[] => {
  if (clock === undefined) return [...clocks];
  const before = clocks.find(({ kind }) => kind === clock.kind)?.version ?? 0;
  const next = { ...clock, version: 1 + Math.max(before, lastToldVersion(history, clock.kind)) };
  return [...clocks.filter(({ kind }) => kind !== clock.kind), next];
};

type Answered = Exclude<Change, { refused: string }>;

const interim = (given: Incident, reply: Reply, { centre, now }: At): Answered => {
  const kinds: readonly ClockKind[] = ["reaction", "answer"];
  const { clocks, ...rest } = endWait(given, centre, now);
  const rules = rulesFor(centre, "final", matterOf(given));
  const final = rules === undefined ? undefined : startClock("final", now, rules);
  return {
    incident: {
      ...rest,
      clocks: withClock(given, met(clocks, kinds, now), final),
      replies: withReply(given.replies, reply),
    },
    entry: { what: "interim-answered", inTime: inTime(clocks, ["answer"], now) },
  };
};

const final = (given: Incident, reply: Reply, { centre, now }: At): Answered => {
  const { clocks, ...rest } = endWait(given, centre, now);
  return {
    incident: {
      ...rest,
      clocks: clocks.map((clock) => meetClock(clock, now)),
      replies: withReply(given.replies, reply),
    },
    entry: { what: "answered", inTime: inTime(clocks, owedAgain, now) },
  };
};

/** An answer that is published now, and what it does to the clocks. */
export const answerWith = (given: Incident, reply: Reply, at: At): Answered =>
  reply.kind === "interim" ? interim(given, reply, at) : final(given, reply, at);

const answeredStates: Readonly<Partial<Record<Reply["kind"], IncidentState>>> = {
  interim: "interim-answered",
  final: "answered",
};

/** The clocks as they are when an answer turns out to have reached nobody: those it stopped run on. */
const clocksWithout = (incident: Incident, reply: Reply, { centre, now }: At): Clock[] =>
  incident.clocks.map((clock) => {
    if (owedAgain.includes(clock.kind) && clock.stage === "met" && clock.overAt === reply.at)
      return continueClock(clock, rulesOf(centre, incident, clock), now);
    const begunByIt = reply.kind === "interim" && clock.kind === "final" && clock.startedAt === reply.at;
    return begunByIt ? cancelClock(clock, now) : clock;
  });

/**
 * What becomes of an incident of which a reply reached nobody: an answer is owed as before, with the deadline it had, and
 * a question waits for nobody. Nothing when that changes nothing, as when it was reopened or closed meanwhile.
 */
export const withoutReply = (incident: Incident, reply: Reply, at: At): Answered | undefined => {
  const { centre, now } = at;
  if (reply.kind === "question") {
    if (incident.asked?.at !== reply.at) return undefined;
    const after = endWait(incident, centre, now);
    const moved = movedClocks(incident.clocks, after.clocks);
    return { incident: after, entry: { what: "resumed", moved, why: "not-delivered" } };
  }
  if (incident.state !== answeredStates[reply.kind]) return undefined;
  const clocks = clocksWithout(incident, reply, at);
  return {
    incident: { ...incident, clocks },
    entry: { what: "answer-lost", reply: reply.id, moved: movedClocks(incident.clocks, clocks) },
    state: "in-work",
  };
};
