import { mkdtempSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { createVirtualClock } from "../../local/clock/virtual-clock.ts";
import { createEmbeddedQueues } from "../../local/queues/embedded-queues.ts";
import { openRunnerStore } from "../../local/store/runner-store.ts";
import { defineQueue } from "../doubles/queue-definitions.ts";

const nine = Date.parse("2026-03-02T09:00:00Z");
const queues = [defineQueue("work", { maxReceiveCount: 2 }), defineQueue("work-dead", { retentionSeconds: 86_400 })];
const emptyDirectory = () => mkdtempSync(join(tmpdir(), "otklik-queues-"));

async function open(directory: string, startAt?: number) {
  const store = openRunnerStore(directory);
  const clock = await createVirtualClock({ store, ...(startAt === undefined ? {} : { startAt }) });
  const embedded = createEmbeddedQueues({ store, clock, queues, report: console.error });
  await embedded.start();
  return { store, clock, queues: embedded };
}

describe("the embedded queues on disk", () => {
  it("hold every acknowledged message after a kill, and give back what was in flight without counting the receive", async () => {
    const directory = emptyDirectory();
    const before = await open(directory);
    await before.queues.send("work", [{ body: "one" }, { body: "two" }, { body: "three" }]);
    const [first, second] = await before.queues.receive("work", 2, 600);
    await before.queues.remove("work", [first?.receipt ?? ""]);

    const after = await open(directory);
    const messages = await after.queues.receive("work", 10, 600);
    expect(messages.map(({ body, receiveCount }) => ({ body, receiveCount }))).toEqual([
      { body: "two", receiveCount: 1 },
      { body: "three", receiveCount: 1 },
    ]);
    expect(messages[0]?.id).toBe(second?.id);
  });

  it("do not push a message into the dead-letter queue by restarts alone", async () => {
    const directory = emptyDirectory();
    await (await open(directory)).queues.send("work", [{ body: "patient" }]);
    for (let restart = 0; restart < 5; restart += 1) {
      expect(await (await open(directory)).queues.receive("work", 1, 600)).toMatchObject([{ body: "patient" }]);
    }
  });

  it("put sends of the same moment on disk together", async () => {
    const { queues } = await open(emptyDirectory());
    let acknowledged = 0;
    const sends = Array.from({ length: 100 }, (_, index) =>
      (async () => {
        await queues.send("work", [{ body: String(index) }]);
        acknowledged += 1;
      })(),
    );
    await Promise.race(sends);
    await new Promise<void>((resolve) => process.nextTick(resolve));
    expect(acknowledged).toBe(100);
  });

  it("release a delayed message when the product's clock reaches its moment, not before, and say so", async () => {
    const { clock, queues } = await open(emptyDirectory(), nine);
    await queues.send("work", [{ body: "at ten", delaySeconds: 3600 }]);
    expect(await queues.nextDelayedAt()).toBe(nine + 3_600_000);
    const arrived = new Promise<void>((resolve) => {
      queues.onArrival("work", resolve);
    });
    await clock.moveTo(nine + 3_599_000);
    expect(await queues.receive("work", 1, 30)).toEqual([]);
    await clock.moveTo(nine + 3_600_000);
    await arrived;
    expect(await queues.receive("work", 1, 30)).toMatchObject([{ body: "at ten" }]);
  });

  it("show what lies in a queue without receiving it", async () => {
    const { queues } = await open(emptyDirectory());
    await queues.send("work-dead", [{ body: "letter" }]);
    expect(await queues.peek("work-dead", 10)).toMatchObject([{ body: "letter", receiveCount: 0 }]);
    expect(await queues.receive("work-dead", 1, 30)).toMatchObject([{ body: "letter", receiveCount: 1 }]);
  });

  it("forget what outlived the retention of the queue it lies in", async () => {
    const { clock, queues } = await open(emptyDirectory(), nine);
    await queues.send("work-dead", [{ body: "old" }]);
    await clock.moveTo(nine + 86_400_000);
    expect((await queues.depth("work-dead")).visible).toBe(0);
  });

  it("measure the age of the oldest message on the product's clock", async () => {
    const { clock, queues } = await open(emptyDirectory(), nine);
    await queues.send("work", [{ body: "waiting" }]);
    await clock.moveTo(nine + 90_000);
    expect(await queues.depth("work")).toEqual({ visible: 1, inFlight: 0, delayed: 0, oldestAgeSeconds: 90 });
  });
});
