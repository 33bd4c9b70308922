import { mkdtempSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, expect, it, onTestFinished } from "vitest";
import * as z from "zod/mini";
import { createDeliveries } from "../../local/bus/delivery.ts";
import { createAdvance } from "../../local/clock/advance.ts";
import { createVirtualClock } from "../../local/clock/virtual-clock.ts";
import { createEmbeddedQueues } from "../../local/queues/embedded-queues.ts";
import { createFailureReasons } from "../../local/queues/failure-reasons.ts";
import { createQueuePoller } from "../../local/sources/queue-poller.ts";
import { createScheduler, scheduleLanes } from "../../local/sources/scheduler.ts";
import { openRunnerStore } from "../../local/store/runner-store.ts";
import type { Schedule } from "../../local/template/deployment.ts";
import { arnOfQueue, defineQueue } from "../doubles/queue-definitions.ts";
import { scriptedInvoker } from "../doubles/scripted-invoker.ts";

const nine = Date.parse("2026-03-02T09:00:00Z");
const minute = 60_000;
const Batch = z.object({ Records: z.array(z.looseObject({ body: z.string() })) });
const Tick = z.object({ tick: z.string() });

const every = (name: string, expression: string): Schedule => ({
  name,
  expression,
  zone: "UTC",
  target: {
    id: name,
    arn: "arn:aws:lambda:local-1:000000000000:function:sweep",
    input: JSON.stringify({ tick: name }),
    maximumEventAgeSeconds: 3_600,
    maximumRetryAttempts: 0,
  },
});

/** A small town: schedules call `sweep`, a queue feeds `worker`; the diary holds who did what at which minute. */
async function town(settings: {
  schedules?: readonly Schedule[];
  directory?: string;
  startAt?: number;
  work?: (body: string) => unknown;
  /** How long `worker` gathers what it is given at once. */
  window?: number;
}) {
  const { schedules = [], directory = mkdtempSync(join(tmpdir(), "otklik-advance-")), work = () => null } = settings;
  const store = openRunnerStore(directory);
  const clock = await createVirtualClock({ store, startAt: settings.startAt ?? nine });
  const diary: string[] = [];
  const note = (what: string) => diary.push(`${new Date(clock.now()).toISOString().slice(11, 19)} ${what}`);
  const definitions = [defineQueue("work", { maxReceiveCount: 3, visibilitySeconds: 600 }), defineQueue("work-dead")];
  const report = () => {};
  const queues = createEmbeddedQueues({ store, clock, queues: definitions, report });
  let batches = 0;
  const invoker = scriptedInvoker({
    sweep: (event) => note(Tick.parse(event).tick),
    worker: (event) => {
      batches += 1;
      for (const { body } of Batch.parse(event).Records) {
        note(body);
        work(body);
      }
      return null;
    },
  });
  const deliveries = createDeliveries({ store, queues, invoker, lanes: scheduleLanes(schedules), report });
  const scheduler = createScheduler({ store, clock, schedules, deliveries, report });
  const poller = createQueuePoller({
    source: {
      id: "work-to-worker",
      functionName: "worker",
      queueArn: arnOfQueue("work"),
      batchSize: 10,
      batchingWindowSeconds: settings.window ?? 0,
      maximumConcurrency: 2,
      partialResponses: false,
    },
    visibilitySeconds: 600,
    workers: 2,
    queues,
    invoker,
    metrics: { record: () => {} },
    failures: createFailureReasons({ store, clock }),
    clock,
    report,
  });
  const parts = [queues, deliveries, poller, scheduler];
  for (const part of parts) await part.start();
  onTestFinished(async () => {
    for (const part of parts.toReversed()) await part.stop();
  });
  const advance = createAdvance({ clock, queues, scheduler, rooms: [deliveries, poller] });
  return { directory, clock, queues, scheduler, diary, advance, batches: () => batches };
}

