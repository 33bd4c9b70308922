import type { ImColumn } from "../../contracts/im-columns.ts";
import type { Centre } from "../../domain/centre/centre.ts";
import type { HistoryEntry } from "../../domain/incident/history.ts";
import type { Incident } from "../../domain/incident/incident.ts";
import type { Reply } from "../../domain/incident/reply.ts";
import { messageUrl } from "../../domain/signal/message-url.ts";
import type { Author } from "../../domain/signal/signal.ts";
import type { Instant } from "../../domain/time/instant.ts";
import { DAY } from "../../domain/time/instant.ts";
import { stepOf } from "./steps.ts";

/** What stands in the columns. Empty ones may be missing. */
export type ImCells = Partial<Record<ImColumn, string>>;

const walls = new Map<string, Intl.DateTimeFormat>();

/** `2025-12-24 20:06:02` of a zone's wall clock, as Swedes write it. */
const timeIn = (zone: string, at: Instant | undefined): string => {
  const wall =
    walls.get(zone) ?? new Intl.DateTimeFormat("sv-SE", { timeZone: zone, dateStyle: "short", timeStyle: "medium" });
  walls.set(zone, wall);
  return at === undefined ? "" : wall.format(at);
};

/** A text as the columns of texts have it. */
export const marked = (text: string | undefined): string => `'${text ?? ""}`;

/** The answers that citizens were given, oldest first. */
export const answersOf = ({ replies }: Incident): readonly Reply[] =>
  replies.filter(({ kind, state }) => state === "published" && (kind === "interim" || kind === "final"));

const authorUrl = (channel: string, { id, contact }: Author): string => {
  if (contact !== undefined) return contact;
  if (channel === "vk" && /^\d+$/.test(id)) return `https://vk.com/id${id}`;
  return channel === "ok" ? `https://ok.ru/profile/${id}` : "";
};

const lastOf = <What extends HistoryEntry["what"]>(
  history: readonly HistoryEntry[],
  what: What,
  from: Instant,
): Extract<HistoryEntry, { what: What }> | undefined =>
  history.findLast((entry): entry is Extract<HistoryEntry, { what: What }> => entry.what === what && entry.at >= from);

/** When it was given to its last executor, and what came of it. */
const lastTurn = ({ history }: Incident, answers: readonly Reply[]) => {
  const assignedAt = lastOf(history, "assigned", 0)?.at;
  const since = assignedAt ?? 0;
  const submittedAt = history.find(({ what, at }) => what === "submitted" && at >= since)?.at;
  const answer = assignedAt === undefined ? undefined : answers.find(({ at }) => at >= since);
  const verdict = lastOf(history, "answered", since) ?? lastOf(history, "interim-answered", since);
  return {
    assignedAt,
    submittedAt,
    lastAnsweredAt: answer?.at,
    inTime: answer === undefined ? undefined : verdict?.inTime,
  };
};

const flag = (is: boolean): string => (is ? "Да" : "Нет");

/** What is known here of an incident, in the columns of «Инцидент Менеджмент»; columns that mean nothing here are empty. */
export const ourCells = (incident: Incident, author: Author | undefined, centre: Centre): ImCells => {
  const { signal, history, state } = incident;
  const { zone } = centre.calendar.hours;
  const time = (at: Instant | undefined): string => timeIn(zone, at);
  const answers = answersOf(incident);
  const [first, second, third] = answers;
  const { assignedAt, submittedAt, lastAnsweredAt, inTime } = lastTurn(incident, answers);
  const body = centre.authorities.authorities.find(({ id }) => id === incident.authority);
  const parent = centre.authorities.authorities.find(({ id }) => id === body?.parent);
  const group = centre.topics.groups.find(({ id }) => id === incident.group);
  const closed = state === "closed" ? lastOf(history, "closed", 0) : undefined;
  const { settlement, street, house } = incident.understood?.where ?? {};
  const { audience, likes, comments, reposts } = signal.reach ?? {};
  const approval = submittedAt === undefined || lastAnsweredAt === undefined ? undefined : lastAnsweredAt - submittedAt;
  const engaged = [likes, comments, reposts].filter((figure) => figure !== undefined);
  return {
    cabinet: centre.centre.name,
    id: incident.id,
    department: (parent ?? body)?.name ?? "",
    executor: parent === undefined ? "" : (body?.name ?? ""),
    answeredAt: time(first?.at),
    answer: first === undefined ? "" : marked(first.text),
    assignedAt: time(assignedAt),
    lastAnsweredAt: time(lastAnsweredAt),
    inTime: inTime === undefined ? "-" : flag(inTime),
    submittedAt: time(submittedAt),
    approvalTook: approval === undefined || approval < 0 ? "" : String(approval / DAY),
    step: stepOf(state),
    createdAt: time(incident.createdAt),
    closedAt: time(closed?.at),
    group: group?.name ?? "",
    topic: group?.topics.find(({ id }) => id === incident.topic)?.name ?? "",
    region: centre.centre.name,
    municipality: centre.territories.territories.find(({ id }) => id === incident.territory)?.name ?? "",
    settlement: settlement ?? "",
    street: street ?? signal.place?.address ?? "",
    house: house ?? "",
    mediaInAnswer: "Нет",
    mediaInMessage: flag((signal.attachments ?? []).length > 0),
    messageUrl: messageUrl(signal) ?? "",
    pageUrl: signal.page ?? "",
    text: marked(signal.text),
    answer1: marked(first?.text),
    answer2: marked(second?.text),
    answer3: marked(third?.text),
    closedWhy: closed?.why ?? "",
    audience: audience === undefined ? "" : String(audience),
    engagement: engaged.length === 0 ? "" : String(engaged.reduce((sum, figure) => sum + figure, 0)),
    authorUrl: author === undefined ? "" : authorUrl(signal.channel, author),
    surveySent: "Нет",
  };
};
