import type { IncidentDetail, IncidentRow } from "../../shared/contracts/api.ts";
import type { Centre } from "../../shared/domain/centre/centre.ts";
import { centreNames } from "../../shared/domain/centre/centre-names.ts";
import type { PosEntry } from "../../shared/domain/centre/pos.ts";
import { nextStageAt } from "../../shared/domain/clock/clock.ts";
import type { HistoryEntry, Moved } from "../../shared/domain/incident/history.ts";
import { type Incident, leadingClock } from "../../shared/domain/incident/incident.ts";
import type { Reply } from "../../shared/domain/incident/reply.ts";
import { reachOf, reportersOf } from "../../shared/domain/incident/resonance.ts";
import { isDeleted } from "../../shared/domain/signal/existence.ts";
import { messageUrl } from "../../shared/domain/signal/message-url.ts";
import type { KeptSignal } from "../../shared/domain/signal/signal.ts";
import { iso } from "../../shared/domain/time/instant.ts";
import type { QueueRow } from "../../shared/store/ports.ts";

interface Named {
  readonly id: string;
  readonly name: string;
}

export const topicNamed = (centre: Centre, id: string): Named => ({ id, name: centreNames(centre).topic(id) });

/** What a row is about, and whose it is, in the centre's names. */
const matterView = ({ group, topic, territory, authority }: QueueRow, centre: Centre) => {
  const names = centreNames(centre);
  return {
    group: { id: group, name: names.group(group) },
    topic: { id: topic, name: names.topic(topic) },
    territory: { id: territory, name: names.territory(territory) },
    authority: { id: authority, name: names.authority(authority) },
  };
};

export const rowView = (row: QueueRow, centre: Centre): IncidentRow => ({
  id: row.id,
  version: row.version,
  state: row.state,
  createdAt: iso(row.createdAt),
  ...matterView(row, centre),
  urgent: row.urgent,
  signalCount: row.signalCount,
  clocks: row.clocks.map((clock) => {
    const next = nextStageAt(clock);
    return {
      kind: clock.kind,
      norm: clock.norm,
      dueAt: iso(clock.dueAt),
      stage: clock.stage,
      ...(next === undefined ? {} : { nextAt: iso(next) }),
      ...(clock.beyondCalendar === undefined ? {} : { beyondCalendar: clock.beyondCalendar }),
    };
  }),
});

const posView = ({ dueAt, ...rest }: PosEntry): IncidentDetail["pos"] => ({
  ...rest,
  ...(dueAt === undefined ? {} : { dueAt: iso(dueAt) }),
});

const movedView = ({ clock, from, to }: Moved) => ({ clock, from: iso(from), to: iso(to) });

const stepView = (entry: HistoryEntry, words: (text: string) => string): IncidentDetail["history"][number] => ({
  at: iso(entry.at),
  who: entry.who,
  what: entry.what === "stage" ? `${entry.clock}: ${entry.stage}` : entry.what,
  ...(entry.what === "stage" && entry.rung !== undefined ? { rung: entry.rung } : {}),
  ...(entry.why === undefined ? {} : { why: words(entry.why) }),
  ...(entry.signalId === undefined ? {} : { signalId: entry.signalId }),
  ...("into" in entry ? { incidentId: entry.into } : {}),
  ...("from" in entry && entry.from !== undefined ? { incidentId: entry.from } : {}),
  ...("moved" in entry && entry.moved.length > 0 ? { moved: entry.moved.map(movedView) } : {}),
});

const replyView = (
  { deliveries, at, text, ...reply }: Reply,
  words: (text: string) => string,
): IncidentDetail["replies"][number] => ({
  ...reply,
  text: words(text),
  at: iso(at),
  deliveries: deliveries.map(({ signalId, channel, state, at: since, why, externalId }) => ({
    signalId,
    channel,
    state,
    at: iso(since),
    ...(why === undefined ? {} : { why }),
    ...(externalId === undefined ? {} : { externalId }),
  })),
});

/** A signal with what it was taken for in kind. */
export interface ShownSignal {
  readonly signal: KeptSignal;
  readonly kind: string;
}

const signalView = (
  { signal, kind }: ShownSignal,
  words: (text: string) => string,
): IncidentDetail["signals"][number] => {
  const url = messageUrl(signal);
  return {
    id: signal.id,
    channel: signal.channel,
    externalId: signal.externalId,
    ...(url === undefined ? {} : { url }),
    kind,
    text: words(signal.text),
    sentAt: iso(signal.sentAt),
    receivedAt: iso(signal.receivedAt),
    revision: signal.pastWordings?.length ?? 0,
    deleted: isDeleted(signal) || signal.erased === true,
    attachments: (signal.attachments ?? []).map(({ name, ...rest }) => ({
      ...rest,
      ...(name === undefined ? {} : { name: words(name) }),
    })),
  };
};

interface Shown {
  readonly incident: Incident;
  readonly signals: readonly ShownSignal[];
  readonly centre: Centre;
  /** A citizen's words and ours to them, as who reads them may. */
  readonly words: (text: string) => string;
}

export const detailView = ({ incident, signals, centre, words }: Shown): IncidentDetail => {
  const leading = leadingClock(incident.clocks);
  return {
    ...rowView({ ...incident, ...(leading === undefined ? {} : { stage: leading.stage }) }, centre),
    ...(incident.merged === undefined ? {} : { mergedInto: incident.merged.into }),
    ...(incident.pos === undefined ? {} : { pos: posView(incident.pos) }),
    public: incident.public === true,
    ...(incident.understood?.suggestions === undefined
      ? {}
      : {
          suggestions: incident.understood.suggestions.map(({ topic, ...suggestion }) => ({
            ...topicNamed(centre, topic),
            ...suggestion,
          })),
        }),
    ...(incident.understood === undefined ? {} : { understood: incident.understood }),
    ...(incident.similar === undefined ? {} : { similar: incident.similar }),
    ...(incident.cell === undefined ? {} : { cell: incident.cell }),
    resonance: {
      reporters: reportersOf(incident),
      reach: signals.reduce((sum, { signal }) => sum + reachOf(signal), 0),
    },
    signals: signals.map((each) => signalView(each, words)),
    history: incident.history.map((entry) => stepView(entry, words)),
    replies: incident.replies.map((reply) => replyView(reply, words)),
  };
};
