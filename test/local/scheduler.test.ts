import { mkdtempSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, it, onTestFinished } from "vitest";
import { createDeliveries } from "../../local/bus/delivery.ts";
import { createVirtualClock } from "../../local/clock/virtual-clock.ts";
import { createEmbeddedQueues } from "../../local/queues/embedded-queues.ts";
import { createScheduler, scheduleLanes } from "../../local/sources/scheduler.ts";
import { openRunnerStore } from "../../local/store/runner-store.ts";
import type { Schedule } from "../../local/template/deployment.ts";
import { arnOfQueue, defineQueue } from "../doubles/queue-definitions.ts";
import { scriptedInvoker } from "../doubles/scripted-invoker.ts";

const schedule: Schedule = {
  name: "minutely",
  expression: "rate(1 minute)",
  zone: "UTC",
  target: {
    id: "minutely",
    arn: "arn:aws:lambda:local-1:000000000000:function:sweep",
    maximumEventAgeSeconds: 60,
    maximumRetryAttempts: 0,
    deadLetterArn: arnOfQueue("schedules-dead"),
  },
};

async function open(settings: { nextAt?: number; sweep?: () => unknown; schedule?: Schedule } = {}) {
  const schedules = [settings.schedule ?? schedule];
  const store = openRunnerStore(mkdtempSync(join(tmpdir(), "otklik-scheduler-")));
  const clock = await createVirtualClock({ store });
  const report = () => {};
  const queues = createEmbeddedQueues({ store, clock, queues: [defineQueue("schedules-dead")], report });
  const invoker = scriptedInvoker({ sweep: settings.sweep ?? (() => null) });
  const deliveries = createDeliveries({ store, queues, invoker, lanes: scheduleLanes(schedules), report });
  const kept = "INSERT INTO schedules (name, expression, next_at) VALUES ('minutely', 'rate(1 minute) UTC', ?)";
  await store.commit((database) => database.run(kept, settings.nextAt ?? Date.now()));
  const scheduler = createScheduler({ store, clock, schedules, deliveries, report });
  onTestFinished(() => scheduler.stop());
  return { scheduler, deliveries, invoker, queues };
}

it("a schedule fires in real time when its moment comes, with the event that Scheduler makes up", async () => {
  const { scheduler, invoker } = await open({ nextAt: Date.now() + 600 });
  await scheduler.start();
  expect(invoker.calls).toEqual([]);
  await expect.poll(() => invoker.calls.length, { timeout: 5_000 }).toBe(1);
  expect(invoker.calls[0]).toMatchObject({
    functionName: "sweep",
    event: {
      "detail-type": "Scheduled Event",
      source: "aws.scheduler",
      resources: ["arn:aws:scheduler:local-1:000000000000:schedule/default/minutely"],
    },
  });
});

it("a schedule that was missed while the machine was off fires once at the start", async () => {
  const { scheduler, deliveries, invoker } = await open({ nextAt: Date.now() - 3_600_000 - 30_000 });
  await scheduler.start();
  await deliveries.drained();
  expect(invoker.calls).toHaveLength(1);
  expect(scheduler.nextAt()).toBeGreaterThan(Date.now());
});

it("a schedule whose expression was changed forgets the moment kept for the old one", async () => {
  const daily = { ...schedule, expression: "rate(1 day)" };
  const { scheduler, deliveries, invoker } = await open({ nextAt: Date.now() - 1, schedule: daily });
  await scheduler.start();
  await deliveries.drained();
  expect(invoker.calls).toEqual([]);
  expect(scheduler.nextAt()).toBeGreaterThan(Date.now() + 86_000_000);
});

it("a schedule that Scheduler would refuse stops the start with one line that names it", async () => {
  await expect(open({ schedule: { ...schedule, expression: "cron(every day)" } })).rejects.toThrow(
    /^schedule minutely: cron\(every day\)[^\n]*$/,
  );
});

it("a firing that its function refuses ends in the schedule's dead-letter queue", async () => {
  const sweep = () => {
    throw new Error("no table");
  };
  const { scheduler, deliveries, queues } = await open({ sweep });
  await scheduler.start();
  await deliveries.drained();
  expect(await queues.peek("schedules-dead", 1)).toMatchObject([
    {
      attributes: {
        ERROR_MESSAGE: { value: "Error: no table" },
        SCHEDULE_ARN: { value: "arn:aws:scheduler:local-1:000000000000:schedule/default/minutely" },
      },
    },
  ]);
});
