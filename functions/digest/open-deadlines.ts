import type { Digest, DigestLine } from "../../shared/contracts/notices.ts";
import type { Centre } from "../../shared/domain/centre.ts";
import type { Stage } from "../../shared/domain/clock.ts";
import type { Instant } from "../../shared/domain/instant.ts";
import { dayAt } from "../../shared/domain/time-of-day.ts";
import type { IncidentQueue, QueueRow } from "../../shared/store/ports.ts";

const PAGE = 200;

/** Lines of a list; what goes beyond is a number. */
const MOST_LINES = 100;

const late: ReadonlySet<Stage> = new Set<Stage>(["breached", "escalated"]);
const running: ReadonlySet<Stage> = new Set<Stage>(["running", "warned-50", "warned-75", "warned-90"]);

async function* openRows(queue: IncidentQueue, centre: string): AsyncIterable<QueueRow> {
  let cursor: string | undefined;
  do {
    const from = cursor === undefined ? {} : { cursor };
    const page = await queue.page({ centre, open: true, filter: {}, limit: PAGE, ...from });
    yield* page.items;
    cursor = page.cursor;
  } while (cursor !== undefined);
}

const nameOf = (known: readonly { readonly id: string; readonly name: string }[], id: string): string =>
  known.find((each) => each.id === id)?.name ?? id;

const listed = (lines: readonly DigestLine[]): Digest["late"] => ({
  count: lines.length,
  lines: lines.toSorted((a, b) => a.dueAt - b.dueAt).slice(0, MOST_LINES),
});

/** The deadlines of a centre that have passed, and those that pass before its local day ends. Reads what is open. */
export const openDeadlines = async (
  queue: IncidentQueue,
  id: string,
  { topics, territories, authorities }: Centre,
  zone: string,
  at: Instant,
): Promise<Pick<Digest, "dueToday" | "late">> => {
  const known = topics.groups.flatMap((group) => group.topics);
  const today = dayAt(zone, at);
  const passed: DigestLine[] = [];
  const passing: DigestLine[] = [];
  for await (const row of openRows(queue, id)) {
    for (const { kind, dueAt, stage } of row.clocks) {
      const line: DigestLine = {
        incidentId: row.id,
        topic: nameOf(known, row.topic),
        territory: nameOf(territories.territories, row.territory),
        authority: nameOf(authorities.authorities, row.authority),
        clock: kind,
        dueAt,
      };
      if (late.has(stage)) passed.push(line);
      else if (running.has(stage) && dayAt(zone, dueAt) === today) passing.push(line);
    }
  }
  return { dueToday: listed(passing), late: listed(passed) };
};
