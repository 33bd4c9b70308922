import type { DueMessage } from "../../shared/contracts/due-message.ts";
import { Metric } from "../../shared/contracts/metrics.ts";
import { MINUTE, SECOND } from "../../shared/domain/instant.ts";
import type { Counter } from "../../shared/platform/metrics.ts";
import type { Queue } from "../../shared/platform/queue.ts";
import type { Now } from "../../shared/platform/time.ts";
import type { WatchList } from "../../shared/store/ports.ts";

interface Parts {
  readonly watchList: WatchList;
  readonly due: Queue<DueMessage>;
  readonly now: Now;
  readonly counter: Counter;
}

/** How far a sweep looks ahead: past the next one, so that a skipped or late sweep makes nobody late. */
const AHEAD = 2 * MINUTE;

/**
 * Puts on the due queue what reaches its next stage within two minutes, each message delayed until that moment, and
 * what is overdue at once. Sweeps may overlap: a stage put twice is claimed once.
 */
export const sweep =
  ({ watchList, due, now, counter }: Parts) =>
  async (hasTime: () => boolean): Promise<void> => {
    for await (const page of watchList.due(now() + AHEAD)) {
      const at = now();
      await due.sendAll(
        page.map((pending) => ({
          message: { schemaVersion: 1, incidentId: pending.incidentId, at: pending.at },
          delaySeconds: Math.max(0, Math.ceil((pending.at - at) / SECOND)),
        })),
      );
      counter.add(Metric.StageDue, page.length);
      if (!hasTime()) return;
    }
  };
