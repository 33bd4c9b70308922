import { DAY, HOUR, type Instant } from "../domain/time/instant.ts";
import { holdsForAll, Unanswered } from "./ask-api.ts";
import type { Looked, Visit } from "./collector.ts";
import type { Refused } from "./history.ts";

/** One of many places that each have to be asked by name. */
export interface AskedPlace {
  readonly name: string;
  /** When something was heard from there last. */
  readonly heardAt: Instant;
}

interface Turns<Kind extends AskedPlace> {
  /** How long a place is left alone after it was asked. Default: until the next visit. */
  readonly restOf?: (place: Kind) => number;
  readonly ask: (place: Kind, visit: Visit) => Promise<Refused | undefined>;
  /** What is more waits for the next visit. */
  readonly most?: number;
  /** Back to when a place is asked the first time. Default: a day, and an hour. */
  readonly first?: Instant;
  /** How long a place that was refused is left alone. Default: a day, if nothing is heard from there: rights change. */
  readonly refusedFor?: number;
}

/** How all turns ended, and how many places wait for the next visit. */
type Ended = Extract<Looked, { kind: "done" }> & { readonly waiting: number };

const AT_A_VISIT = 200;
/** So many in a row that were not answered, and it is the platform that does not answer. */
const MOST_FAILURES = 3;
const REFUSED_FOR = DAY;
/** A place is asked again for what came so long before it was asked last: what is shown late is found all the same. */
const OVERLAP = HOUR;
/** How far back a place is asked the first time. */
const FIRST_FLOOR = DAY;

const refusedOf = (name: string): string => `refused ${name}`;
const failedOf = (name: string): string => `failed ${name}`;

/**
 * Asks places one by one, those first that have waited longest, as long as there is time: where a visit ends the next one goes
 * on. Each has its own moment back to which it is asked, among the figures. What one does not answer holds up no other.
 */
export const askInTurns = async <Kind extends AskedPlace>(
  places: readonly Kind[],
  visit: Visit,
  { restOf = () => 0, ask, most = AT_A_VISIT, first, refusedFor = REFUSED_FOR }: Turns<Kind>,
): Promise<Ended> => {
  const { now, figures: before } = visit;
  const earliest = first ?? now - FIRST_FLOOR - OVERLAP;
  const figures: Record<string, number> = {};
  const due: { readonly place: Kind; readonly since: Instant }[] = [];
  for (const place of places) {
    const { name, heardAt } = place;
    const [askedAt, refusedAt = 0, failedAt] = [before[name], before[refusedOf(name)], before[failedOf(name)]];
    if (askedAt !== undefined) figures[name] = askedAt;
    if (refusedAt + refusedFor > now && refusedAt >= heardAt) figures[refusedOf(name)] = refusedAt;
    else if ((askedAt ?? 0) + restOf(place) <= now) due.push({ place, since: failedAt ?? askedAt ?? 0 });
    if (failedAt !== undefined) figures[failedOf(name)] = failedAt;
  }
  due.sort((one, other) => one.since - other.since);

  let without: string | undefined;
  let unanswered: Unanswered | undefined;
  let failures = 0;
  let waiting = due.length;
  for (const { place } of due.slice(0, most)) {
    if (!visit.hasTime()) break;
    const { name } = place;
    const askedAt = before[name];
    const floor = Math.min(visit.floor, askedAt === undefined ? earliest : askedAt - OVERLAP);
    try {
      const refused = await ask(place, { ...visit, floor });
      if (refused === undefined) figures[name] = now;
      else {
        figures[refusedOf(name)] = now;
        without = refused.why;
      }
      delete figures[failedOf(name)];
      failures = 0;
      waiting -= 1;
    } catch (error) {
      if (!(error instanceof Unanswered)) throw error;
      unanswered = error;
      // It was its visit's end, and is the first at the next one.
      if (!visit.hasTime()) break;
      failures += 1;
      figures[failedOf(name)] = now;
      if (holdsForAll(error) || failures >= MOST_FAILURES) break;
    }
  }
  return {
    kind: "done",
    figures,
    idle: due.length === 0,
    waiting,
    ...(without === undefined ? {} : { without }),
    ...(unanswered === undefined ? {} : { unanswered }),
  };
};
