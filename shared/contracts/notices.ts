import { hash } from "node:crypto";
import * as z from "zod/mini";
import { type Address, address, addressKey, ways } from "../domain/centre/duty.ts";
import { timedStages } from "../domain/clock/clock.ts";
import { clockKind } from "../domain/clock/norm.ts";
import { instant } from "../domain/time/instant.ts";
import { toldReplyOutcomes } from "./events.ts";

const name = z.string().check(z.minLength(1));

/** What a line of a notice says: names and times, never a citizen's words. */
const about = {
  incidentId: name,
  topic: name,
  territory: z.optional(name),
  authority: name,
};

const matter = {
  ...about,
  clock: clockKind,
  dueAt: instant,
};

const deadlineLine = z.object({
  /** Of the event, which is told once. */
  id: name,
  ...matter,
  stage: z.enum(timedStages),
  /** Of an escalation beyond its first rung. */
  rung: z.optional(z.int()),
  /** The alert itself was raised more than a minute after its moment. */
  late: z.boolean(),
});
export type DeadlineLine = z.infer<typeof deadlineLine>;

/** Somebody's life or health seems to be in danger. */
const dangerLine = z.object({ id: name, ...about, stage: z.literal("danger"), openedAt: instant });
export type DangerLine = z.infer<typeof dangerLine>;

/** A published reply has not reached its citizen, or nobody knows whether it has. */
const replyLine = z.object({
  id: name,
  ...about,
  stage: z.literal("reply-failed"),
  outcome: z.enum(toldReplyOutcomes),
  channel: name,
  failedAt: instant,
});
export type ReplyLine = z.infer<typeof replyLine>;

const alertLine = z.discriminatedUnion("stage", [deadlineLine, dangerLine, replyLine]);
export type AlertLine = z.infer<typeof alertLine>;

const digestLine = z.object(matter);
export type DigestLine = z.infer<typeof digestLine>;

const replyDigestLine = z.object(about);
export type ReplyDigestLine = z.infer<typeof replyDigestLine>;

/** A list that names the first ones, and how many there are. */
const listed = z.object({ count: z.int(), lines: z.array(digestLine) });

const alerts = z.object({ kind: z.literal("alerts"), alerts: z.array(alertLine).check(z.minLength(1)) });

const digest = z.object({
  kind: z.literal("digest"),
  id: name,
  dueToday: listed,
  late: listed,
  /** Incidents with a reply that a person has to see to. Digests that were made before these were have none. */
  replies: z._default(z.object({ count: z.int(), lines: z.array(replyDigestLine) }), { count: 0, lines: [] }),
  /** Incidents of which somebody was not told, by way. */
  unsent: z.array(z.object({ way: z.enum(ways), incidents: z.array(name) })),
});
export type Digest = z.infer<typeof digest>;

/** What the queue of a way carries: one message to one address. */
export const notice = z.object({
  schemaVersion: z.literal(1),
  /** Stays the same however often it is tried. */
  id: name,
  centre: name,
  to: address,
  /** Of the times that people read. */
  zone: name,
  /** When it was made. */
  at: instant,
  /** Held back until then: quiet hours, or a pause before the next try. */
  notBefore: z.optional(instant),
  /** How often it was tried in vain. */
  tries: z.int(),
  /** Until when it is remembered that it was told. */
  keptUntil: instant,
  content: z.discriminatedUnion("kind", [alerts, digest]),
});
export type Notice = z.infer<typeof notice>;

/** A queue takes 256 KiB; a line takes less than 500 bytes. */
export const MOST_ALERTS = 400;

const idOf = (...parts: readonly string[]): string => hash("sha256", JSON.stringify(parts), "base64url").slice(0, 22);

/** One digest a centre and day. */
export const digestId = (centre: string, date: string): string => idOf("digest", centre, date);

/** Makes a notice that was not tried yet. The same to the same address has the same id. */
export const newNotice = (made: Omit<Notice, "schemaVersion" | "id" | "tries">): Notice => ({
  schemaVersion: 1,
  id: idOf("notice", addressKey(made.to), ...eventIdsOf(made).toSorted()),
  tries: 0,
  ...made,
});

/** What is told with it, each once to each address. */
export const eventIdsOf = ({ content }: Pick<Notice, "content">): readonly string[] =>
  content.kind === "alerts" ? content.alerts.map(({ id }) => id) : [content.id];

/** Under which it is remembered that an event was told to an address. */
export const toldMark = (eventId: string, to: Address): string => `${eventId}#${addressKey(to)}`;

/** Incidents that a notice tells of. */
export const incidentsOf = ({ content }: Pick<Notice, "content">): readonly string[] =>
  content.kind === "alerts" ? content.alerts.map(({ incidentId }) => incidentId) : [];

/** Where a person who may reads on. */
export const incidentLink = (publicUrl: string, incidentId: string): string =>
  `${publicUrl.replace(/\/+$/, "")}/api/incidents/${incidentId}`;
