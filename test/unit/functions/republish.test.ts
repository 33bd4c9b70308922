import { describe, expect, test } from "vitest";
import { republishEvents } from "../../../functions/republish/republish-events.ts";
import type { ProductEvent } from "../../../shared/contracts/events.ts";
import { incidentEvents } from "../../../shared/contracts/events-of.ts";
import { Metric } from "../../../shared/contracts/metrics.ts";
import type { RepublishReport } from "../../../shared/contracts/republish.ts";
import { claimStages } from "../../../shared/domain/incident/claim-stages.ts";
import { Rejection } from "../../../shared/domain/signal/rejection.ts";
import { DAY, HOUR, iso } from "../../../shared/domain/time/instant.ts";
import type { Bus } from "../../../shared/platform/bus.ts";
import { memoryBus } from "../../doubles/memory-bus.ts";
import { memoryHistories } from "../../doubles/memory-histories.ts";
import { memoryIncidents } from "../../doubles/memory-incidents.ts";
import { memoryRejections } from "../../doubles/memory-ledger.ts";
import { memoryTable } from "../../doubles/memory-table.ts";
import { recordingCounter } from "../../doubles/recording-counter.ts";
import { fixtureIncident, MONDAY_NOON } from "../../fixtures/centre.ts";

const INCIDENTS = 7;

/** Incidents opened an hour apart; three hours later each has its reaction's stages behind it. And a rejection. */
const openRoom = async () => {
  const table = memoryTable();
  const incidents = memoryIncidents(table);
  const first: ProductEvent[] = [];
  for (let n = 0; n < INCIDENTS; n += 1) {
    const opened = fixtureIncident({ id: `incident-${n}`, createdAt: MONDAY_NOON + n * HOUR });
    await incidents.open(opened);
    const claimed = claimStages(opened, MONDAY_NOON + (n + 3) * HOUR)?.incident ?? opened;
    await incidents.replace(claimed);
    first.push(...incidentEvents(claimed, 0));
  }
  await memoryRejections(table).keep(
    { id: "rejected", channel: "vk", source: "123", reason: "no text", sealed: "e30=", at: MONDAY_NOON },
    MONDAY_NOON + DAY,
  );
  const bus = memoryBus();
  const counter = recordingCounter();
  const histories = memoryHistories(table, 3);
  const republish = republishEvents({ histories, bus, counter });
  const period = (from: number, to: number) => ({ from: iso(MONDAY_NOON + from), to: iso(MONDAY_NOON + to) });
  return { bus, counter, histories, republish, period, first };
};

const idsOf = (events: readonly ProductEvent[]) => events.map(({ id }) => id).toSorted();

describe("announcing a period again", () => {
  test("puts each of its events on the bus once, with the id and the moment it had, and none of another time", async () => {
    const { bus, counter, republish, period, first } = await openRoom();
    const report = await republish(period(3 * HOUR, 6 * HOUR), () => true);
    const wanted = first.filter(({ time }) => {
      const at = Date.parse(time) - MONDAY_NOON;
      return at >= 3 * HOUR && at < 6 * HOUR;
    });
    expect(wanted.length).toBeGreaterThan(10);
    expect(idsOf(bus.taken)).toEqual(idsOf(wanted));
    expect(new Map(bus.taken.map(({ id, time }) => [id, time]))).toEqual(
      new Map(wanted.map(({ id, time }) => [id, time])),
    );
    expect(report).toEqual({ read: INCIDENTS + 1, events: wanted.length });
    expect(counter.total(Metric.EventPublished)).toBe(wanted.length);
  });

  test("announces messages that were not understood too", async () => {
    const { bus, republish, period } = await openRoom();
    await republish(period(0, 1), () => true);
    expect(bus.taken.map(({ type }) => type).toSorted()).toEqual(["IncidentOpened", "SignalRejected"]);
  });

  test("counts, and puts nothing, in a dry run", async () => {
    const { bus, republish, period, first } = await openRoom();
    const report = await republish({ ...period(0, DAY), dryRun: true }, () => true);
    expect(report.events).toBe(first.length + 1);
    expect(bus.taken).toEqual([]);
  });

  test("stops when its time is up, and goes on from there", async () => {
    const { bus, republish, period, first } = await openRoom();
    const reports: RepublishReport[] = [];
    let cursor: string | undefined;
    do {
      const report = await republish({ ...period(0, DAY), ...(cursor === undefined ? {} : { cursor }) }, () => false);
      reports.push(report);
      cursor = report.cursor;
    } while (cursor !== undefined);
    expect(reports.length).toBeGreaterThan(2);
    expect(bus.taken).toHaveLength(first.length + 1);
  });

  test("puts again what the bus does not take, and says so when it never does", async () => {
    const { bus, counter, period, first, histories } = await openRoom();
    let refusals = 2;
    const busy: Bus = { put: (events) => (refusals-- > 0 ? Promise.resolve(events) : bus.put(events)) };
    await republishEvents({ histories, bus: busy, counter })(period(0, DAY), () => true);
    expect(idsOf(bus.taken)).toEqual([...new Set(idsOf(bus.taken))]);
    expect(bus.taken).toHaveLength(first.length + 1);
    refusals = Number.POSITIVE_INFINITY;
    const again = republishEvents({ histories, bus: busy, counter })(period(0, DAY), () => true);
    await expect(again).rejects.toThrow(/did not take/);
  });

  test.each([{}, { from: "yesterday", to: "now" }])("refuses a period that is none: %j", async (asked) => {
    const { republish } = await openRoom();
    await expect(republish(asked, () => true)).rejects.toThrow(Rejection);
  });
});
