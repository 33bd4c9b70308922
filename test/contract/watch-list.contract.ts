import { expect, it } from "vitest";
import { claimStages } from "../../shared/domain/incident/claim-stages.ts";
import { type Incident, nextAt } from "../../shared/domain/incident/incident.ts";
import { HOUR, type Instant, MINUTE } from "../../shared/domain/time/instant.ts";
import { watchShardOf } from "../../shared/store/keys.ts";
import type { Incidents, Pending, WatchList } from "../../shared/store/ports.ts";
import { fixtureIncident, MONDAY_NOON } from "../fixtures/centre.ts";
import { decide } from "../fixtures/decide.ts";

/** An incident's first transition comes half a reaction time after it was opened. */
const FIRST_WARNING = 1.5 * HOUR;

const openedAt = (id: string, createdAt: Instant): Incident => fixtureIncident({ id, createdAt });

const shardOf = (id: string): string => watchShardOf({ id, urgent: false });

const allDue = async (watchList: WatchList, until: Instant): Promise<readonly Pending[]> => {
  const found: Pending[] = [];
  for await (const page of watchList.due(until)) found.push(...page);
  return found;
};

const byId = (pending: readonly Pending[]) => pending.toSorted((a, b) => (a.incidentId < b.incidentId ? -1 : 1));

const pendingOf = (incidents: readonly Incident[]): readonly Pending[] =>
  incidents.flatMap((incident) => {
    const at = nextAt(incident);
    return at === undefined ? [] : [{ incidentId: incident.id, at }];
  });

/** What every watch list promises. `open` gives an empty store whose pages hold few incidents. */
export const watchListContract = (
  open: () => Promise<{ readonly incidents: Incidents; readonly watchList: WatchList }>,
): void => {
  it("gives exactly what is due up to a moment, that moment included", async () => {
    const { incidents, watchList } = await open();
    const opened = Array.from({ length: 24 }, (_, n) => openedAt(`incident-${n}`, MONDAY_NOON + (n % 8) * MINUTE));
    await Promise.all(opened.map((incident) => incidents.open(incident)));
    const moment = MONDAY_NOON + FIRST_WARNING + 3 * MINUTE;
    const due = byId(await allDue(watchList, moment));
    expect(due).toEqual(byId(pendingOf(opened).filter(({ at }) => at <= moment)));
    expect(due).toHaveLength(12);
    expect(await allDue(watchList, MONDAY_NOON + FIRST_WARNING - 1)).toEqual([]);
  });

  it("gives nothing for an incident on which no clock runs", async () => {
    const { incidents, watchList } = await open();
    await incidents.open(fixtureIncident({ state: "irrelevant", clocks: [] }));
    expect(await allDue(watchList, MONDAY_NOON + 1_000 * HOUR)).toEqual([]);
  });

  it("moves an incident on when a stage is claimed, and lets go of it when its clocks are stopped", async () => {
    const { incidents, watchList } = await open();
    const opened = fixtureIncident();
    await incidents.open(opened);
    const claimed = claimStages(opened, MONDAY_NOON + FIRST_WARNING)?.incident ?? opened;
    await incidents.replace(claimed);
    expect(await allDue(watchList, MONDAY_NOON + FIRST_WARNING)).toEqual([]);
    expect(await allDue(watchList, MONDAY_NOON + 3 * HOUR)).toEqual(pendingOf([claimed]));
    const closed = decide(claimed, { name: "close", why: "Яму заделали." }, "operator", MONDAY_NOON + 2 * HOUR);
    if (closed.kind === "changed") await incidents.replace(closed.incident);
    expect(await allDue(watchList, MONDAY_NOON + 1_000 * HOUR)).toEqual([]);
  });

  it("gives each of many due at once exactly once, what waits longest first across shards and pages", async () => {
    const { incidents, watchList } = await open();
    const crowded = Array.from({ length: 200 }, (_, n) => `incident-${n}`)
      .filter((id) => shardOf(id) === "watch#0")
      .slice(0, 32);
    const elsewhere = ["incident-1", "incident-2", "incident-3"].filter((id) => shardOf(id) !== "watch#0");
    const opened = [...crowded, ...elsewhere].map((id, n) => openedAt(id, MONDAY_NOON + ((n * 7) % 30) * MINUTE));
    await Promise.all(opened.map((incident) => incidents.open(incident)));
    const due = await allDue(watchList, MONDAY_NOON + 1_000 * HOUR);
    expect(byId(due)).toEqual(byId(pendingOf(opened)));
    const moments = due.map(({ at }) => at);
    expect(moments).toEqual(moments.toSorted((a, b) => a - b));
  });

  it("gives what is urgent before all that waits longer", async () => {
    const { incidents, watchList } = await open();
    const usual = Array.from({ length: 12 }, (_, n) => openedAt(`usual-${n}`, MONDAY_NOON + n * MINUTE));
    const urgent = Array.from({ length: 6 }, (_, n) =>
      fixtureIncident({ id: `urgent-${n}`, createdAt: MONDAY_NOON + HOUR + n * MINUTE, urgent: true }),
    );
    await Promise.all([...usual, ...urgent].map((incident) => incidents.open(incident)));
    const due = await allDue(watchList, MONDAY_NOON + 1_000 * HOUR);
    expect(due.map(({ incidentId }) => incidentId)).toEqual([...urgent, ...usual].map(({ id }) => id));
    await incidents.replace({ ...(urgent[0] ?? fixtureIncident()), urgent: false, version: 2 });
    expect((await allDue(watchList, MONDAY_NOON + 1_000 * HOUR)).map(({ incidentId }) => incidentId)).toEqual(
      [...urgent.slice(1), ...usual, ...urgent.slice(0, 1)].map(({ id }) => id),
    );
  });
};
