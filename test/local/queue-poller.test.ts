import { mkdtempSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, expect, it, onTestFinished } from "vitest";
import * as z from "zod/mini";
import { createVirtualClock } from "../../local/clock/virtual-clock.ts";
import { createEmbeddedQueues } from "../../local/queues/embedded-queues.ts";
import { createFailureReasons } from "../../local/queues/failure-reasons.ts";
import { createQueuePoller } from "../../local/sources/queue-poller.ts";
import { openRunnerStore } from "../../local/store/runner-store.ts";
import type { Queue, QueueSource } from "../../local/template/deployment.ts";
import { arnOfQueue, defineQueue } from "../doubles/queue-definitions.ts";
import { scriptedInvoker } from "../doubles/scripted-invoker.ts";

const Event = z.object({ Records: z.array(z.looseObject({ messageId: z.string(), body: z.string() })) });
const recordsOf = (event: unknown) => Event.parse(event).Records;
const failing = (identifiers: readonly string[]) => ({
  batchItemFailures: identifiers.map((itemIdentifier) => ({ itemIdentifier })),
});

async function open(
  work: (event: unknown) => unknown,
  settings: { source?: Partial<QueueSource>; queue?: Partial<Queue> & { maxReceiveCount?: number } } = {},
) {
  const definitions = [defineQueue("work", { maxReceiveCount: 3, ...settings.queue }), defineQueue("work-dead")];
  const store = openRunnerStore(mkdtempSync(join(tmpdir(), "otklik-poller-")));
  const clock = await createVirtualClock({ store });
  const queues = createEmbeddedQueues({ store, clock, queues: definitions, report: console.error });
  const invoker = scriptedInvoker({ worker: work });
  const lines: string[] = [];
  const samples: { readonly name: string; readonly values: readonly number[] }[] = [];
  const poller = createQueuePoller({
    source: {
      id: "work-to-worker",
      functionName: "worker",
      queueArn: arnOfQueue("work"),
      batchSize: 10,
      batchingWindowSeconds: 0,
      maximumConcurrency: 5,
      partialResponses: true,
      ...settings.source,
    },
    visibilitySeconds: definitions[0]?.visibilitySeconds ?? 30,
    workers: 5,
    queues,
    invoker,
    metrics: { record: (recorded) => samples.push(...recorded) },
    failures: createFailureReasons({ store, clock }),
    clock,
    report: (line) => lines.push(line),
  });
  await queues.start();
  onTestFinished(async () => {
    await poller.stop();
    await queues.stop();
    await store.close();
  });
  const count = (name: string) =>
    samples.filter((sample) => sample.name === name).reduce((sum, { values }) => sum + (values[0] ?? 0), 0);
  return { queues, poller, invoker, lines, count };
}

