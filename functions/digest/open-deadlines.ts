import type { Digest, DigestLine } from "../../shared/contracts/notices.ts";
import type { Centre } from "../../shared/domain/centre/centre.ts";
import type { Stage } from "../../shared/domain/clock/clock.ts";
import type { Instant } from "../../shared/domain/time/instant.ts";
import { dayAt } from "../../shared/domain/time/time-of-day.ts";
import { allRows } from "../../shared/store/all-rows.ts";
import type { IncidentQueue } from "../../shared/store/ports.ts";
import { lineOf, MOST_LINES } from "./digest-lines.ts";

const late: ReadonlySet<Stage> = new Set<Stage>(["breached", "escalated"]);
const running: ReadonlySet<Stage> = new Set<Stage>(["running", "warned-50", "warned-75", "warned-90"]);

const listed = (lines: readonly DigestLine[]): Digest["late"] => ({
  count: lines.length,
  lines: lines.toSorted((a, b) => a.dueAt - b.dueAt).slice(0, MOST_LINES),
});

/** The deadlines of a centre that have passed, and those that pass before its local day ends. Reads what is open. */
export const openDeadlines = async (
  queue: IncidentQueue,
  { id, data, zone }: { readonly id: string; readonly data: Centre; readonly zone: string },
  at: Instant,
): Promise<Pick<Digest, "dueToday" | "late">> => {
  const line = lineOf(data);
  const today = dayAt(zone, at);
  const passed: DigestLine[] = [];
  const passing: DigestLine[] = [];
  for await (const row of allRows(queue, { centre: id, open: true, filter: {} })) {
    for (const { kind, dueAt, stage } of row.clocks) {
      const told: DigestLine = { ...line(row), clock: kind, dueAt };
      // After an outage one may have passed that is not claimed yet.
      if (late.has(stage) || (running.has(stage) && dueAt <= at)) passed.push(told);
      else if (running.has(stage) && dayAt(zone, dueAt) === today) passing.push(told);
    }
  }
  return { dueToday: listed(passing), late: listed(passed) };
};
