import type { Centre } from "./centre.ts";
import { type Clock, cancelClock, isOver, meetClock, startClock } from "./clock.ts";
import { type Command, ledTo, possibleFrom } from "./command.ts";
import { type HistoryEntry, movedClocks } from "./history.ts";
import type { Incident, IncidentState } from "./incident.ts";
import type { Instant } from "./instant.ts";
import { extendClock, pauseClock, reopenClock } from "./move-clock.ts";
import type { ClockKind } from "./norm.ts";
import { firstClocks } from "./open-incident.ts";
import { reckoned } from "./recompute-incident.ts";
import { retained } from "./retention.ts";
import { matterOf, rulesFor, rulesOf } from "./rules.ts";
import { asking, endWait, withWait } from "./silence.ts";

export type Decision =
  | { readonly kind: "changed"; readonly incident: Incident }
  | { readonly kind: "not-allowed"; readonly state: IncidentState; readonly from: readonly string[] }
  /** The state would allow it, and something else does not. */
  | { readonly kind: "refused"; readonly why: string };

/** Who decides, when, and by which centre's rules. */
interface Circumstances {
  readonly who: string;
  readonly now: Instant;
  readonly centre: Centre;
}

type Entry = HistoryEntry extends infer One
  ? One extends HistoryEntry
    ? Omit<One, "version" | "at" | "who">
    : never
  : never;

type Change = { readonly incident: Incident; readonly entry: Entry } | { readonly refused: string };

const met = (clocks: readonly Clock[], kinds: readonly ClockKind[], now: Instant): Clock[] =>
  clocks.map((clock) => (kinds.includes(clock.kind) ? meetClock(clock, now) : clock));

/** In time when none of the clocks that an answer stops was overdue at that moment. */
const inTime = (clocks: readonly Clock[], kinds: readonly ClockKind[], now: Instant): boolean =>
  clocks.every((clock) => !kinds.includes(clock.kind) || isOver(clock) || now <= clock.dueAt);

const reason = (why: string | undefined) => (why === undefined ? {} : { why });

/** Sets one more clock going, in the place of one of its kind that is over. */
const withClock = (clocks: readonly Clock[], clock: Clock | undefined): Clock[] => {
  if (clock === undefined) return [...clocks];
  const before = clocks.find(({ kind }) => kind === clock.kind);
  const next = before === undefined ? clock : { ...clock, version: before.version + 1 };
  return [...clocks.filter(({ kind }) => kind !== clock.kind), next];
};

const reply = (
  { replies }: Incident,
  kind: Incident["replies"][number]["kind"],
  { text, replyId: id }: { readonly text: string; readonly replyId: string },
  { now: at, who }: Circumstances,
) => [...replies, { id, text, kind, at, who }];

const extend = (
  incident: Incident,
  command: Extract<Command, { name: "extend" }>,
  circumstances: Circumstances,
): Change => {
  const { centre, now } = circumstances;
  const present = incident.clocks.find(({ kind }) => kind === command.clock);
  if (present === undefined || isOver(present)) return { refused: `No clock "${command.clock}" is running.` };
  const more = { at: now, why: command.why, ...command.more };
  // A paused clock takes the extension as well; it moves when the pause is over.
  const paused = present.stage === "paused";
  const after = paused
    ? { ...present, extensions: [...(present.extensions ?? []), more] }
    : extendClock(present, more, rulesOf(centre, incident, present));
  if (!paused && (after.dueAt <= present.dueAt || after.dueAt <= now))
    return { refused: "The new deadline would not be later than the present one and the present moment." };
  const clocks = incident.clocks.map((clock) => (clock === present ? after : clock));
  return {
    incident: {
      ...incident,
      clocks,
      replies: reply(incident, "notice", { text: command.notice, replyId: command.replyId }, circumstances),
    },
    entry: { what: "extended", why: command.why, moved: movedClocks(incident.clocks, clocks) },
  };
};

/** The clock that is owed when an incident is opened again: the last one that an answer stopped. */
const owedAgain: readonly ClockKind[] = ["statutory", "final", "answer"];

const reopen = (incident: Incident, why: string, { centre, now }: Circumstances): Change => {
  const kind = owedAgain.find((each) => incident.clocks.some((clock) => clock.kind === each));
  const clocks = incident.clocks.map((clock) =>
    clock.kind === kind ? reopenClock(clock, why, rulesOf(centre, incident, clock), now) : clock,
  );
  const first = incident.clocks.length === 0 ? firstClocks(matterOf(incident), centre, now) : clocks;
  return { incident: { ...incident, clocks: first }, entry: { what: "reopened", why } };
};

