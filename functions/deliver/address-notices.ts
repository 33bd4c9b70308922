import type { DangerEvent, DeadlineEvent, FailedReplyEvent } from "../../shared/contracts/events.ts";
import {
  type AlertLine,
  type DangerLine,
  type DeadlineLine,
  MOST_ALERTS,
  type Notice,
  newNotice,
  type ReplyLine,
} from "../../shared/contracts/notices.ts";
import type { Centre } from "../../shared/domain/centre/centre.ts";
import { centreNames } from "../../shared/domain/centre/centre-names.ts";
import { type Address, addressKey, usualDuty } from "../../shared/domain/centre/duty.ts";
import { keptUntil } from "../../shared/domain/centre/retention.ts";
import { whoIsTold, whoIsToldOfDanger } from "../../shared/domain/centre/who-is-told.ts";
import { type Rung, termsFor } from "../../shared/domain/clock/norm.ts";
import type { Instant } from "../../shared/domain/time/instant.ts";

/** An alert as the bus delivers it. */
export type Alert = DeadlineEvent | DangerEvent | FailedReplyEvent;

const aboutOf = ({ id, data }: Alert["detail"], centre: Centre) => {
  const names = centreNames(centre);
  return {
    id,
    incidentId: data.incidentId,
    topic: names.topic(data.topic),
    ...(data.territory === undefined ? {} : { territory: names.territory(data.territory) }),
    authority: names.authority(data.authority),
  };
};

const dangerLine = (detail: DangerEvent["detail"], centre: Centre): DangerLine => ({
  ...aboutOf(detail, centre),
  stage: "danger",
  openedAt: Date.parse(detail.time),
});

const replyLine = (detail: FailedReplyEvent["detail"], centre: Centre): ReplyLine => ({
  ...aboutOf(detail, centre),
  stage: "reply-failed",
  outcome: detail.data.outcome,
  channel: detail.data.channel,
  failedAt: Date.parse(detail.time),
});

const deadlineLine = ({ data, ...rest }: DeadlineEvent["detail"], centre: Centre): DeadlineLine => ({
  ...aboutOf({ data, ...rest }, centre),
  clock: data.clock,
  stage: data.stage,
  ...(data.rung === undefined ? {} : { rung: data.rung }),
  dueAt: Date.parse(data.dueAt),
  late: data.late,
});

/** The rung that an alert of an escalation stands for, as the centre's norms have it today. */
const rungOf = ({ data }: DeadlineEvent["detail"], { norms, topics }: Centre): Rung | undefined => {
  const { stage, clock, topic, channel = "", urgent = false, rung = 1 } = data;
  if (stage !== "escalated") return undefined;
  const group = topics.groups.find((each) => each.topics.some(({ id }) => id === topic))?.id ?? "";
  return termsFor(norms, clock, { channel, group, topic, urgent })?.ladder[rung - 1];
};

interface Letter {
  readonly to: Address;
  readonly notBefore: Instant | undefined;
  readonly alerts: AlertLine[];
}

/** Decides who is told what of a centre's alerts: one notice for each address and moment, with a line for each alert. */
export const addressNotices = (
  alerts: readonly Alert[],
  id: string,
  centre: Centre,
  at: Instant,
): readonly Notice[] => {
  const { duty = usualDuty, authorities, calendar, retention } = centre;
  const place = { duty, authorities, zone: calendar.hours.zone };
  const letters = new Map<string, Letter>();
  const write = (line: AlertLine, to: Address, notBefore?: Instant): void => {
    const key = `${addressKey(to)} ${notBefore ?? ""}`;
    const letter = letters.get(key) ?? { to, notBefore, alerts: [] };
    letter.alerts.push(line);
    letters.set(key, letter);
  };
  for (const alert of alerts) {
    if (alert["detail-type"] === "IncidentOpened" || alert["detail-type"] === "IncidentChanged") {
      const line = dangerLine(alert.detail, centre);
      for (const to of whoIsToldOfDanger(place, alert.detail.data.authority, at)) write(line, to);
      continue;
    }
    if (alert["detail-type"] === "ReplyFailed") {
      // Whoever answers for the centre's pages; the stage says nothing where it is said who is told.
      const alerted = { stage: "breached", authority: alert.detail.data.authority, urgent: false } as const;
      for (const { to, notBefore } of whoIsTold(place, { ...alerted, tells: ["operator"] }, at))
        write(replyLine(alert.detail, centre), to, notBefore);
      continue;
    }
    const { detail } = alert;
    const { stage, authority, urgent = false } = detail.data;
    const tells = rungOf(detail, centre)?.tells;
    const alerted = { stage, authority, urgent, ...(tells === undefined ? {} : { tells }) };
    for (const { to, notBefore } of whoIsTold(place, alerted, at)) write(deadlineLine(detail, centre), to, notBefore);
  }
  return [...letters.values()].flatMap(({ to, notBefore, alerts: lines }) =>
    Array.from({ length: Math.ceil(lines.length / MOST_ALERTS) }, (_, portion) =>
      newNotice({
        centre: id,
        to,
        zone: duty.zone ?? calendar.hours.zone,
        at,
        ...(notBefore === undefined ? {} : { notBefore }),
        keptUntil: keptUntil(retention.toldAlerts, at),
        content: { kind: "alerts", alerts: lines.slice(portion * MOST_ALERTS, (portion + 1) * MOST_ALERTS) },
      }),
    ),
  );
};
