import * as z from "zod/mini";
import { timedStages } from "../domain/clock/clock.ts";
import { clockKind } from "../domain/clock/norm.ts";

export const EVENT_SCHEMA_VERSION = 1;

const id = z.string().check(z.minLength(1));
const instant = z.iso.datetime();

const incidentFacts = {
  incidentId: id,
  centre: id,
  /** Version of the incident that this event made. */
  version: z.int(),
  state: id,
  topic: id,
  territory: id,
  authority: id,
};

const replyFacts = { ...incidentFacts, replyId: id, signalId: id, kind: id, channel: id };

/** What is told of a reply that has not arrived, or of which nobody knows. */
const failedReplyFacts = z.object({ ...replyFacts, outcome: id, why: z.optional(id) });

const deadlineFacts = z.object({
  incidentId: id,
  clock: id,
  stage: id,
  /** Of an escalation with several rungs which one, from the second on. */
  rung: z.optional(z.int()),
  dueAt: instant,
  /** Version of the clock: 1 when it was set, one more each time its deadline moved. */
  version: z.int(),
  centre: id,
  authority: id,
  topic: id,
  /** The one whose norms it goes by. Absent in events of before there was one. */
  channel: z.optional(id),
  /** Absent in events of before there was one. */
  territory: z.optional(id),
  /** Danger to life or health. */
  urgent: z.optional(z.boolean()),
  /** True when the alert was raised more than a minute after its moment. */
  late: z.boolean(),
});

const openedFacts = z.object({
  ...incidentFacts,
  signalId: id,
  channel: id,
  kind: id,
  urgent: z.optional(z.boolean()),
  /** Somebody's life or health seems to be in danger at this moment: people on duty are told at once. */
  danger: z.optional(z.boolean()),
});

const changedFacts = z.object({
  ...incidentFacts,
  what: id,
  /** One more message, or another wording, tells of danger that nobody had told of: people on duty are told at once. */
  danger: z.optional(z.boolean()),
});

/**
 * What the bus carries, by type. No event holds a citizen's words or name: an event names an incident, and who may
 * read it reads it there.
 */
export const eventData = {
  SignalRejected: z.object({ rejectionId: id, channel: id, source: id, reason: id }),
  IncidentOpened: openedFacts,
  IncidentJoined: z.object({
    ...incidentFacts,
    signalId: id,
    channel: id,
    /** The incident that the signal was in before. */
    from: z.optional(id),
  }),
  IncidentChanged: changedFacts,
  /** A reply is where one of the incident's citizens wrote. */
  ReplyPublished: z.object({ ...replyFacts }),
  /** It is not, or nobody knows: somebody has to see to it. */
  ReplyFailed: failedReplyFacts,
  IncidentClosed: z.object(incidentFacts),
  IncidentReopened: z.object(incidentFacts),
  DeadlineAtRisk: deadlineFacts,
  DeadlineBreached: deadlineFacts,
  DeadlineEscalated: deadlineFacts,
} as const;

export type EventType = keyof typeof eventData;

export type EventData<Type extends EventType> = z.infer<(typeof eventData)[Type]>;

/** What a deadline event of any stage says. */
export type DeadlineFacts = z.infer<typeof deadlineFacts>;

export const deadlineEventTypes = ["DeadlineAtRisk", "DeadlineBreached", "DeadlineEscalated"] as const;

export const dangerEventTypes = ["IncidentOpened", "IncidentChanged"] as const;

/** The `detail` of an event on the bus. `id` is the same however often the event is put. */
export const envelopeOf = <Data extends z.ZodMiniType>(data: Data) =>
  z.object({ id, time: instant, schemaVersion: z.literal(EVENT_SCHEMA_VERSION), data });

/** An event of the product before it is put on the bus. */
export type ProductEvent = {
  [Type in EventType]: {
    readonly type: Type;
    readonly id: string;
    readonly time: string;
    readonly data: EventData<Type>;
  };
}[EventType];

/** An alert as the bus delivers it to a queue: EventBridge's envelope around the product's own. */
export const deadlineEvent = z.object({
  "detail-type": z.enum(deadlineEventTypes),
  detail: envelopeOf(z.extend(deadlineFacts, { clock: clockKind, stage: z.enum(timedStages) })),
});

export type DeadlineEvent = z.infer<typeof deadlineEvent>;

const dangerDetail = envelopeOf(z.object({ ...incidentFacts, danger: z.literal(true) }));

/** An incident that opens with somebody in danger, or turns out to be so, as the bus delivers it to a queue. */
export const dangerEvent = z.discriminatedUnion("detail-type", [
  z.object({ "detail-type": z.literal("IncidentOpened"), detail: dangerDetail }),
  z.object({ "detail-type": z.literal("IncidentChanged"), detail: dangerDetail }),
]);
export type DangerEvent = z.infer<typeof dangerEvent>;

/** The ends of a reply that people are told of. What is to be carried by hand they have seen when they published it. */
export const toldReplyOutcomes = ["failed", "unknown"] as const;

/** A reply that a person has to see to, as the bus delivers it to a queue. */
export const failedReplyEvent = z.object({
  "detail-type": z.literal("ReplyFailed"),
  detail: envelopeOf(z.extend(failedReplyFacts, { outcome: z.enum(toldReplyOutcomes) })),
});
export type FailedReplyEvent = z.infer<typeof failedReplyEvent>;
