import type { Centre } from "../centre/centre.ts";
import type { PosEntry } from "../centre/pos.ts";
import { type Clock, cancelClock, meetClock, type PassedStage, passStages, startClock } from "../clock/clock.ts";
import type { ClockKind } from "../clock/norm.ts";
import { rowDigest, signalId } from "../ids.ts";
import type { KeptSignal } from "../signal/signal.ts";
import type { Understanding } from "../signal/understanding.ts";
import type { Instant } from "../time/instant.ts";
import { type HistoryEntry, OTKLIK, stageEntry } from "./history.ts";
import type { ImportedFrom } from "./imported.ts";
import type { Incident } from "./incident.ts";
import type { IncidentState } from "./incident-state.ts";
import { openIncident } from "./open-incident.ts";
import { retained } from "./retained.ts";
import { matterOf, rulesFor } from "./rules.ts";

/** An incident as another system kept it, in a centre's own terms. */
export interface Former {
  readonly from: ImportedFrom;
  /** What it is called there. */
  readonly id: string;
  readonly signal: KeptSignal;
  readonly understanding: Understanding;
  readonly state: IncidentState;
  readonly assignedAt?: Instant | undefined;
  /** What was answered, oldest first. */
  readonly answers: readonly { readonly id: string; readonly text: string; readonly at: Instant }[];
  readonly closedAt?: Instant | undefined;
  readonly closedWhy?: string | undefined;
  /** What the state's platform knows it by. */
  readonly pos?: PosEntry | undefined;
  readonly cells: Readonly<Record<string, string>>;
}

/** What happened before an incident came here has no version here, and so no event. */
const ELSEWHERE = 0;

const answered: ReadonlySet<IncidentState> = new Set(["irrelevant", "answered", "assessment", "closed"]);

/** When what a clock waited for happened, or when nothing was awaited any more. */
interface Ends {
  readonly met?: Instant | undefined;
  readonly over?: Instant | undefined;
}

/** A clock as it stands after all that has passed: what it has come to is told to nobody. */
const caughtUp = (clock: Clock, { met, over }: Ends, now: Instant) => {
  const end = met ?? over;
  const until = Math.max(clock.startedAt, end ?? now);
  const { clock: present, passed } = passStages(clock, until);
  if (end === undefined) return { clock: present, passed };
  return { clock: met === undefined ? cancelClock(present, until) : meetClock(present, until), passed };
};

const earliest = (...moments: readonly (Instant | undefined)[]): Instant | undefined => {
  const known = moments.filter((at) => at !== undefined);
  return known.length === 0 ? undefined : Math.min(...known);
};

const clocksOf = (former: Former, opened: Incident, centre: Centre, now: Instant) => {
  const { state, assignedAt, answers, closedAt } = former;
  const answeredAt = answers[0]?.at;
  const done = answered.has(state);
  const over = done ? (closedAt ?? answeredAt ?? opened.createdAt) : undefined;
  const ends: Partial<Record<ClockKind, Ends>> = {
    reaction: { met: earliest(assignedAt, answeredAt), over },
    answer: { met: answeredAt, over },
  };
  const rules = rulesFor(centre, "final", matterOf(opened));
  const isInterim = !done && answeredAt !== undefined && rules !== undefined;
  const clocks = isInterim ? [...opened.clocks, startClock("final", answeredAt, rules)] : opened.clocks;
  return clocks.map((clock) => caughtUp(clock, ends[clock.kind] ?? {}, now));
};

/** A stage that was passed elsewhere: told to nobody here, and so never late. */
const pastStage = (passed: PassedStage, from: ImportedFrom): HistoryEntry => ({
  version: ELSEWHERE,
  at: passed.moment,
  who: OTKLIK,
  why: from,
  ...stageEntry(passed),
  late: false,
});

/** What is known of its past, in order. */
const pastOf = (former: Former, opened: Incident, passed: readonly PassedStage[]): readonly HistoryEntry[] => {
  const { from, state, assignedAt, answers, closedAt, closedWhy } = former;
  const step = (at: Instant) => ({ version: ELSEWHERE, at, who: from });
  const entries: HistoryEntry[] = [{ ...step(opened.createdAt), what: "opened" }];
  if (assignedAt !== undefined)
    entries.push({ ...step(assignedAt), what: "assigned", authority: former.understanding.authority });
  const [first] = answers;
  if (first !== undefined) {
    const due = opened.clocks.find(({ kind }) => kind === "answer")?.dueAt;
    const inTime = due === undefined || first.at <= due;
    entries.push({ ...step(first.at), what: answered.has(state) ? "answered" : "interim-answered", inTime });
  }
  if (state === "closed")
    entries.push({
      ...step(closedAt ?? first?.at ?? opened.createdAt),
      what: "closed",
      ...(closedWhy === undefined ? {} : { why: closedWhy }),
    });
  entries.push(...passed.map((each) => pastStage(each, from)));
  return entries.toSorted((a, b) => a.at - b.at);
};

/**
 * The incident that another system kept, as it is from now on here. Its clocks are reckoned by the centre's norms from
 * the moments that are known; stages that lie before now stand in its history and are told to nobody.
 */
export const moveIn = (former: Former, centre: Centre, now: Instant): Incident => {
  const { from, id, signal, state, answers, closedAt, cells } = former;
  const opened = openIncident(signal, centre, former.understanding);
  const clocks = clocksOf(former, opened, centre, now);
  const past = pastOf(
    former,
    opened,
    clocks.flatMap(({ passed }) => passed),
  );
  const kind = answered.has(state) ? "final" : "interim";
  const incident: Incident = {
    ...opened,
    ...(former.pos === undefined ? {} : { pos: former.pos }),
    state,
    clocks: clocks.map(({ clock }) => clock),
    replies: answers.map((answer) => ({ ...answer, kind, who: from, state: "published", deliveries: [] })),
    imported: { from, id, digest: rowDigest(former), version: 1, cells: { ...cells } },
    history: [...past, { version: 1, at: now, who: OTKLIK, what: "imported", from }],
  };
  return retained(incident, centre.retention, closedAt ?? opened.createdAt);
};

/** The same, as a further incident of a message that has one already: several matters may stand in one. */
export const asFurtherMatter = (former: Former): Former => {
  const { channel, source } = former.signal;
  return { ...former, signal: { ...former.signal, id: signalId(channel, source, `${former.from}:${former.id}`) } };
};

/** Whether nobody has done anything about an incident since it was imported. */
export const isAsImported = ({ imported, history, joined = [] }: Incident): boolean =>
  imported !== undefined &&
  joined.length === 0 &&
  history.every(({ version, what }) => version <= imported.version || what === "stage" || what === "author-read");

/** An incident of which another system says something else by now. What was told of its clocks counts as told. */
export const moveInAgain = (present: Incident, fresh: Incident): Incident => {
  const version = present.version + 1;
  const isPast = (entry: HistoryEntry): boolean => entry.version === ELSEWHERE;
  const [past, arrival] = [fresh.history.filter(isPast), fresh.history.filter((entry) => !isPast(entry))];
  const { imported, ...rest } = fresh;
  return {
    ...rest,
    version,
    ...(imported === undefined ? {} : { imported: { ...imported, version } }),
    clocks: fresh.clocks.map((clock) => {
      const before = present.clocks.find(({ kind }) => kind === clock.kind);
      if (before === undefined) return clock;
      return { ...clock, version: before.dueAt === clock.dueAt ? before.version : before.version + 1 };
    }),
    history: [
      ...past,
      ...present.history.filter((entry) => !isPast(entry)),
      ...arrival.map((entry) => ({ ...entry, version })),
    ],
  };
};
