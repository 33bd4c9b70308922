import { changeEventId, rejectionEventId, stageEventId } from "../domain/ids.ts";
import type { HistoryEntry } from "../domain/incident/history.ts";
import type { Incident } from "../domain/incident/incident.ts";
import { matterOf } from "../domain/incident/rules.ts";
import type { Rejected } from "../domain/signal/rejection.ts";
import { iso } from "../domain/time/instant.ts";
import type { DeadlineFacts, ProductEvent } from "./events.ts";

type StageEntry = Extract<HistoryEntry, { what: "stage" }>;

const deadlineFacts = (incident: Incident, entry: StageEntry): DeadlineFacts => ({
  incidentId: incident.id,
  clock: entry.clock,
  stage: entry.stage,
  ...(entry.rung === undefined ? {} : { rung: entry.rung }),
  dueAt: iso(entry.dueAt),
  version: entry.clockVersion,
  centre: incident.centre,
  authority: incident.authority,
  topic: incident.topic,
  channel: matterOf(incident).channel,
  territory: incident.territory,
  urgent: incident.urgent,
  late: entry.late,
});

const stageEvent = (incident: Incident, entry: StageEntry): ProductEvent => {
  const common = {
    id: stageEventId(incident.id, entry),
    time: iso(entry.at),
    data: deadlineFacts(incident, entry),
  };
  if (entry.stage === "breached") return { type: "DeadlineBreached", ...common };
  if (entry.stage === "escalated") return { type: "DeadlineEscalated", ...common };
  return { type: "DeadlineAtRisk", ...common };
};

/** Which reply, to whom. Nothing is taken out of a reply but its text, so what a step speaks of is still there. */
const replyOf = ({ replies }: Incident, { reply, signal }: { readonly reply: string; readonly signal: string }) => {
  const known = replies.find(({ id }) => id === reply);
  const channel = known?.deliveries.find(({ signalId }) => signalId === signal)?.channel;
  return { replyId: reply, signalId: signal, kind: known?.kind ?? "unknown", channel: channel ?? "unknown" };
};

const eventOf = (incident: Incident, entry: HistoryEntry): ProductEvent => {
  const facts = {
    incidentId: incident.id,
    centre: incident.centre,
    version: entry.version,
    state: incident.state,
    topic: incident.topic,
    territory: incident.territory,
    authority: incident.authority,
  };
  const time = iso(entry.at);
  const id = (type: string) => changeEventId(incident.id, entry.version, type);
  switch (entry.what) {
    case "opened": {
      const { id: signalId, channel } = incident.signal;
      const data = {
        ...facts,
        signalId,
        channel,
        kind: incident.kind,
        ...(incident.urgent ? { urgent: true } : {}),
        ...(incident.understood?.danger === true ? { danger: true } : {}),
      };
      return { type: "IncidentOpened", id: id("IncidentOpened"), time, data };
    }
    case "joined": {
      const { signalId, channel, from } = entry;
      const data = { ...facts, signalId, channel, ...(from === undefined ? {} : { from }) };
      return { type: "IncidentJoined", id: id(`IncidentJoined:${signalId}`), time, data };
    }
    case "stage":
      return stageEvent(incident, entry);
    case "moved":
    case "split":
    case "divided":
    case "revised":
    case "confirmed":
    case "deleted":
    case "restored":
    case "author-read":
    case "erased":
    case "reply-suggested":
    case "assigned":
    case "triaged":
    case "asked":
    case "extended":
    case "interim-answered":
    case "answered":
    case "appealed":
    case "recomputed":
    case "pos-entered":
    case "imported":
    case "published":
    case "unpublished":
      return { type: "IncidentChanged", id: id("IncidentChanged"), time, data: { ...facts, what: entry.what } };
    case "understood":
      // One version has one of these, and others besides.
      return {
        type: "IncidentChanged",
        id: id("IncidentChanged understood"),
        time,
        data: { ...facts, what: entry.what },
      };
    case "resumed": {
      // What a citizen's message ended may be deleted in the same version.
      const name = entry.signalId === undefined ? "IncidentChanged" : "IncidentChanged resumed";
      return { type: "IncidentChanged", id: id(name), time, data: { ...facts, what: entry.what } };
    }
    case "raised": {
      // One version has one of these, and others besides.
      const data = { ...facts, what: entry.what, ...(entry.danger === true ? { danger: true } : {}) };
      return { type: "IncidentChanged", id: id("IncidentChanged raised"), time, data };
    }
    case "drafted":
    case "submitted":
    case "returned":
    case "reply-sending":
    case "reply-delayed":
    case "reply-retried":
    case "reply-resent":
    case "answer-lost":
      // One version may have several of these, and one of the others.
      return {
        type: "IncidentChanged",
        id: id(`IncidentChanged ${entry.what} ${entry.reply}`),
        time,
        data: { ...facts, what: entry.what },
      };
    case "reply-sent":
    case "delivered-by-hand":
      return {
        type: "ReplyPublished",
        id: id("ReplyPublished"),
        time,
        data: { ...facts, ...replyOf(incident, entry) },
      };
    case "reply-failed": {
      const { outcome, why } = entry;
      const data = { ...facts, ...replyOf(incident, entry), outcome, ...(why === undefined ? {} : { why }) };
      return { type: "ReplyFailed", id: id("ReplyFailed"), time, data };
    }
    case "closed":
    case "merged":
      return { type: "IncidentClosed", id: id("IncidentClosed"), time, data: facts };
    case "reopened":
    case "split-off":
      return { type: "IncidentReopened", id: id("IncidentReopened"), time, data: facts };
    default:
      return entry satisfies never;
  }
};

/** What happened to an incident after a version of it, as events with ids that never change. */
export const incidentEvents = (incident: Incident, afterVersion: number): readonly ProductEvent[] =>
  incident.history.filter(({ version }) => version > afterVersion).map((entry) => eventOf(incident, entry));

export const rejectionEvent = ({ id, channel, source, reason, at }: Rejected): ProductEvent => ({
  type: "SignalRejected",
  id: rejectionEventId(id),
  time: iso(at),
  data: { rejectionId: id, channel, source, reason },
});