describe("a queue's poller", () => {
  it("gives the function records in the shape of Lambda's SQS event and removes what it has done", async () => {
    const { queues, poller, invoker, count } = await open(() => ({ batchItemFailures: [] }));
    const [id] = await queues.send("work", [
      { body: "hello", attributes: { channel: { type: "String", value: "vk" } } },
    ]);
    await poller.start();
    await poller.drained();
    expect(invoker.calls).toEqual([
      {
        functionName: "worker",
        event: {
          Records: [
            {
              messageId: id,
              receiptHandle: expect.any(String),
              body: "hello",
              attributes: {
                ApproximateReceiveCount: "1",
                SentTimestamp: expect.stringMatching(/^\d{13}$/),
                SenderId: "000000000000",
                ApproximateFirstReceiveTimestamp: expect.stringMatching(/^\d{13}$/),
              },
              messageAttributes: {
                channel: { stringValue: "vk", stringListValues: [], binaryListValues: [], dataType: "String" },
              },
              md5OfBody: "5d41402abc4b2a76b9719d911017c592",
              eventSource: "aws:sqs",
              eventSourceARN: arnOfQueue("work"),
              awsRegion: "local-1",
            },
          ],
        },
      },
    ]);
    expect(await queues.depth("work")).toMatchObject({ visible: 0, inFlight: 0 });
    expect(count("DeletedEventCount")).toBe(1);
  });

  it("brings a poisoned message to the dead-letter queue with its reason, and stops nobody else", async () => {
    const work = (event: unknown) =>
      failing(
        recordsOf(event)
          .filter(({ body }) => body === "poison")
          .map(({ messageId }) => messageId),
      );
    const { queues, poller, invoker } = await open(work, {
      queue: { visibilitySeconds: 0 },
      source: { maximumConcurrency: 1 },
    });
    await poller.start();
    const bodies = ["one", "poison", "two", "three"];
    const ids = await queues.send(
      "work",
      bodies.map((body) => ({ body })),
    );
    await expect.poll(async () => (await queues.depth("work-dead")).visible).toBe(1);
    await poller.drained();
    expect(await queues.depth("work")).toMatchObject({ visible: 0, inFlight: 0 });
    const seen = invoker.calls.flatMap(({ event }) => recordsOf(event).map((record) => record.body));
    expect(seen.toSorted()).toEqual(["one", "poison", "poison", "poison", "three", "two"]);
    expect(await queues.peek("work-dead", 10)).toMatchObject([
      { id: ids[1], attributes: { reason: { type: "String", value: "worker reported it as failed" } } },
    ]);
  });

  it("returns the whole batch when the function throws, and does not wait for it to become visible when asked to drain", async () => {
    const work = () => {
      throw new TypeError("no such table");
    };
    const { queues, poller, lines, count } = await open(work);
    await queues.send("work", [{ body: "one" }, { body: "two" }]);
    await poller.start();
    await poller.drained();
    expect(await queues.depth("work")).toMatchObject({ visible: 0, inFlight: 2 });
    expect(lines).toEqual(["worker: 2 of 2 messages of work failed: TypeError: no such table"]);
    expect(count("FailedInvokeEventCount")).toBe(2);
  });

  it.each([
    ["an identifier that is not of the batch", failing(["stranger"])],
    ["an empty identifier", failing([""])],
    ["a list of another shape", { batchItemFailures: "all" }],
    ["an answer that is no object", "done"],
  ])("takes %s as failure of the whole batch", async (_what, answer) => {
    const { queues, poller } = await open(() => answer);
    await queues.send("work", [{ body: "one" }, { body: "two" }]);
    await poller.start();
    await poller.drained();
    expect(await queues.depth("work")).toMatchObject({ inFlight: 2 });
  });

  it("never has more batches under way than the mapping allows", async () => {
    const gates: (() => void)[] = [];
    const work = () =>
      new Promise<void>((resolve) => {
        gates.push(resolve);
      });
    const { queues, poller, invoker } = await open(work, { source: { batchSize: 1, maximumConcurrency: 2 } });
    await queues.send(
      "work",
      Array.from({ length: 6 }, (_, index) => ({ body: String(index) })),
    );
    await poller.start();
    for (let opened = 0; opened < 6; opened += 1) {
      await expect.poll(() => gates.length).toBeGreaterThan(opened);
      expect(invoker.busy).toBeLessThanOrEqual(2);
      gates[opened]?.();
    }
    await poller.drained();
    expect(await queues.depth("work")).toMatchObject({ visible: 0, inFlight: 0 });
  });

  it("fills a batch for as long as the batching window is open", async () => {
    const { queues, poller, invoker } = await open(() => null, { source: { batchSize: 3, batchingWindowSeconds: 60 } });
    await poller.start();
    for (const body of ["one", "two", "three"]) await queues.send("work", [{ body }]);
    await expect.poll(() => invoker.calls.length).toBe(1);
    expect(recordsOf(invoker.calls[0]?.event).map((record) => record.body)).toEqual(["one", "two", "three"]);
  });

  it("finishes the batch under way when stopped, and takes no other", async () => {
    const begun = Promise.withResolvers<void>();
    const gate = Promise.withResolvers<void>();
    const work = () => {
      begun.resolve();
      return gate.promise;
    };
    const { queues, poller, invoker } = await open(work, { source: { batchSize: 1, maximumConcurrency: 1 } });
    await queues.send("work", [{ body: "under way" }, { body: "left" }]);
    await poller.start();
    await begun.promise;
    const stopping = poller.stop();
    gate.resolve();
    await stopping;
    expect(invoker.calls).toHaveLength(1);
    expect(await queues.depth("work")).toMatchObject({ visible: 1, inFlight: 0 });
  });
});
