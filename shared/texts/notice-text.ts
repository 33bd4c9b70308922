import { type AlertLine, type Digest, incidentLink, type Notice } from "../contracts/notices.ts";
import type { Instant } from "../domain/time/instant.ts";
import { type AlertTexts, alertTexts } from "./alerts.ts";

/** A message to people. */
export interface NoticeText {
  readonly subject: string;
  readonly text: string;
}

/** The worst first: danger before deadlines, what is overdue before what is at risk, the highest rung and the earliest deadline first. */
const rank: Readonly<Record<AlertLine["stage"], number>> = {
  danger: -1,
  escalated: 0,
  breached: 1,
  "reply-failed": 2,
  "warned-90": 3,
  "warned-75": 4,
  "warned-50": 5,
};

interface Written {
  readonly subject: string;
  readonly lines: readonly string[];
}

interface Style {
  readonly texts: AlertTexts;
  readonly when: (at: Instant) => string;
  readonly linkTo: (incidentId: string) => string;
}

const rungOf = (alert: AlertLine): number => ("rung" in alert ? (alert.rung ?? 1) : 1);
const momentOf = (alert: AlertLine): Instant => {
  if (alert.stage === "danger") return alert.openedAt;
  return alert.stage === "reply-failed" ? alert.failedAt : alert.dueAt;
};

const lineOf = (alert: AlertLine, { texts, when, linkTo }: Style): string => {
  const [at, link] = [when(momentOf(alert)), linkTo(alert.incidentId)];
  if (alert.stage === "danger") return texts.dangerLine(alert, at, link);
  return alert.stage === "reply-failed" ? texts.replyLine(alert, at, link) : texts.line(alert, at, link);
};

const writeAlerts = (alerts: readonly AlertLine[], style: Style): Written => {
  const ordered = alerts.toSorted(
    (a, b) => rank[a.stage] - rank[b.stage] || rungOf(b) - rungOf(a) || momentOf(a) - momentOf(b),
  );
  return {
    subject: style.texts.subject(alerts.length, ordered[0]?.stage ?? "breached"),
    lines: ordered.map((alert) => lineOf(alert, style)),
  };
};

const writeDigest = ({ late, dueToday, replies, unsent }: Digest, { texts, when, linkTo }: Style): Written => {
  const list = (title: string, { count, lines }: Digest["late"]): readonly string[] => [
    title,
    ...lines.map((line) => texts.digestLine(line, when(line.dueAt), linkTo(line.incidentId))),
    ...(count > lines.length ? [texts.more(count - lines.length)] : []),
  ];
  const unsettled = [
    texts.digest.replies(replies.count),
    ...replies.lines.map((line) => texts.digestReplyLine(line, linkTo(line.incidentId))),
    ...(replies.count > replies.lines.length ? [texts.more(replies.count - replies.lines.length)] : []),
  ];
  const untold = unsent.flatMap(({ way, incidents }) => [
    `${texts.way[way]}:`,
    ...incidents.map((incident) => `• ${linkTo(incident)}`),
  ]);
  return {
    subject: texts.digestSubject(dueToday.count, late.count),
    lines: [
      ...list(texts.digest.late(late.count), late),
      "",
      ...list(texts.digest.dueToday(dueToday.count), dueToday),
      ...(replies.count === 0 ? [] : ["", ...unsettled]),
      ...(untold.length === 0 ? [] : ["", texts.digest.unsent, ...untold]),
    ],
  };
};

/** Whole lines, as many as there is room for, and how many there is none for. */
const fitted = (lines: readonly string[], room: number, size: (text: string) => number, texts: AlertTexts): string => {
  const whole = lines.join("\n");
  if (size(whole) <= room) return whole;
  let left = room - size(texts.more(lines.length));
  let shown = 0;
  for (const line of lines) {
    left -= size(`${line}\n`);
    if (left < 0) break;
    shown += 1;
  }
  return [...lines.slice(0, shown), texts.more(lines.length - shown)].join("\n");
};

/**
 * Writes a notice for people: one message with a line for each alert, a hundred of them in one. Of lines that go beyond
 * `room`, as `size` measures it, it says how many there are.
 */
export const writeNotice = (
  { content, zone }: Pick<Notice, "content" | "zone">,
  publicUrl: string,
  { room = Number.POSITIVE_INFINITY, size = (text: string): number => text.length, texts = alertTexts.ru } = {},
): NoticeText => {
  const format = new Intl.DateTimeFormat(texts.locale, { timeZone: zone, dateStyle: "short", timeStyle: "short" });
  const style = {
    texts,
    when: (at: Instant) => format.format(at),
    linkTo: (id: string) => incidentLink(publicUrl, id),
  };
  const { subject, lines } =
    content.kind === "alerts" ? writeAlerts(content.alerts, style) : writeDigest(content, style);
  return { subject, text: fitted(lines, room, size, texts) };
};
