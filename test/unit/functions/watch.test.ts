import { describe, expect, test } from "vitest";
import { sweep } from "../../../functions/watch/sweep.ts";
import { watchCalendars } from "../../../functions/watch/watch-calendars.ts";
import type { DueMessage } from "../../../shared/contracts/due-message.ts";
import { Metric } from "../../../shared/contracts/metrics.ts";
import { type Instant, MINUTE } from "../../../shared/domain/time/instant.ts";
import type { WatchList } from "../../../shared/store/ports.ts";
import { handClock } from "../../doubles/hand-clock.ts";
import { memoryCalendars, memoryCentres } from "../../doubles/memory-centres.ts";
import { memoryIncidents } from "../../doubles/memory-incidents.ts";
import { memoryQueueSender } from "../../doubles/memory-queue-sender.ts";
import { memoryTable } from "../../doubles/memory-table.ts";
import { memoryWatchList } from "../../doubles/memory-watch.ts";
import { recordingCounter } from "../../doubles/recording-counter.ts";
import { fixtureCentre, fixtureIncident, MONDAY_NOON } from "../../fixtures/centre.ts";

const openWatch = (watching?: WatchList) => {
  const clock = handClock();
  const table = memoryTable();
  const incidents = memoryIncidents(table);
  const due = memoryQueueSender<DueMessage>();
  const counter = recordingCounter();
  const sweepOnce = sweep({ watchList: watching ?? memoryWatchList(table), due, now: clock.now, counter });
  return {
    clock,
    due,
    counter,
    sweepOnce,
    /** An incident whose next stage comes so long after noon. */
    open: async (id: string, after: number) => {
      const incident = fixtureIncident({ id });
      const clocks = incident.clocks.slice(0, 1).map((each) => ({ ...each, ahead: { breached: MONDAY_NOON + after } }));
      await incidents.open({ ...incident, clocks });
    },
    sent: () => due.sent.map(({ message, delaySeconds }) => [message.incidentId, delaySeconds]),
  };
};

const always = () => true;

describe("a sweep", () => {
  test("puts what comes within three minutes, not a moment before its time, and what the next sweep sees last twice", async () => {
    const watch = openWatch();
    const times = {
      now: 0,
      soon: 1,
      second: 1_000,
      odd: 61_001,
      edge: 2 * MINUTE,
      far: 3 * MINUTE,
      beyond: 3 * MINUTE + 1,
    };
    for (const [id, after] of Object.entries(times)) await watch.open(id, after);
    await watch.sweepOnce(always);
    expect(watch.sent()).toEqual([
      ["now", 0],
      ["soon", 1],
      ["second", 1],
      ["odd", 62],
      ["odd", 77],
      ["edge", 120],
      ["edge", 135],
      ["far", 180],
    ]);
    for (const { message, delaySeconds = 0 } of watch.due.sent)
      expect(watch.clock.now() + delaySeconds * 1_000).toBeGreaterThanOrEqual(message.at);
    expect(watch.counter.total(Metric.StageDue)).toBe(6);
  });

  test("puts what is overdue at once, the oldest first", async () => {
    const watch = openWatch();
    for (const [id, after] of Object.entries({ hour: -60 * MINUTE, day: -1_440 * MINUTE, minute: -MINUTE }))
      await watch.open(id, after);
    await watch.sweepOnce(always);
    expect(watch.sent()).toEqual([
      ["day", 0],
      ["hour", 0],
      ["minute", 0],
    ]);
  });

  test("sends nothing when nothing is pending", async () => {
    const watch = openWatch();
    await watch.open("later", 60 * MINUTE);
    await watch.sweepOnce(always);
    expect(watch.due.sent).toEqual([]);
    expect(watch.counter.total(Metric.StageDue)).toBe(0);
  });

  test("stops when its time runs out, with what it has read sent", async () => {
    const pages = ["first", "second", "third"].map((incidentId) => [{ incidentId, at: MONDAY_NOON }]);
    const asked: Instant[] = [];
    const watching: WatchList = {
      async *due(until) {
        asked.push(until);
        yield* pages;
      },
    };
    const watch = openWatch(watching);
    let pagesInTime = 2;
    await watch.sweepOnce(() => {
      pagesInTime -= 1;
      return pagesInTime > 0;
    });
    expect(watch.sent().map(([id]) => id)).toEqual(["first", "second"]);
    expect(asked).toEqual([MONDAY_NOON + 3 * MINUTE]);
  });

  test("reckons the delay of a later page from the moment it is sent", async () => {
    const at = MONDAY_NOON + 100_000;
    const watching: WatchList = {
      async *due() {
        yield [{ incidentId: "first", at }];
        watch.clock.advance(40_000);
        yield [{ incidentId: "second", at }];
      },
    };
    const watch = openWatch(watching);
    await watch.sweepOnce(always);
    expect(watch.sent()).toEqual([
      ["first", 100],
      ["first", 115],
      ["second", 60],
    ]);
  });

  test("that the queue refuses begins anew at once", async () => {
    const watch = openWatch();
    await watch.open("soon", MINUTE);
    watch.due.failNext(new Error("the queue is away"));
    await watch.sweepOnce(always);
    expect(watch.sent()).toEqual([["soon", 60]]);
  });

  test("that the queue keeps refusing fails, counts nothing, and leaves everything to the next", async () => {
    const watch = openWatch();
    await watch.open("soon", MINUTE);
    for (let tries = 0; tries < 3; tries += 1) watch.due.failNext(new Error("the queue is away"));
    await expect(watch.sweepOnce(always)).rejects.toThrow("the queue is away");
    expect(watch.counter.total(Metric.StageDue)).toBe(0);
    await watch.sweepOnce(always);
    expect(watch.sent()).toEqual([["soon", 60]]);
  });
});

describe("the days left of the calendar", () => {
  const left = async (...lastYears: readonly number[]) => {
    const table = memoryTable();
    const { calendar, centre, ...rest } = fixtureCentre();
    for (const lastYear of lastYears) {
      const production = { ...calendar.production, lastYear };
      const named = { ...centre, id: `until-${lastYear}` };
      await memoryCentres(table).put({ ...rest, centre: named, calendar: { ...calendar, production } });
    }
    const counter = recordingCounter();
    const now = () => Date.parse("2027-11-02T00:00:00Z");
    await watchCalendars({ calendars: memoryCalendars(table), usualLastYear: 2028, now, counter })();
    return counter.values(Metric.CalendarDaysLeft);
  };

  test("are those of the centre whose calendar ends first", async () => {
    expect(await left(2029, 2027, 2028)).toEqual([60]);
  });

  test("are the example's where no centre has data of its own", async () => {
    expect(await left()).toEqual([426]);
  });

  test("are none once it has ended", async () => {
    expect(await left(2026)).toEqual([0]);
  });
});
