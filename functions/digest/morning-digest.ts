import { type Digest, digestId, newNotice } from "../../shared/contracts/notices.ts";
import { DEFAULT_CENTRE } from "../../shared/contracts/secrets.ts";
import type { Centre } from "../../shared/domain/centre/centre.ts";
import { usualDuty } from "../../shared/domain/centre/duty.ts";
import { keptUntil } from "../../shared/domain/centre/retention.ts";
import { whoGetsDigest } from "../../shared/domain/centre/who-is-told.ts";
import { workingDays } from "../../shared/domain/time/calendar.ts";
import { HOUR, type Instant } from "../../shared/domain/time/instant.ts";
import { dateOfDay, dayAt, momentOf } from "../../shared/domain/time/time-of-day.ts";
import type { ReadCentre } from "../../shared/platform/centre-data.ts";
import type { NoticeQueues } from "../../shared/platform/notice-queues.ts";
import type { Now } from "../../shared/platform/time.ts";
import type { DeliveredAlerts, IncidentQueue, Unsent } from "../../shared/store/ports.ts";
import { openDeadlines } from "./open-deadlines.ts";
import { unsettledReplies } from "./unsettled-replies.ts";

interface Parts {
  /** The ids of the centres that have data of their own. */
  readonly centres: () => Promise<readonly string[]>;
  readonly centre: ReadCentre;
  readonly queue: IncidentQueue;
  readonly unsent: Unsent;
  readonly delivered: DeliveredAlerts;
  readonly notices: NoticeQueues;
  readonly now: Now;
}

/** After so long it is no morning's digest any more: whoever was away all night reads the dashboard. */
const LATEST = 3 * HOUR;

/** Incidents of each way that are named; the others are on the next morning. */
const MOST_UNSENT = 100;

/** The local date whose digest is due now; nothing outside of its hours and on days off. */
const dueDate = ({ calendar, duty = usualDuty }: Centre, at: Instant): string | undefined => {
  if (duty.digest === "none") return undefined;
  const zone = duty.zone ?? calendar.hours.zone;
  const day = dayAt(zone, at);
  const since = at - momentOf(zone, day, duty.digest.at);
  if (since < 0 || since >= LATEST) return undefined;
  const date = dateOfDay(day);
  const year = Number(date.slice(0, 4));
  const worked = workingDays(year, year, calendar.production, calendar.hours);
  return worked.some((each) => each.day === day) ? date : undefined;
};

/**
 * Sends each centre's digest in the morning of its working days: what is due today, what is late, which
 * replies wait for a person, and of what nobody could be told. Once a day and centre, whenever and however often it is called.
 */
export const morningDigest = ({ centres, centre, queue, unsent, delivered, notices, now }: Parts) => {
  const send = async (id: string): Promise<void> => {
    const at = now();
    const data = await centre(id);
    const date = dueDate(data, at);
    if (date === undefined) return;
    const day = digestId(id, date);
    if ((await delivered.untold([day])).length === 0) return;
    const { duty = usualDuty, authorities, calendar, retention } = data;
    const zone = duty.zone ?? calendar.hours.zone;
    const untold = await unsent.read(id);
    const content: Digest = {
      kind: "digest",
      id: day,
      ...(await openDeadlines(queue, { id, data, zone }, at)),
      replies: await unsettledReplies(queue, id, data),
      unsent: untold.map(({ way, incidents }) => ({ way, incidents: incidents.slice(0, MOST_UNSENT) })),
    };
    const place = { duty, authorities, zone: calendar.hours.zone };
    const until = keptUntil(retention.toldAlerts, at);
    const recipients = whoGetsDigest(place, at);
    await notices.sendAll(recipients.map((to) => newNotice({ centre: id, to, zone, at, keptUntil: until, content })));
    await delivered.told([day], at, until);
    await unsent.clear(id, content.unsent);
  };

  return async (): Promise<void> => {
    const listed = await centres();
    const tries: PromiseSettledResult<void>[] = [];
    // One after the other; no centre goes without its morning because of another's.
    for (const id of listed.length === 0 ? [DEFAULT_CENTRE] : listed)
      tries.push(...(await Promise.allSettled([send(id)])));
    const [failed] = tries.flatMap((each) => (each.status === "rejected" ? [each.reason] : []));
    if (failed !== undefined) throw failed;
  };
};
