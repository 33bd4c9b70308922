import type { PosEntry } from "../centre/pos.ts";
import type { ClockKind } from "../clock/norm.ts";
import type { Instant } from "../time/instant.ts";
import { type IncidentState, incidentStates } from "./incident-state.ts";
import type { DeliveryKey } from "./reply.ts";

/** What a person may do to a reply of an incident before it is published, and after it could not be carried. */
export type ReplyCommand =
  /** Keeps a text to go on with: the only one of its incident that is not published. */
  | { readonly name: "draft"; readonly text: string; readonly kind: "interim" | "final"; readonly replyId: string }
  | { readonly name: "submit" }
  | { readonly name: "approve" }
  | { readonly name: "return"; readonly why: string }
  /** The citizen has it: somebody wrote where they did, or saw it there. */
  | { readonly name: "deliver-by-hand"; readonly delivery: DeliveryKey; readonly where: string }
  /** Sends once more what failed, or of which nobody knows whether it arrived. */
  | { readonly name: "resend"; readonly delivery: DeliveryKey };

/** What a person may do to an incident. */
export type Command =
  | { readonly name: "assign"; readonly authority: string; readonly why?: string }
  | {
      readonly name: "triage";
      /** The topic with the group it is in. */
      readonly topic?: { readonly id: string; readonly group: string };
      readonly territory?: string;
      readonly urgent?: boolean;
      readonly why?: string;
    }
  /** Asks the citizen something without which there is no answer. */
  | { readonly name: "ask"; readonly text: string; readonly replyId: string }
  /** The citizen has answered, or is not waited for any longer. */
  | { readonly name: "resume"; readonly why?: string }
  | {
      readonly name: "extend";
      readonly clock: ClockKind;
      readonly more: { readonly by: string } | { readonly until: Instant };
      readonly why: string;
      /** What the citizen is told. */
      readonly notice: string;
      readonly replyId: string;
    }
  | { readonly name: "interim"; readonly text: string; readonly replyId: string }
  | { readonly name: "answer"; readonly text: string; readonly replyId: string }
  | ReplyCommand
  | { readonly name: "reopen"; readonly why: string }
  /** Makes an appeal under 59-ФЗ of it. */
  | { readonly name: "appeal"; readonly why: string }
  | { readonly name: "close"; readonly why: string }
  /** Writes down what the state's platform knows it by; the clock of the answer goes by its due date. */
  | { readonly name: "pos"; readonly entry: PosEntry }
  /** Lets everyone see it, without what names a citizen. */
  | { readonly name: "publish"; readonly why?: string }
  | { readonly name: "unpublish"; readonly why: string };

/** What a person may do to several incidents at once. */
export type JoinCommand =
  /** Hands all its signals to another incident. */
  | { readonly name: "merge"; readonly into: string; readonly why?: string }
  /** Takes signals out into an incident of their own. */
  | { readonly name: "split"; readonly signals: readonly string[]; readonly why?: string }
  /** Makes one more incident of the same message, for another matter that it has. */
  | { readonly name: "divide"; readonly text?: string; readonly why?: string };

export type CommandName = (Command | JoinCommand)["name"];

/** In these an answer is owed and nobody has given one. */
const unanswered = ["new", "triaged", "assigned", "in-work", "on-approval", "returned", "reopened"] as const;
const owed = [...unanswered, "interim-answered", "appeal"] as const;
const answered = ["answered", "assessment"] as const;

const owing: ReadonlySet<IncidentState> = new Set<IncidentState>(owed);

/** Whether the citizen is still owed an answer. */
export const owesAnswer = ({ state }: { readonly state: IncidentState }): boolean => owing.has(state);

type Leads = Readonly<Partial<Record<IncidentState, IncidentState>>>;

const all = (from: readonly IncidentState[], to: IncidentState): Leads =>
  Object.fromEntries(from.map((state) => [state, to]));
const same = (from: readonly IncidentState[]): Leads => Object.fromEntries(from.map((state) => [state, state]));

/** From which state a command leads to which: the only place that says so. */
const transitions: Readonly<Record<CommandName, Leads>> = {
  triage: { ...same(owed), new: "triaged" },
  assign: { ...all([...unanswered, "interim-answered"], "assigned"), appeal: "appeal" },
  ask: { ...same(owed), new: "in-work" },
  resume: same(owed),
  extend: same(owed),
  interim: all(unanswered, "interim-answered"),
  answer: all(owed, "answered"),
  draft: { ...same(owed), new: "in-work" },
  submit: all(["in-work", "triaged", "assigned", "returned", "reopened", "interim-answered", "appeal"], "on-approval"),
  approve: { "on-approval": "answered" },
  return: { "on-approval": "returned" },
  "deliver-by-hand": same(incidentStates),
  resend: same(incidentStates),
  reopen: all([...answered, "closed", "irrelevant"], "reopened"),
  appeal: all([...unanswered, "interim-answered", ...answered], "appeal"),
  close: all([...owed, ...answered], "closed"),
  merge: all([...owed, ...answered], "closed"),
  split: same(incidentStates),
  divide: same([...owed, ...answered]),
  pos: same(incidentStates),
  publish: same(incidentStates),
  unpublish: same(incidentStates),
};

/** Where a command leads from a state; nothing when it is not possible there. */
export const ledTo = (command: CommandName, from: IncidentState): IncidentState | undefined =>
  transitions[command][from];

/** The states in which a command is possible. */
export const possibleFrom = (command: CommandName): readonly string[] => Object.keys(transitions[command]);
