import { cancelClock, isOver, startClock } from "../clock/clock.ts";
import { extendClock, pauseClock, reopenClock, resumeClock } from "../clock/move-clock.ts";
import { mayBePublic } from "../signal/publicity.ts";
import { answerWith, met, owedAgain, withClock } from "./answer.ts";
import type { Change, Circumstances } from "./change.ts";
import { type Command, ledTo, possibleFrom } from "./command.ts";
import { decideReply } from "./decide-reply.ts";
import { movedClocks } from "./history.ts";
import type { Incident } from "./incident.ts";
import type { IncidentState } from "./incident-state.ts";
import { firstClocks } from "./open-incident.ts";
import { publishedReply } from "./publish-reply.ts";
import { reckoned } from "./recompute-incident.ts";
import type { Reply } from "./reply.ts";
import { retained } from "./retained.ts";
import { matterOf, rulesFor, rulesOf } from "./rules.ts";
import { ASKED, asking, endWait, withWait } from "./silence.ts";

export type Decision =
  | { readonly kind: "changed"; readonly incident: Incident }
  | { readonly kind: "not-allowed"; readonly state: IncidentState; readonly from: readonly string[] }
  /** The state would allow it, and something else does not. */
  | { readonly kind: "refused"; readonly why: string };

const reason = (why: string | undefined) => (why === undefined ? {} : { why });

const reply = (
  incident: Incident,
  kind: Reply["kind"],
  { text, replyId: id }: { readonly text: string; readonly replyId: string },
  { now, who }: Circumstances,
): Reply => publishedReply(incident, { id, text, kind, who }, now);

const extend = (
  incident: Incident,
  command: Extract<Command, { name: "extend" }>,
  circumstances: Circumstances,
): Change => {
  const { centre, now } = circumstances;
  const present = incident.clocks.find(({ kind }) => kind === command.clock);
  if (present === undefined || isOver(present)) return { refused: `No clock "${command.clock}" is running.` };
  const more = { at: now, why: command.why, ...command.more };
  const rules = rulesOf(centre, incident, present);
  const running = resumeClock(present, rules, now);
  const extended = extendClock(running, more, rules);
  if (extended.dueAt <= running.dueAt || extended.dueAt <= now)
    return { refused: "The new deadline would not be later than the present one and the present moment." };
  // A paused clock takes the extension as well; it moves when the pause is over.
  const after =
    present.stage === "paused" ? { ...present, extensions: [...(present.extensions ?? []), more] } : extended;
  const clocks = incident.clocks.map((clock) => (clock === present ? after : clock));
  const notice = reply(incident, "notice", { text: command.notice, replyId: command.replyId }, circumstances);
  return {
    incident: {
      ...incident,
      clocks,
      replies: [...incident.replies, notice],
    },
    entry: { what: "extended", why: command.why, moved: movedClocks(incident.clocks, clocks) },
  };
};

const reopen = (incident: Incident, why: string, { centre, now }: Circumstances): Change => {
  const stopped = owedAgain.flatMap((each) => incident.clocks.filter((clock) => clock.kind === each));
  const kind = stopped.toSorted((one, other) => (other.overAt ?? 0) - (one.overAt ?? 0))[0]?.kind;
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
        clock.kind === "answer" || clock.kind === "final" ? pauseClock(clock, ASKED, now) : clock,
      );
      const replies = [...given.replies, reply(given, "question", command, circumstances)];
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
    case "interim":
      return answerWith(given, reply(given, "interim", command, circumstances), circumstances);
    case "answer":
      return answerWith(given, reply(given, "final", command, circumstances), circumstances);
    case "draft":
    case "submit":
    case "approve":
    case "return":
    case "deliver-by-hand":
    case "resend":
      return decideReply(given, command, circumstances);
    case "reopen":
      return reopen(given, command.why, circumstances);
    case "appeal": {
      const { asked: _, ...rest } = given;
      const rules = rulesFor(centre, "statutory", matterOf(given));
      if (rules === undefined) return { refused: "The centre has no norm for the clock of an appeal." };
      const others = given.clocks.map((clock) => cancelClock(clock, now));
      return {
        incident: { ...rest, clocks: withClock(given, others, startClock("statutory", given.createdAt, rules)) },
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
    case "pos": {
      const incident: Incident = { ...given, pos: command.entry };
      const clocks = reckoned(incident, centre, now);
      return {
        incident: { ...incident, clocks },
        entry: { what: "pos-entered", moved: movedClocks(given.clocks, clocks) },
      };
    }
    case "publish": {
      if (given.public === true) return { refused: "Everyone may see it already." };
      if (!mayBePublic(given.signal))
        return {
          refused:
            "It came as a private message, or its citizen has deleted it or had it erased: nobody else may see it.",
        };
      return { incident: { ...given, public: true }, entry: { what: "published", ...reason(command.why) } };
    }
    case "unpublish": {
      const { public: shown, ...rest } = given;
      if (shown !== true) return { refused: "Nobody but staff sees it as it is." };
      return { incident: rest, entry: { what: "unpublished", why: command.why } };
    }
    default:
      return command satisfies never;
  }
};

/** What was merged is dealt with elsewhere; only what it had sent may still have to be carried. */
const mergedElsewhere = ({ merged }: Incident, { name }: Command): Change | undefined =>
  merged === undefined || name === "deliver-by-hand" || name === "resend"
    ? undefined
    : { refused: `It was merged into ${merged.into}: act there, or split it off there first.` };

/** Carries out a command, or says why it is not possible. */
export const decide = (incident: Incident, command: Command, circumstances: Circumstances): Decision => {
  const state = ledTo(command.name, incident.state);
  if (state === undefined) return { kind: "not-allowed", state: incident.state, from: possibleFrom(command.name) };
  const merged = mergedElsewhere(incident, command);
  const change = merged ?? carriedOut(incident, command, circumstances);
  if ("refused" in change) return { kind: "refused", why: change.refused };
  const version = incident.version + 1;
  const entry = { version, at: circumstances.now, who: circumstances.who, ...change.entry };
  const history = [...incident.history, entry];
  const changed = { ...change.incident, version, state: change.state ?? state, history };
  const { centre, now } = circumstances;
  return { kind: "changed", incident: retained(withWait(changed, centre), centre.retention, now) };
};
