import { DUE_AHEAD, type DueMessage, lookAt } from "../../shared/contracts/due-message.ts";
import { Metric } from "../../shared/contracts/metrics.ts";
import { type Instant, MINUTE, SECOND } from "../../shared/domain/time/instant.ts";
import type { Counter } from "../../shared/platform/metrics.ts";
import { persist } from "../../shared/platform/persist.ts";
import type { Outgoing, Queue } from "../../shared/platform/queue.ts";
import type { Now } from "../../shared/platform/time.ts";
import type { Pending, WatchList } from "../../shared/store/ports.ts";

interface Parts {
  readonly watchList: WatchList;
  readonly due: Queue<DueMessage>;
  readonly now: Now;
  readonly counter: Counter;
}

/**
 * The last sweep but one before a stage has it looked at once more so long after its moment: whoever claims it may die,
 * and the sweep that finds it overdue is up to a minute away.
 */
const SECOND_LOOK = 15 * SECOND;

/** A sweep that fails begins anew at once: the next one is a minute away. */
const MOST_TRIES = 3;

const messagesFor = ({ incidentId, at }: Pending, now: Instant): readonly Outgoing<DueMessage>[] => {
  const lastButOne = at - now > MINUTE && at - now <= 2 * MINUTE;
  const looks = lastButOne ? [at, at + SECOND_LOOK] : [at];
  return looks.map((moment) => lookAt(incidentId, at, moment, now));
};

/**
 * Puts on the due queue what reaches its next stage within two minutes, each message delayed until that moment, and
 * what is overdue at once. Sweeps may overlap: a stage put twice is claimed once.
 */
export const sweep = ({ watchList, due, now, counter }: Parts) => {
  const sweepThrough = async (hasTime: () => boolean): Promise<void> => {
    for await (const page of watchList.due(now() + DUE_AHEAD)) {
      const at = now();
      await due.sendAll(page.flatMap((pending) => messagesFor(pending, at)));
      counter.add(Metric.StageDue, page.length);
      if (!hasTime()) return;
    }
  };
  return (hasTime: () => boolean): Promise<void> => persist(MOST_TRIES, () => sweepThrough(hasTime), hasTime);
};
