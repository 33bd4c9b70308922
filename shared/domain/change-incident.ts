import { type Clock, cancelClock, meetClock, type PassedStage, passStages } from "./clock.ts";
import { type HistoryEntry, OTKLIK } from "./history.ts";
import type { Incident, IncidentState } from "./incident.ts";
import type { Instant } from "./instant.ts";
import { type ClockKind, clockKind } from "./norm.ts";
import type { KeptSignal } from "./signal.ts";

/** What a person may do to an incident. */
export type Command =
  | { readonly name: "assign"; readonly authority: string; readonly why?: string }
  | { readonly name: "answer"; readonly text: string; readonly replyId: string }
  | { readonly name: "close"; readonly why: string };

export type CommandName = Command["name"];

const unfinished = [
  "new",
  "triaged",
  "assigned",
  "in-work",
  "on-approval",
  "returned",
  "interim-answered",
  "reopened",
] as const;

/** From which states a command leads where: the only place that says so. */
const transitions = {
  assign: { from: unfinished, to: "assigned" },
  answer: { from: unfinished, to: "answered" },
  close: { from: [...unfinished, "answered", "assessment"], to: "closed" },
} as const satisfies Record<CommandName, { from: readonly IncidentState[]; to: IncidentState }>;

/** The clocks that a command stops: a reaction is met when somebody takes the matter on, all of them by an answer. */
const met: Readonly<Record<CommandName, readonly ClockKind[]>> = {
  assign: ["reaction"],
  answer: clockKind.options,
  close: [],
};

export type Decision =
  | { readonly kind: "changed"; readonly incident: Incident }
  | { readonly kind: "not-allowed"; readonly state: IncidentState; readonly from: readonly IncidentState[] };

const clocksAfter = (name: CommandName, clocks: readonly Clock[]): Clock[] => {
  if (name === "close") return clocks.map(cancelClock);
  return clocks.map((clock) => (met[name].includes(clock.kind) ? meetClock(clock) : clock));
};

/** In time when no clock that an answer meets was overdue at that moment. */
const inTime = (incident: Incident, now: Instant): boolean =>
  incident.clocks.every((clock) => !met.answer.includes(clock.kind) || clock.kind === "reaction" || now <= clock.dueAt);

/** Carries out a command, or says from which states it would have been possible. */
export const decide = (incident: Incident, command: Command, who: string, now: Instant): Decision => {
  const { from, to } = transitions[command.name];
  const possible: readonly IncidentState[] = from;
  if (!possible.includes(incident.state)) return { kind: "not-allowed", state: incident.state, from: possible };
  const version = incident.version + 1;
  const changed = { ...incident, version, state: to, clocks: clocksAfter(command.name, incident.clocks) };
  const step = { version, at: now, who };
  const written = (entry: HistoryEntry): HistoryEntry[] => [...incident.history, entry];
  switch (command.name) {
    case "assign": {
      const { authority, why } = command;
      const entry = { ...step, what: "assigned", authority, ...(why === undefined ? {} : { why }) } as const;
      return { kind: "changed", incident: { ...changed, authority, history: written(entry) } };
    }
    case "answer": {
      const reply = { id: command.replyId, text: command.text, kind: "final", at: now, who } as const;
      return {
        kind: "changed",
        incident: {
          ...changed,
          replies: [...incident.replies, reply],
          history: written({ ...step, what: "answered", inTime: inTime(incident, now) }),
        },
      };
    }
    case "close":
      return {
        kind: "changed",
        incident: { ...changed, history: written({ ...step, what: "closed", why: command.why }) },
      };
    default:
      return command satisfies never;
  }
};

/** Passes every stage of every clock whose moment has come; nothing when there is none. */
export const claimStages = (
  incident: Incident,
  now: Instant,
): { readonly incident: Incident; readonly passed: readonly PassedStage[] } | undefined => {
  const after = incident.clocks.map((clock) => passStages(clock, now));
  const passed = after.flatMap((each) => each.passed).toSorted((a, b) => a.moment - b.moment);
  if (passed.length === 0) return undefined;
  const version = incident.version + 1;
  const entries = passed.map(
    ({ clock, stage, clockVersion, dueAt, late }): HistoryEntry => ({
      version,
      at: now,
      who: OTKLIK,
      what: "stage",
      clock,
      stage,
      clockVersion,
      dueAt,
      late,
    }),
  );
  return {
    incident: {
      ...incident,
      version,
      clocks: after.map(({ clock }) => clock),
      history: [...incident.history, ...entries],
    },
    passed,
  };
};

/**
 * A later wording of the opening signal replaces the text. A copy of a wording, and one that another has overtaken,
 * change nothing, nor does any once the signal was erased. The same text worded again is no revision, but overtakes what
 * was worded before it.
 */
export const reviseIncident = (incident: Incident, signal: KeptSignal, now: Instant): Incident | undefined => {
  const { signal: known, pastWordings } = incident;
  const copy = signal.wording === known.wording || pastWordings.includes(signal.wording);
  if (copy || known.erased === true || signal.wordedAt < known.wordedAt) return undefined;
  const version = incident.version + 1;
  const reworded = { ...known, text: signal.text, wording: signal.wording, wordedAt: signal.wordedAt };
  if (signal.text === known.text)
    return signal.wordedAt === known.wordedAt ? undefined : { ...incident, version, signal: reworded };
  return {
    ...incident,
    version,
    signal: reworded,
    pastWordings: [...pastWordings, known.wording],
    history: [...incident.history, { version, at: now, who: OTKLIK, what: "revised" }],
  };
};
