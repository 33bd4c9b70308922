import type { SQSBatchResponse, SQSEvent, SQSRecord } from "aws-lambda";
import { type DeadlineEvent, deadlineEvent } from "../../shared/contracts/events.ts";
import { Metric } from "../../shared/contracts/metrics.ts";
import { TRIES } from "../../shared/contracts/queues.ts";
import { Rejection } from "../../shared/domain/rejection.ts";
import { keptUntil } from "../../shared/domain/retention.ts";
import type { ReadCentre } from "../../shared/platform/centre-data.ts";
import type { DeadLetters } from "../../shared/platform/dead-letters.ts";
import type { Duty } from "../../shared/platform/duty.ts";
import { failureFacts, type Log } from "../../shared/platform/log.ts";
import type { Counter } from "../../shared/platform/metrics.ts";
import { jsonParser } from "../../shared/platform/parse.ts";
import type { Now } from "../../shared/platform/time.ts";
import type { DeliveredAlerts } from "../../shared/store/ports.ts";
import { composeNotice } from "./compose-notice.ts";

interface Parts {
  readonly delivered: DeliveredAlerts;
  readonly duty: Duty;
  readonly deadLetters: DeadLetters;
  readonly centre: ReadCentre;
  readonly now: Now;
  readonly counter: Counter;
  readonly log: Log;
}

interface Received {
  readonly record: SQSRecord;
  readonly alert: DeadlineEvent;
}

const parse = jsonParser(deadlineEvent);

const byCentre = (received: readonly Received[]): ReadonlyMap<string, readonly Received[]> =>
  Map.groupBy(received, ({ alert }) => alert.detail.data.centre);

/**
 * Tells people on duty what a batch of alerts says, one message a centre. An alert is marked as told after it was sent:
 * should the mark fail, it is told twice rather than not at all.
 */
export const deliverAlerts = ({ delivered, duty, deadLetters, centre, now, counter, log }: Parts) => {
  const bury = async (record: SQSRecord, reason: string): Promise<void> => {
    await deadLetters.bury(record, reason);
    counter.add(Metric.DeadLetter);
    log.error("An alert went to the dead letters.", { messageId: record.messageId, reason });
  };

  const read = async (record: SQSRecord): Promise<Received[]> => {
    try {
      return [{ record, alert: parse(record.body) }];
    } catch (error) {
      if (!(error instanceof Rejection)) throw error;
      await bury(record, error.reason);
      return [];
    }
  };

  /** What is left to try again after a failure: a last try goes to the dead letters with its reason. */
  const afterFailure = async (records: readonly SQSRecord[], error: unknown): Promise<readonly SQSRecord[]> => {
    const { error: kind } = failureFacts(error);
    const lastTry = ({ attributes }: SQSRecord) => Number(attributes.ApproximateReceiveCount) >= TRIES;
    for (const record of records.filter(lastTry)) await bury(record, `Failed ${TRIES} times, at last with ${kind}.`);
    return records.filter((record) => !lastTry(record));
  };

  const tell = async (centreId: string, received: readonly Received[]): Promise<void> => {
    const untold = new Set(await delivered.untold(received.map(({ alert }) => alert.detail.id)));
    const once = new Map(received.map(({ alert }) => [alert.detail.id, alert]));
    const alerts = [...once.values()].filter(({ detail }) => untold.has(detail.id));
    if (alerts.length === 0) return;
    const { calendar, retention } = await centre(centreId);
    await duty.tell(composeNotice(alerts, calendar.hours.zone));
    const at = now();
    await delivered.told([...untold], at, keptUntil(retention.toldAlerts, at));
    counter.add(Metric.AlertDelivered, alerts.length);
  };

  return async ({ Records }: SQSEvent): Promise<SQSBatchResponse> => {
    const received = (await Promise.all(Records.map(read))).flat();
    const failed: SQSRecord[] = [];
    for (const [centreId, group] of byCentre(received)) {
      try {
        await tell(centreId, group);
      } catch (error) {
        log.error("Alerts could not be delivered and will be tried again.", {
          centre: centreId,
          alerts: group.length,
          ...failureFacts(error),
        });
        const records = group.map(({ record }) => record);
        failed.push(...(await afterFailure(records, error)));
      }
    }
    return { batchItemFailures: failed.map(({ messageId }) => ({ itemIdentifier: messageId })) };
  };
};
