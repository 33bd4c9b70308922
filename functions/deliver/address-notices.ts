import type { DeadlineEvent } from "../../shared/contracts/events.ts";
import { type AlertLine, MOST_ALERTS, newNotice, type Notice } from "../../shared/contracts/notices.ts";
import { type Address, addressKey, usualDuty } from "../../shared/domain/duty.ts";
import type { Centre } from "../../shared/domain/centre.ts";
import type { Instant } from "../../shared/domain/instant.ts";
import { keptUntil } from "../../shared/domain/retention.ts";
import { whoIsTold } from "../../shared/domain/who-is-told.ts";

const nameOf = (known: readonly { readonly id: string; readonly name: string }[], id: string): string =>
  known.find((each) => each.id === id)?.name ?? id;

const lineOf = ({ id, data }: DeadlineEvent["detail"], { topics, territories, authorities }: Centre): AlertLine => ({
  id,
  incidentId: data.incidentId,
  topic: nameOf(
    topics.groups.flatMap((group) => group.topics),
    data.topic,
  ),
  ...(data.territory === undefined ? {} : { territory: nameOf(territories.territories, data.territory) }),
  authority: nameOf(authorities.authorities, data.authority),
  clock: data.clock,
  stage: data.stage,
  dueAt: Date.parse(data.dueAt),
  late: data.late,
});

interface Letter {
  readonly to: Address;
  readonly notBefore: Instant | undefined;
  readonly alerts: AlertLine[];
}

/** Decides who is told what of a centre's alerts: one notice for each address and moment, with a line for each alert. */
export const addressNotices = (
  alerts: readonly DeadlineEvent[],
  id: string,
  centre: Centre,
  at: Instant,
): readonly Notice[] => {
  const { duty = usualDuty, authorities, calendar, retention } = centre;
  const place = { duty, authorities, zone: calendar.hours.zone };
  const letters = new Map<string, Letter>();
  for (const { detail } of alerts) {
    const { stage, authority, urgent = false } = detail.data;
    for (const { to, notBefore } of whoIsTold(place, { stage, authority, urgent }, at)) {
      const key = `${addressKey(to)} ${notBefore ?? ""}`;
      const letter = letters.get(key) ?? { to, notBefore, alerts: [] };
      letter.alerts.push(lineOf(detail, centre));
      letters.set(key, letter);
    }
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