const carriedOut = (given: Incident, command: Command, circumstances: Circumstances): Change => {
  const { centre, now } = circumstances;
  switch (command.name) {
    case "assign":
      return {
        incident: { ...given, authority: command.authority, clocks: met(given.clocks, ["reaction"], now) },
        entry: { what: "assigned", authority: command.authority, ...reason(command.why) },
      };
    case "triage": {
      const { topic, territory, urgent, why } = command;
      const incident: Incident = {
        ...given,
        ...(topic === undefined ? {} : { topic: topic.id, group: topic.group }),
        ...(territory === undefined ? {} : { territory }),
        ...(urgent === undefined ? {} : { urgent }),
      };
      const clocks = reckoned(incident, centre, now);
      const moved = movedClocks(given.clocks, clocks);
      return { incident: { ...incident, clocks }, entry: { what: "triaged", moved, ...reason(why) } };
    }
    case "ask": {
      if (given.asked !== undefined) return { refused: "The citizen has been asked and has not answered yet." };
      const clocks = met(given.clocks, ["reaction"], now).map((clock) =>
        clock.kind === "answer" || clock.kind === "final" ? pauseClock(clock, "asked", now) : clock,
      );
      const replies = reply(given, "question", command, circumstances);
      return { incident: { ...given, clocks, replies, asked: asking(centre, now) }, entry: { what: "asked" } };
    }
    case "resume": {
      if (given.asked === undefined) return { refused: "The citizen is not waited for." };
      const incident = endWait(given, centre, now);
      const moved = movedClocks(given.clocks, incident.clocks);
      return { incident, entry: { what: "resumed", moved, ...reason(command.why) } };
    }
    case "extend":
      return extend(given, command, circumstances);
    case "interim": {
      const kinds: readonly ClockKind[] = ["reaction", "answer"];
      const { clocks, ...rest } = endWait(given, centre, now);
      const rules = rulesFor(centre, "final", matterOf(given));
      const final = rules === undefined ? undefined : startClock("final", now, rules);
      return {
        incident: {
          ...rest,
          clocks: withClock(met(clocks, kinds, now), final),
          replies: reply(given, "interim", command, circumstances),
        },
        entry: { what: "interim-answered", inTime: inTime(clocks, ["answer"], now) },
      };
    }
    case "answer": {
      const { clocks, ...rest } = endWait(given, centre, now);
      return {
        incident: {
          ...rest,
          clocks: clocks.map((clock) => meetClock(clock, now)),
          replies: reply(given, "final", command, circumstances),
        },
        entry: { what: "answered", inTime: inTime(clocks, owedAgain, now) },
      };
    }
    case "reopen":
      return reopen(given, command.why, circumstances);
    case "appeal": {
      const { asked: _, ...rest } = given;
      const rules = rulesFor(centre, "statutory", matterOf(given));
      if (rules === undefined) return { refused: "The centre has no norm for the clock of an appeal." };
      const others = given.clocks.map((clock) => cancelClock(clock, now));
      return {
        incident: { ...rest, clocks: withClock(others, startClock("statutory", given.createdAt, rules)) },
        entry: { what: "appealed", why: command.why },
      };
    }
    case "close": {
      const { asked: _, ...rest } = given;
      return {
        incident: { ...rest, clocks: given.clocks.map((clock) => cancelClock(clock, now)) },
        entry: { what: "closed", why: command.why },
      };
    }
    default:
      return command satisfies never;
  }
};

/** Carries out a command, or says why it is not possible. */
export const decide = (incident: Incident, command: Command, circumstances: Circumstances): Decision => {
  const state = ledTo(command.name, incident.state);
  if (state === undefined) return { kind: "not-allowed", state: incident.state, from: possibleFrom(command.name) };
  const change = carriedOut(incident, command, circumstances);
  if ("refused" in change) return { kind: "refused", why: change.refused };
  const version = incident.version + 1;
  const entry = { version, at: circumstances.now, who: circumstances.who, ...change.entry };
  const changed = { ...change.incident, version, state, history: [...incident.history, entry] };
  const { centre, now } = circumstances;
  return { kind: "changed", incident: retained(withWait(changed, centre), centre.retention, now) };
};
