import * as z from "zod/mini";
import { posEntry } from "../domain/centre/pos.ts";
import { clock, stage } from "../domain/clock/clock.ts";
import { handOvers } from "../domain/incident/hand-over.ts";
import { historyEntry } from "../domain/incident/history.ts";
import { imported } from "../domain/incident/imported.ts";
import { asked, type Incident, incident, isOpen, leadingClock, nextAt } from "../domain/incident/incident.ts";
import { incidentState } from "../domain/incident/incident-state.ts";
import { hasUnsettled, reply } from "../domain/incident/reply.ts";
import { joinedEntry } from "../domain/signal/joined-signal.ts";
import { keptSignal } from "../domain/signal/signal.ts";
import { understood } from "../domain/signal/understanding.ts";
import { instant, SECOND } from "../domain/time/instant.ts";
import { MATTERS_INDEX, OUTBOX, queueOf, queueSortOf, TTL_ATTRIBUTE, UNSETTLED_INDEX, watchShardOf } from "./keys.ts";
import type { QueueRow } from "./ports.ts";

const row = {
  pk: z.string(),
  version: z.int(),
  state: incidentState,
  createdAt: instant,
  group: z.string(),
  topic: z.string(),
  territory: z.string(),
  authority: z.string(),
  urgent: z._default(z.boolean(), false),
  signalCount: z.int(),
  clocks: z.array(clock),
  /** Stage of the leading clock. */
  stage: z.optional(stage),
};

const rowItem = z.object(row);

/**
 * An incident as the table keeps it. What follows from other attributes is not kept twice, and what is usual (no reply,
 * no revision, not urgent) is left out: a write costs by the kilobyte.
 */
const incidentItem = z.object({
  ...row,
  centre: z.string(),
  kind: z.string(),
  pos: z.optional(posEntry),
  understood: z.optional(understood),
  cell: z.optional(z.string()),
  sketch: z.optional(z.string()),
  similar: incident.shape.similar,
  externalId: z.string(),
  signal: z.extend(z.omit(keptSignal, { id: true, centre: true, externalId: true, receivedAt: true }), {
    /** Only of an incident with several signals. */
    externalId: z.optional(z.string()),
  }),
  joined: z.optional(z.array(joinedEntry)),
  joinedUntil: z.optional(instant),
  merged: incident.shape.merged,
  /** Incidents of version 0.1 kept beside the signal what is in it now. */
  pastWordings: z.optional(z.array(z.string())),
  asked: z.optional(asked),
  heard: incident.shape.heard,
  replies: z._default(z.array(reply), []),
  carried: z.optional(z.object({ from: z.int(), to: z.int() })),
  history: z.array(historyEntry),
  imported: z.optional(imported),
  /** The centre, of what everyone may see. */
  publicOf: z.optional(z.string()),
  [TTL_ATTRIBUTE]: z.optional(z.int()),
});

/** What a list is searched by: the external id of the only signal, or a line for each name of several. */
const searchable = ({ signal, joined = [] }: Incident): string => {
  if (joined.length === 0) return signal.externalId;
  const names = [signal.externalId, ...joined.flatMap(({ id, externalId }) => [id, externalId])];
  return `\n${names.filter((name) => name !== "").join("\n")}\n`;
};

/** A name among those that several signals are searched by. */
export const searchedLine = (name: string): string => `\n${name}\n`;

/** The attributes of an incident's item, with the keys of the indexes it is to be found in. */
export const toItem = (incident: Incident): Record<string, unknown> => {
  const { id, signal, urgent, replies, public: shown, keptUntil, sketch: compared, ...rest } = incident;
  const sketch = signal.erased === true ? undefined : compared;
  const { id: _id, centre: _centre, externalId, receivedAt: _receivedAt, ...message } = signal;
  const { joined = [] } = incident;
  const pending = nextAt(incident);
  const toSend = handOvers(replies);
  const queue = queueOf(incident.centre, isOpen(incident));
  return {
    pk: id,
    ...rest,
    externalId: searchable(incident),
    signal: joined.length === 0 ? message : { ...message, externalId },
    address: signal.place?.address,
    stage: leadingClock(incident.clocks)?.stage,
    queue,
    queueSort: queueSortOf(incident.createdAt, id),
    ...(sketch === undefined ? {} : { sketch }),
    ...(sketch !== undefined && isOpen(incident) ? { [MATTERS_INDEX.partition]: incident.centre } : {}),
    ...(urgent ? { urgent } : {}),
    ...(replies.length === 0 ? {} : { replies }),
    ...(hasUnsettled(replies) ? { [UNSETTLED_INDEX.partition]: queue } : {}),
    ...(toSend.length === 0 ? {} : { [OUTBOX]: JSON.stringify(toSend) }),
    ...(shown === true ? { publicOf: incident.centre } : {}),
    ...(keptUntil === undefined ? {} : { [TTL_ATTRIBUTE]: Math.floor(keptUntil / SECOND) }),
    ...(pending === undefined ? {} : { watchShard: watchShardOf({ id, urgent }), nextAt: pending }),
  };
};

/** Reads an item; throws when the table holds something that is not an incident. */
export const fromItem = (item: unknown): Incident => {
  const read = incidentItem.parse(item);
  const { pk, externalId, signal, pastWordings, stage: _stage, publicOf, [TTL_ATTRIBUTE]: until, ...rest } = read;
  return {
    ...rest,
    ...(publicOf === undefined ? {} : { public: true }),
    ...(until === undefined ? {} : { keptUntil: until * SECOND }),
    id: pk,
    signal: {
      ...(pastWordings === undefined ? {} : { pastWordings }),
      ...signal,
      id: pk,
      centre: rest.centre,
      externalId: signal.externalId ?? externalId,
      receivedAt: rest.createdAt,
    },
  };
};

/** Reads what the queue's index carries. */
export const rowOf = (item: unknown): QueueRow => {
  const { pk, stage, ...rest } = rowItem.parse(item);
  return { ...rest, id: pk, ...(stage === undefined ? {} : { stage }) };
};
