import { canonical } from "../canonical.ts";
import type { Centre } from "../centre/centre.ts";
import { type Clock, cancelClock } from "../clock/clock.ts";
import { isAnswered, type KeptSignal } from "../signal/signal.ts";
import type { Understanding } from "../signal/understanding.ts";
import type { Instant } from "../time/instant.ts";
import { movedClocks, OTKLIK } from "./history.ts";
import type { Incident } from "./incident.ts";
import { firstClocks } from "./open-incident.ts";
import { reckoned } from "./recompute-incident.ts";
import { retained } from "./retained.ts";
import { matterOf } from "./rules.ts";

/** Whether nobody has dealt with it yet: neither staff, nor other citizens whose matter it is as well. */
const isUntouched = ({ state, history, signalCount }: Incident): boolean =>
  (state === "new" || state === "irrelevant") && signalCount === 1 && history.every(({ who }) => who === OTKLIK);

/** Of one that was kept closed the clocks start when its citizen says what has to be answered, as new versions. */
const started = (incident: Incident, centre: Centre, from: Instant): Clock[] =>
  firstClocks(matterOf(incident), centre, from).map((clock) => {
    const before = incident.clocks.find(({ kind }) => kind === clock.kind);
    return before === undefined ? clock : { ...clock, version: before.version + 1 };
  });

interface Circumstances {
  readonly centre: Centre;
  readonly now: Instant;
  /** When the wording was received that brings this about. */
  readonly heardAt: Instant;
}

/** With the state and the clocks that its kind asks for. */
const dealtWith = (
  incident: Incident,
  before: Incident["state"],
  { centre, now, heardAt }: Circumstances,
): Incident => {
  const { state } = incident;
  if (state === before) return { ...incident, clocks: reckoned(incident, centre, now) };
  if (state === "new") return { ...incident, clocks: started(incident, centre, heardAt) };
  return { ...incident, clocks: incident.clocks.map((clock) => cancelClock(clock, now)) };
};

const asTaken = ({ kind, state, group, topic, territory, authority, urgent }: Incident): string =>
  canonical([kind, state, group, topic, territory, authority, urgent]);

/**
 * An incident whose message reads otherwise than before, as when its words come after its pictures, understood by what it
 * says now: what it is about, where, whose, and by when. What people have dealt with stays as it is. Nor does an edit ever
 * close a matter, or make it less urgent: only what said nothing before may turn out to be thanks. The step belongs to the
 * version that the signal has made.
 */
export const understandAnew = (
  incident: Incident,
  before: Pick<KeptSignal, "text">,
  { kind, group, topic, territory, authority, urgent, understood, cell }: Understanding,
  circumstances: Circumstances,
): Incident => {
  if (!isUntouched(incident)) return incident;
  const isKept = !isAnswered(kind) && incident.state === "new" && before.text.trim() !== "";
  const { urgentBy, danger } = incident.understood ?? {};
  const { urgentBy: _, danger: _danger, ...anew } = understood;
  const known = {
    ...anew,
    ...(urgentBy === undefined ? {} : { urgentBy }),
    ...(danger === undefined ? {} : { danger }),
  };
  const { understood: _before, cell: _cell, ...rest } = incident;
  const taken: Incident = {
    ...rest,
    state: isAnswered(kind) || isKept ? "new" : "irrelevant",
    kind: isKept ? incident.kind : kind,
    group,
    topic,
    territory,
    authority,
    urgent: incident.urgent || urgent,
    ...(Object.keys(known).length === 0 ? {} : { understood: known }),
    ...(cell === undefined ? {} : { cell }),
  };
  if (asTaken(taken) === asTaken(incident)) return taken;
  const { centre, now } = circumstances;
  const after = dealtWith(taken, incident.state, circumstances);
  const moved = movedClocks(incident.clocks, after.clocks);
  const step = { version: incident.version, at: now, who: OTKLIK, what: "understood" as const, moved };
  return retained({ ...after, history: [...incident.history, step] }, centre.retention, now);
};
