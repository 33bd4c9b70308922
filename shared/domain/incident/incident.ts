import * as z from "zod/mini";
import { similarIncident } from "../centre/matters.ts";
import { posEntry } from "../centre/pos.ts";
import { type Clock, clock, nextStageAt, type Stage } from "../clock/clock.ts";
import { joinedEntry } from "../signal/joined-signal.ts";
import { keptSignal } from "../signal/signal.ts";
import { understood } from "../signal/understanding.ts";
import { type Instant, instant } from "../time/instant.ts";
import { nextHandOver } from "./hand-over.ts";
import { historyEntry } from "./history.ts";
import { imported } from "./imported.ts";
import { type IncidentState, incidentState } from "./incident-state.ts";
import { reply } from "./reply.ts";

/** A question that the citizen has not answered yet. */
export const asked = z.object({
  at: instant,
  /** When silence counts as an answer. */
  silentAt: instant,
  outcome: z.enum(["resumes", "closes"]),
  /** The clocks as they will be then: whoever notices the silence needs no calendar. */
  clocks: z.array(clock),
  /** How long the incident is kept when silence closes it. */
  keptUntil: z.optional(instant),
});

/** A question that the citizen has answered. */
const heard = z.object({
  askedAt: instant,
  /** When the first of their answers was received. */
  at: instant,
  /** Until then what they write where they were asked is of the answer: the wait would have lasted so long. */
  until: instant,
});

/** One matter to deal with. Its id is the id of the signal that opened it. */
export const incident = z.object({
  id: z.string().check(z.minLength(1)),
  /** Grows by one with every change; the condition of every write. */
  version: z.int(),
  centre: z.string(),
  state: incidentState,
  createdAt: instant,
  group: z.string(),
  topic: z.string(),
  territory: z.string(),
  authority: z.string(),
  urgent: z.boolean(),
  kind: z.string(),
  understood: z.optional(understood),
  /** The H3 cell of its coordinates (https://h3geo.org), of resolution 9: a hexagon of 0.1 square kilometres. */
  cell: z.optional(z.string()),
  /** What of its first message is compared with others, packed; goes when that is erased. */
  sketch: z.optional(z.string()),
  /** Incidents that seemed to be of the same matter when it was opened, the likeliest first. */
  similar: z.optional(z.array(similarIncident)),
  /** The signal that opened it. */
  signal: keptSignal,
  signalCount: z.int(),
  /** The signals that joined it, in the order in which they did. */
  joined: z.optional(z.array(joinedEntry)),
  /** Until when these are kept, as far as that is written at their keys. */
  joinedUntil: z.optional(instant),
  /** Where it is dealt with now, and what it was before: it comes back when its signal is split off there. */
  merged: z.optional(
    z.object({ into: z.string(), state: incidentState, clocks: z.array(clock), asked: z.optional(asked) }),
  ),
  clocks: z.array(clock),
  asked: z.optional(asked),
  heard: z.optional(heard),
  replies: z.array(reply),
  /** The versions from one up to another differ only in how far replies have been carried. */
  carried: z.optional(z.object({ from: z.int(), to: z.int() })),
  history: z.array(historyEntry),
  /** What the state's platform knows it by. */
  pos: z.optional(posEntry),
  /** Of one that another system kept before. */
  imported: z.optional(imported),
  /** Shown to everyone, without what names a citizen. */
  public: z.optional(z.boolean()),
  /** When it is deleted; absent while somebody still has something to do about it. */
  keptUntil: z.optional(instant),
});
export type Incident = z.infer<typeof incident>;

const done: ReadonlySet<IncidentState> = new Set<IncidentState>(["irrelevant", "closed"]);

/** Whether anybody still has something to do about it. */
export const isOpen = ({ state }: Pick<Incident, "state">): boolean => !done.has(state);

/**
 * The next moment at which something happens by itself: a stage of a clock, the end of a wait, another try to send a
 * reply. Nothing when none is pending.
 */
export const nextAt = ({
  clocks,
  asked,
  replies,
}: Pick<Incident, "clocks" | "asked" | "replies">): Instant | undefined => {
  const moments = [...clocks.map(nextStageAt), asked?.silentAt, nextHandOver(replies)].filter((at) => at !== undefined);
  return moments.length === 0 ? undefined : Math.min(...moments);
};

const urgency: Readonly<Record<Stage, number>> = {
  met: 0,
  cancelled: 0,
  paused: 1,
  running: 2,
  "warned-50": 3,
  "warned-75": 4,
  "warned-90": 5,
  breached: 6,
  escalated: 7,
};

/** The clock that leads: the worst stage first, then the nearest deadline. Nothing when there are no clocks. */
export const leadingClock = (clocks: readonly Clock[]): Clock | undefined =>
  clocks.toSorted((a, b) => urgency[b.stage] - urgency[a.stage] || a.dueAt - b.dueAt)[0];
