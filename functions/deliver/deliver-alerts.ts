import type { SQSBatchResponse, SQSEvent } from "aws-lambda";
import * as z from "zod/mini";
import { dangerEvent, deadlineEvent, failedReplyEvent } from "../../shared/contracts/events.ts";
import { Metric } from "../../shared/contracts/metrics.ts";
import { keptUntil } from "../../shared/domain/centre/retention.ts";
import type { ReadCentre } from "../../shared/platform/centre-data.ts";
import type { DeadLetters } from "../../shared/platform/dead-letters.ts";
import type { Log } from "../../shared/platform/log.ts";
import type { Counter } from "../../shared/platform/metrics.ts";
import type { NoticeQueues } from "../../shared/platform/notice-queues.ts";
import { failures, queueBatch } from "../../shared/platform/queue-batch.ts";
import type { Now } from "../../shared/platform/time.ts";
import type { DeliveredAlerts } from "../../shared/store/ports.ts";
import { type Alert, addressNotices } from "./address-notices.ts";

const alert = z.discriminatedUnion("detail-type", [deadlineEvent, dangerEvent, failedReplyEvent]);

interface Parts {
  readonly delivered: DeliveredAlerts;
  readonly notices: NoticeQueues;
  readonly deadLetters: DeadLetters;
  readonly centre: ReadCentre;
  readonly now: Now;
  readonly counter: Counter;
  readonly log: Log;
}

/**
 * Decides who is told what a batch of alerts says, and hands it to the ways that people are told by. An alert is marked
 * as delivered after it was handed over: should the mark fail, it is handed over twice rather than not at all, and the
 * ways tell each address of it once.
 */
export const deliverAlerts = ({ delivered, notices, deadLetters, centre, now, counter, log }: Parts) => {
  const batch = queueBatch({ schema: alert, deadLetters, counter, log });

  const deliver = async (centreId: string, received: readonly Alert[]): Promise<void> => {
    const once = new Map(received.map((each) => [each.detail.id, each]));
    const untold = await delivered.untold([...once.keys()]);
    const alerts = untold.flatMap((id) => once.get(id) ?? []);
    if (alerts.length === 0) return;
    const data = await centre(centreId);
    const at = now();
    await notices.sendAll(addressNotices(alerts, centreId, data, at));
    await delivered.told(untold, at, keptUntil(data.retention.toldAlerts, at));
    counter.add(Metric.AlertDelivered, alerts.length);
  };

  return async ({ Records }: SQSEvent): Promise<SQSBatchResponse> => {
    const groups = Map.groupBy(await batch.read(Records), ({ message }) => message.detail.data.centre);
    const failed = [];
    for (const [centreId, group] of groups) {
      const alerts = group.map(({ message }) => message);
      failed.push(...(await batch.attempt(group, () => deliver(centreId, alerts))));
    }
    return failures(failed);
  };
};
