import { Metric } from "../../shared/contracts/metrics.ts";
import type { RecomputeMessage } from "../../shared/contracts/recompute.ts";
import type { Centre } from "../../shared/domain/centre/centre.ts";
import { iso } from "../../shared/domain/time/instant.ts";
import type { Log } from "../../shared/platform/log.ts";
import type { Counter } from "../../shared/platform/metrics.ts";
import type { Queue } from "../../shared/platform/queue.ts";
import { recomputePage } from "../../shared/platform/recompute-page.ts";
import type { Now } from "../../shared/platform/time.ts";
import type { IncidentQueue, Incidents } from "../../shared/store/ports.ts";

interface Parts {
  readonly incidents: Incidents;
  readonly queue: IncidentQueue;
  /** The centre's data as they are, not as they were a minute ago. */
  readonly centre: (id: string) => Promise<Centre>;
  readonly next: Queue<RecomputeMessage>;
  readonly now: Now;
  readonly counter: Counter;
  readonly log: Log;
}

/** Incidents reckoned anew for one message. */
const PAGE = 100;

/** Reckons a page of a centre's open incidents anew, says what moved, and asks for the next page. */
export const recomputeCentre = ({ centre, next, counter, log, ...stores }: Parts) => {
  const recompute = recomputePage(stores);
  return async (message: RecomputeMessage): Promise<void> => {
    const { centre: centreId, cursor } = message;
    const page = await recompute(await centre(centreId), {
      centreId,
      limit: PAGE,
      dryRun: false,
      ...(cursor === undefined ? {} : { cursor }),
    });
    for (const { incidentId, clock, from, to } of page.moved)
      log.info("A deadline moved.", { incidentId, clock, from: iso(from), to: iso(to) });
    if (page.moved.length > 0) counter.add(Metric.DeadlineMoved, page.moved.length);
    const sum = {
      seen: message.seen + page.seen,
      changed: message.changed + page.changed,
      moved: message.moved + page.moved.length,
    };
    if (page.cursor === undefined) log.info("The open incidents of a centre were reckoned anew.", { centreId, ...sum });
    else await next.send({ schemaVersion: 1, centre: centreId, cursor: page.cursor, ...sum });
  };
};
