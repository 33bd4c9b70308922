import type { Centre } from "../centre/centre.ts";
import { type Clock, startClock } from "../clock/clock.ts";
import type { ClockKind, Matter } from "../clock/norm.ts";
import { isDeleted } from "../signal/existence.ts";
import { bornPublic } from "../signal/publicity.ts";
import { type ExistenceMarks, isAnswered, type KeptSignal } from "../signal/signal.ts";
import type { Understanding } from "../signal/understanding.ts";
import type { Instant } from "../time/instant.ts";
import { OTKLIK } from "./history.ts";
import type { Incident } from "./incident.ts";
import { retained } from "./retained.ts";
import { matterOf, rulesFor } from "./rules.ts";

/** The clocks that an incident starts with, where the centre has a norm for them. */
const FIRST_CLOCKS: readonly ClockKind[] = ["reaction", "answer"];

export const firstClocks = (matter: Matter, centre: Centre, from: Instant): Clock[] =>
  FIRST_CLOCKS.flatMap((kind) => {
    const rules = rulesFor(centre, kind, matter);
    return rules === undefined ? [] : [startClock(kind, from, rules)];
  });

/**
 * Makes the incident that a signal opens, as it was understood: what it is about, where, whose, and by when. Clocks
 * start at the moment the signal was received, however long it waited in a queue. Thanks and spam are kept closed and
 * start no clock.
 */
export const openIncident = (
  signal: KeptSignal,
  centre: Centre,
  { kind, group, topic, territory, authority, urgent, understood, cell }: Understanding,
): Incident => {
  const answered = isAnswered(kind);
  const incident: Incident = {
    id: signal.id,
    version: 1,
    centre: signal.centre,
    state: answered ? "new" : "irrelevant",
    createdAt: signal.receivedAt,
    group,
    topic,
    territory,
    authority,
    urgent,
    kind,
    ...(Object.keys(understood).length === 0 ? {} : { understood }),
    ...(cell === undefined ? {} : { cell }),
    signal,
    signalCount: 1,
    clocks: answered ? firstClocks(matterOf({ signal, group, topic, urgent }), centre, signal.receivedAt) : [],
    replies: [],
    ...(bornPublic(signal.channel) ? { public: true } : {}),
    history: [{ version: 1, at: signal.receivedAt, who: OTKLIK, what: "opened" }],
  };
  return retained(incident, centre.retention, signal.receivedAt);
};

/** An incident as it opens when its message was deleted or restored before it came. */
export const withMarks = (opened: Incident, marks: ExistenceMarks): Incident => {
  const { version, createdAt: at } = opened;
  const incident = { ...opened, signal: { ...opened.signal, ...marks } };
  return isDeleted(marks)
    ? { ...incident, history: [...opened.history, { version, at, who: OTKLIK, what: "deleted" }] }
    : incident;
};
