import { describe, expect, it } from "vitest";
import type { Pending, WatchList } from "../../shared/store/ports.ts";
import { memoryIncidents } from "../doubles/memory-incidents.ts";
import { memoryQueue } from "../doubles/memory-queue.ts";
import { memoryTable } from "../doubles/memory-table.ts";
import { memoryWatchList } from "../doubles/memory-watch.ts";
import { fixtureIncident, MONDAY_NOON } from "../fixtures/centre.ts";

const everythingDue = async (watchList: WatchList): Promise<readonly Pending[]> => {
  const found: Pending[] = [];
  for await (const page of watchList.due(MONDAY_NOON * 2)) found.push(...page);
  return found;
};

describe("a table in memory", () => {
  it("shows its indexes as they were some writes ago when told to lag, and its items as they are", async () => {
    const table = memoryTable();
    const incidents = memoryIncidents(table);
    const queue = memoryQueue(table);
    const seen = async () => (await queue.page({ centre: "fixture", filter: {}, limit: 9 })).items.map(({ id }) => id);
    table.lag(2);
    for (const id of ["first", "second", "third"]) await incidents.open(fixtureIncident({ id }));
    expect(await seen()).toEqual(["first"]);
    expect(await everythingDue(memoryWatchList(table))).toMatchObject([{ incidentId: "first" }]);
    expect(await incidents.read("third")).toBeDefined();
    table.lag(0);
    expect(await seen()).toEqual(["third", "second", "first"]);
  });

  it("fails the next call, of whichever store, and writes nothing by it", async () => {
    const table = memoryTable();
    const incidents = memoryIncidents(table);
    table.failNext(new Error("throttled"));
    await expect(incidents.open(fixtureIncident())).rejects.toThrow("throttled");
    expect(await incidents.open(fixtureIncident())).toEqual({ kind: "opened" });
  });

  it("refuses what DynamoDB has no way to keep", async () => {
    const incidents = memoryIncidents();
    await expect(incidents.open(fixtureIncident({ id: "" }))).rejects.toThrow();
    await expect(incidents.open(fixtureIncident({ signalCount: Number.NaN }))).rejects.toThrow();
    await expect(incidents.open(fixtureIncident({ topic: "\ud800" }))).rejects.toThrow();
  });
});