describe("an advance of the clock", () => {
  it("fires schedules in order and releases delayed messages at their moment", async () => {
    const schedules = [every("hourly", "cron(30 * * * ? *)"), every("often", "rate(20 minutes)")];
    const { queues, diary, advance, clock } = await town({ schedules });
    await queues.send("work", [{ body: "due at 09:25", delaySeconds: 25 * 60 }]);
    await advance({ to: nine + 41 * minute });
    expect(diary).toEqual(["09:20:00 often", "09:25:00 due at 09:25", "09:30:00 hourly", "09:40:00 often"]);
    expect(clock.now()).toBe(nine + 41 * minute);
  });

  it("fires each schedule at most once a step, and still releases delayed messages at their moment", async () => {
    const { queues, diary, advance } = await town({ schedules: [every("minutely", "rate(1 minute)")] });
    await queues.send("work", [{ body: "due", delaySeconds: 7 * 60 }]);
    await advance({ to: nine + 40 * minute, step: 15 * minute });
    expect(diary).toEqual(["09:07:00 due", "09:15:00 minutely", "09:30:00 minutely", "09:40:00 minutely"]);
  });

  it("gathers what comes within a window of the clock it moves, and at its end leaves nothing behind", async () => {
    const { queues, diary, advance, batches } = await town({ window: 20 });
    for (const [body, delaySeconds] of Object.entries({ one: 60, two: 61, three: 79, four: 81, five: 119 }))
      await queues.send("work", [{ body, delaySeconds }]);
    await advance({ to: nine + 2 * minute });
    expect(diary).toEqual(["09:01:20 one", "09:01:20 two", "09:01:20 three", "09:01:41 four", "09:02:00 five"]);
    expect(batches()).toBe(3);
    await queues.send("work", [{ body: "six" }]);
    await expect.poll(() => diary.at(-1)).toBe("09:02:00 six");
  });

  it("does not wait for a failing message that waits for its visibility", async () => {
    const work = () => {
      throw new Error("poison");
    };
    const { queues, diary, advance } = await town({ schedules: [every("often", "rate(20 minutes)")], work });
    await queues.send("work", [{ body: "poison" }]);
    await advance({ to: nine + 40 * minute });
    expect(diary).toEqual(["09:00:00 poison", "09:20:00 often", "09:40:00 often"]);
    expect(await queues.depth("work")).toMatchObject({ inFlight: 1 });
  });

  it("goes after another that is under way", async () => {
    const { diary, advance } = await town({ schedules: [every("hourly", "rate(1 hour)")] });
    await Promise.all([advance({ to: nine + 60 * minute }), advance({ to: nine + 120 * minute })]);
    expect(diary).toEqual(["10:00:00 hourly", "11:00:00 hourly"]);
  });

  it("refuses to go back, and can be asked again", async () => {
    const { clock, advance } = await town({});
    expect(await advance({ to: nine - 1 })).toBe("behind");
    expect(await advance({ to: nine + minute })).toBe("advanced");
    expect(clock.now()).toBe(nine + minute);
  });

  it("by a duration adds to another that is under way", async () => {
    const { clock, advance } = await town({});
    await Promise.all([advance({ by: 60 * minute }), advance({ by: 60 * minute })]);
    expect(clock.now()).toBe(nine + 120 * minute);
  });

  it("takes a day of minutes in a few seconds", { timeout: 30_000 }, async () => {
    const { diary, advance } = await town({ schedules: [every("minutely", "rate(1 minute)")] });
    const begun = performance.now();
    await advance({ to: nine + 1_440 * minute });
    expect(diary).toHaveLength(1_440);
    expect(performance.now() - begun).toBeLessThan(20_000);
  });
});

describe("schedules", () => {
  it("do not fire while the product's clock stands still", async () => {
    const { scheduler, diary } = await town({ schedules: [every("minutely", "rate(1 minute)")] });
    expect(scheduler.nextAt()).toBe(nine + minute);
    expect(diary).toEqual([]);
  });

  it("are neither skipped nor doubled by a restart", async () => {
    const schedules = [every("often", "rate(20 minutes)")];
    const first = await town({ schedules });
    await first.advance({ to: nine + 30 * minute });
    const second = await town({ schedules, directory: first.directory });
    await second.advance({ to: nine + 45 * minute });
    expect([...first.diary, ...second.diary]).toEqual(["09:20:00 often", "09:40:00 often"]);
  });

  it("fire once for all that was missed in an outage, and go on on their beat", async () => {
    const schedules = [every("often", "rate(20 minutes)")];
    const first = await town({ schedules });
    const second = await town({ schedules, directory: first.directory, startAt: nine + 70 * minute });
    await second.advance({ to: nine + 85 * minute });
    expect(second.diary).toEqual(["10:10:00 often", "10:20:00 often"]);
  });
});
