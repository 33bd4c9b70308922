import type { SQSBatchResponse, SQSEvent } from "aws-lambda";
import { Metric } from "../contracts/metrics.ts";
import { eventIdsOf, incidentsOf, type Notice, notice as schema, toldMark } from "../contracts/notices.ts";
import { LONGEST_DELAY_SECONDS } from "../contracts/queues.ts";
import { type Instant, SECOND } from "../domain/time/instant.ts";
import type { AlertedClocks, DeliveredAlerts, Unsent } from "../store/ports.ts";
import type { DeadLetters } from "./dead-letters.ts";
import { isHeld, stillTrue } from "./held-notice.ts";
import type { Log } from "./log.ts";
import type { Counter } from "./metrics.ts";
import { type Bundle, bundled } from "./notice-batch.ts";
import type { Queue } from "./queue.ts";
import { failures, queueBatch } from "./queue-batch.ts";
import type { SendNotice } from "./sending.ts";
import type { Now } from "./time.ts";

interface Parts {
  readonly send: SendNotice;
  /** The way's own queue: what waits, and what is tried again, goes back to it. */
  readonly queue: Queue<Notice>;
  readonly told: DeliveredAlerts;
  readonly clocks: AlertedClocks;
  readonly unsent: Unsent;
  readonly deadLetters: DeadLetters;
  readonly now: Now;
  readonly counter: Counter;
  readonly log: Log;
}

/** Messages on their way side by side. */
const AT_ONCE = 10;

const FIRST_PAUSE_SECONDS = 30;

/** With pauses that double up to a quarter of an hour, this is a day. */
const MOST_TRIES = 100;

const pauseAfter = (tries: number): number => Math.min(LONGEST_DELAY_SECONDS, FIRST_PAUSE_SECONDS * 2 ** tries);

/** Seconds that a queue may hold a message until a moment; it comes back to be held again when that is too short. */
const holdUntil = (moment: Instant, at: Instant): number =>
  Math.min(LONGEST_DELAY_SECONDS, Math.max(1, Math.ceil((moment - at) / SECOND)));

/** The part of a notice that was not told yet; nothing when all of it was. */
const without = (notice: Notice, untold: ReadonlySet<string>): Notice | undefined => {
  if (notice.content.kind === "digest") return untold.has(toldMark(notice.content.id, notice.to)) ? notice : undefined;
  const alerts = notice.content.alerts.filter(({ id }) => untold.has(toldMark(id, notice.to)));
  return alerts.length === 0 ? undefined : { ...notice, content: { kind: "alerts", alerts } };
};

/**
 * Sends what the queue of one way carries. Quiet hours and pauses between tries are spent in the queue, so that nothing
 * waits in memory; what no try can help, or what a try may have sent, goes to the dead letters and into the next digest.
 */
export const noticeWorker = (parts: Parts) => {
  const { send, queue, told, clocks, unsent, deadLetters, now, counter, log } = parts;
  const batch = queueBatch({ schema, deadLetters, counter, log });

  const postpone = (notice: Notice, at: Instant): Promise<void> =>
    queue.sendAll([{ message: notice, delaySeconds: holdUntil(notice.notBefore ?? at, at) }]);

  const giveUp = async (notice: Notice, messageId: string, reason: string): Promise<void> => {
    await unsent.add(notice.centre, { way: notice.to.way, incidents: incidentsOf(notice) });
    // As it was before its first try, so that sending it back begins anew.
    await batch.bury({ messageId, body: JSON.stringify({ ...notice, tries: 0 }) }, reason);
  };

  const tryAgain = async (notice: Notice, messageId: string, why: string, afterSeconds?: number): Promise<void> => {
    if (notice.tries >= MOST_TRIES) return giveUp(notice, messageId, `Tried for a day, at last: ${why}`);
    const at = now();
    const pause = Math.max(pauseAfter(notice.tries), afterSeconds ?? 0);
    await postpone({ ...notice, tries: notice.tries + 1, notBefore: at + pause * SECOND }, at);
    counter.add(Metric.NoticeDelayed);
    log.warn("A notice could not be sent and will be tried again.", { notice: notice.id, why, seconds: pause });
  };

  const settle = async ({ notice: whole, parts: bundle }: Bundle): Promise<void> => {
    const [first] = bundle;
    const marks = eventIdsOf(whole).map((id) => toldMark(id, whole.to));
    const untold = without(whole, new Set(await told.untold(marks)));
    const notice = untold !== undefined && bundle.some(isHeld) ? await stillTrue(clocks, untold) : untold;
    if (notice === undefined) return;
    const messageId = first?.record.messageId ?? notice.id;
    const sending = await send(notice);
    switch (sending.kind) {
      case "sent":
        counter.add(Metric.NoticeSent);
        return told.told(
          eventIdsOf(notice).map((id) => toldMark(id, notice.to)),
          now(),
          notice.keptUntil,
        );
      case "later":
        return tryAgain(notice, messageId, sending.why, sending.afterSeconds);
      case "refused":
        return giveUp(notice, messageId, sending.why);
      case "unclear":
        return giveUp(notice, messageId, `${sending.why} It may have been told: look there before sending it back.`);
      default:
        return sending satisfies never;
    }
  };

  return async ({ Records }: SQSEvent): Promise<SQSBatchResponse> => {
    const at = now();
    const received = await batch.read(Records);
    const isEarly = ({ notBefore = 0 }: Notice): boolean => notBefore > at;
    const early = received.filter(({ message }) => isEarly(message));
    const due = bundled(received.filter(({ message }) => !isEarly(message)));
    const failed = await Promise.all(early.map((each) => batch.attempt([each], () => postpone(each.message, at))));
    for (let start = 0; start < due.length; start += AT_ONCE) {
      const some = due.slice(start, start + AT_ONCE);
      failed.push(...(await Promise.all(some.map((bundle) => batch.attempt(bundle.parts, () => settle(bundle))))));
    }
    return failures(failed.flat());
  };
};
