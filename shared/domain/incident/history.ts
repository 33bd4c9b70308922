import * as z from "zod/mini";
import { type Clock, type PassedStage, stage } from "../clock/clock.ts";
import { clockKind } from "../clock/norm.ts";
import { channel } from "../signal/signal.ts";
import { instant } from "../time/instant.ts";
import { importedFrom } from "./imported.ts";

const step = {
  /** The version of the incident that this step made; 0 when it was made elsewhere, before the incident came here. */
  version: z.int(),
  at: instant,
  /** Who did it: a member of staff, or `otklik` itself. */
  who: z.string(),
  why: z.optional(z.string()),
  /** The joined signal that it is about; absent when it is about the opening one. */
  signalId: z.optional(z.string()),
};

/** A deadline that a step has moved. */
const moved = z.object({ clock: clockKind, from: instant, to: instant });
export type Moved = z.infer<typeof moved>;

const moving = { moved: z.array(moved) };

/** Which reply, and which of its reporters. */
const carrying = { reply: z.string(), signal: z.string() };

/** One thing that happened to an incident. Nothing is ever taken out of a history: events are made from it. */
export const historyEntry = z.discriminatedUnion("what", [
  /** `from`: the incident that its signal was in before, or is a copy of. */
  z.object({ ...step, what: z.literal("opened"), from: z.optional(z.string()) }),
  z.object({ ...step, what: z.literal("revised") }),
  /** The opening signal was worded once more, in the words it had. */
  z.object({ ...step, what: z.literal("confirmed") }),
  /** Its citizen took the message back on the platform; the text is kept. */
  z.object({ ...step, what: z.literal("deleted") }),
  z.object({ ...step, what: z.literal("restored") }),
  /** One more signal of the same matter came in, by itself or with the incident that it was in before (`from`). */
  z.object({
    ...step,
    what: z.literal("joined"),
    signalId: z.string(),
    channel,
    from: z.optional(z.string()),
    ...moving,
  }),
  /** A signal that joined, or another wording, tells that it is urgent, or (`danger`) that somebody is in danger. */
  z.object({ ...step, what: z.literal("raised"), danger: z.optional(z.literal(true)), ...moving }),
  /** Its words came to be, or are others now, and it is taken for something else by them. */
  z.object({ ...step, what: z.literal("understood"), ...moving }),
  /** All its signals went to another incident, where they are dealt with (`into`). */
  z.object({ ...step, what: z.literal("merged"), into: z.string() }),
  /** The incident that it was merged into went on to another one itself. */
  z.object({ ...step, what: z.literal("moved"), into: z.string() }),
  /** Signals left for an incident of their own. */
  z.object({ ...step, what: z.literal("split"), signals: z.array(z.string()), into: z.string(), ...moving }),
  /** It is an incident of its own again. */
  z.object({ ...step, what: z.literal("split-off"), from: z.string(), ...moving }),
  /** Its signal has one more matter, which is another incident. */
  z.object({ ...step, what: z.literal("divided"), into: z.string() }),
  /** Somebody was shown who wrote it; `why` says what for. */
  z.object({ ...step, what: z.literal("author-read") }),
  /** What was its citizen's is no longer here. */
  z.object({ ...step, what: z.literal("erased") }),
  z.object({
    ...step,
    what: z.literal("stage"),
    clock: clockKind,
    stage,
    /** Of an escalation beyond its first rung. */
    rung: z.optional(z.int()),
    clockVersion: z.int(),
    dueAt: instant,
    late: z.boolean(),
  }),
  z.object({ ...step, what: z.literal("assigned"), authority: z.string() }),
  z.object({ ...step, what: z.literal("triaged"), ...moving }),
  z.object({ ...step, what: z.literal("asked") }),
  z.object({ ...step, what: z.literal("resumed"), ...moving }),
  z.object({ ...step, what: z.literal("extended"), ...moving }),
  z.object({ ...step, what: z.literal("interim-answered"), inTime: z.boolean() }),
  z.object({ ...step, what: z.literal("answered"), inTime: z.boolean() }),
  /** A language model was asked for a draft of an answer, and read the thread; what it proposed is not kept. */
  z.object({ ...step, what: z.literal("reply-suggested") }),
  z.object({ ...step, what: z.literal("drafted"), reply: z.string() }),
  z.object({ ...step, what: z.literal("submitted"), reply: z.string() }),
  z.object({ ...step, what: z.literal("returned"), reply: z.string() }),
  /** The platform is about to be called. */
  z.object({ ...step, what: z.literal("reply-sending"), ...carrying }),
  /** Nothing was sent, and another try may help. */
  z.object({ ...step, what: z.literal("reply-delayed"), ...carrying }),
  /** It is handed over again to be sent. */
  z.object({ ...step, what: z.literal("reply-retried"), reply: z.string() }),
  /** A reply is where its reporter wrote. */
  z.object({ ...step, what: z.literal("reply-sent"), ...carrying }),
  /** It is not, or nobody knows whether it is. */
  z.object({
    ...step,
    what: z.literal("reply-failed"),
    ...carrying,
    outcome: z.enum(["failed", "unknown", "by-hand", "not-possible"]),
  }),
  /** A person has carried it; `why` says where to. */
  z.object({ ...step, what: z.literal("delivered-by-hand"), ...carrying }),
  z.object({ ...step, what: z.literal("reply-resent"), ...carrying }),
  /** An answer reached nobody, so it is still owed. */
  z.object({ ...step, what: z.literal("answer-lost"), reply: z.string(), ...moving }),
  z.object({ ...step, what: z.literal("reopened") }),
  z.object({ ...step, what: z.literal("appealed") }),
  /** The centre's norms or calendar have changed, and with them a deadline. */
  z.object({ ...step, what: z.literal("recomputed"), ...moving }),
  /** What the state's platform knows it by has been written down. */
  z.object({ ...step, what: z.literal("pos-entered"), ...moving }),
  /** From now on everyone may see it, without what names a citizen. */
  z.object({ ...step, what: z.literal("published") }),
  /** And from now on no longer. */
  z.object({ ...step, what: z.literal("unpublished") }),
  z.object({ ...step, what: z.literal("closed") }),
  /** It came from another system; what happened there has the version 0. */
  z.object({ ...step, what: z.literal("imported"), from: importedFrom }),
]);
export type HistoryEntry = z.infer<typeof historyEntry>;

