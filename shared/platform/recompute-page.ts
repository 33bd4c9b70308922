import type { Centre } from "../domain/centre/centre.ts";
import type { ClockKind } from "../domain/clock/norm.ts";
import type { Incident } from "../domain/incident/incident.ts";
import { isUpToDate, recomputeIncident } from "../domain/incident/recompute-incident.ts";
import type { Instant } from "../domain/time/instant.ts";
import type { IncidentQueue, Incidents } from "../store/ports.ts";
import { persist } from "./persist.ts";
import type { Now } from "./time.ts";

interface Parts {
  readonly incidents: Incidents;
  readonly queue: IncidentQueue;
  readonly now: Now;
}

/** One deadline that moved, or would. */
export interface MovedDeadline {
  readonly incidentId: string;
  readonly clock: ClockKind;
  readonly from: Instant;
  readonly to: Instant;
}

export interface RecomputedPage {
  readonly seen: number;
  /** Incidents that were written, or would be: a warning may move without its deadline. */
  readonly changed: number;
  readonly moved: readonly MovedDeadline[];
  /** Where the next page begins; absent at the end. */
  readonly cursor?: string;
}

/** Beyond so many lost races in a row something else is wrong: the page is tried again as a whole. */
const MOST_RACES = 5;

/** An incident that fails is tried again at once: a page is long, and comes again as a whole. */
const MOST_TRIES = 3;

/**
 * Reckons a page of a centre's open incidents anew under the rules it has now. A page that is done again changes nothing,
 * so that a run may be repeated, or go on from any cursor.
 */
export const recomputePage = ({ incidents, queue, now }: Parts) => {
  const recompute = async (id: string, centre: Centre, dryRun: boolean): Promise<Incident | undefined> => {
    for (let race = 0; race < MOST_RACES; race += 1) {
      const incident = await incidents.read(id);
      const after = incident === undefined ? undefined : recomputeIncident(incident, centre, now());
      if (after === undefined || dryRun || (await incidents.replace(after)) === "replaced") return after;
    }
    throw new Error(`Incident ${id} changed ${MOST_RACES} times while it was reckoned anew.`);
  };

  return async (
    centre: Centre,
    page: { readonly centreId: string; readonly limit: number; readonly cursor?: string; readonly dryRun: boolean },
  ): Promise<RecomputedPage> => {
    const { items, cursor } = await queue.page({
      centre: page.centreId,
      open: true,
      filter: {},
      limit: page.limit,
      ...(page.cursor === undefined ? {} : { cursor: page.cursor }),
    });
    const moved: MovedDeadline[] = [];
    let changed = 0;
    for (const { id, clocks } of items) {
      if (isUpToDate(clocks, centre)) continue;
      const after = await persist(MOST_TRIES, () => recompute(id, centre, page.dryRun));
      if (after === undefined) continue;
      changed += 1;
      const step = after.history.at(-1);
      if (step?.what === "recomputed") moved.push(...step.moved.map((each) => ({ incidentId: id, ...each })));
    }
    return { seen: items.length, changed, moved, ...(cursor === undefined ? {} : { cursor }) };
  };
};