/** A step of a history, without what every step has. */
export type Entry = HistoryEntry extends infer One
  ? One extends HistoryEntry
    ? Omit<One, "version" | "at" | "who">
    : never
  : never;

/** How the product itself signs what it does. */
export const OTKLIK = "otklik";

/** A stage that a clock has passed, as a step of a history. */
export const stageEntry = ({ clock, stage, rung, clockVersion, dueAt, late }: PassedStage) => ({
  what: "stage" as const,
  clock,
  stage,
  ...(rung === undefined ? {} : { rung }),
  clockVersion,
  dueAt,
  late,
});

/** The deadlines that are other ones afterwards. */
export const movedClocks = (before: readonly Clock[], after: readonly Clock[]): Moved[] =>
  after.flatMap(({ kind, dueAt }) => {
    const from = before.find((clock) => clock.kind === kind)?.dueAt;
    return from === undefined || from === dueAt ? [] : [{ clock: kind, from, to: dueAt }];
  });

/** The last version under which stages of a clock were announced, also of one that is gone; 0 when none was. */
export const lastToldVersion = (history: readonly HistoryEntry[], kind: Clock["kind"]): number =>
  history.reduce(
    (last, entry) => (entry.what === "stage" && entry.clock === kind ? Math.max(last, entry.clockVersion) : last),
    0,
  );
