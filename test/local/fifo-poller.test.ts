import { mkdtempSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, expect, it, onTestFinished } from "vitest";
import * as z from "zod/mini";
import { createVirtualClock } from "../../local/clock/virtual-clock.ts";
import { createDeadLetters } from "../../local/http/dead-letters.ts";
import { createEmbeddedQueues } from "../../local/queues/embedded-queues.ts";
import { createFailureReasons } from "../../local/queues/failure-reasons.ts";
import { createQueuePoller } from "../../local/sources/queue-poller.ts";
import { openRunnerStore } from "../../local/store/runner-store.ts";
import { arnOfQueue, defineQueue } from "../doubles/queue-definitions.ts";
import { scriptedInvoker } from "../doubles/scripted-invoker.ts";

const Event = z.object({
  Records: z.array(
    z.looseObject({
      messageId: z.string(),
      body: z.string(),
      attributes: z.looseObject({ MessageGroupId: z.string() }),
    }),
  ),
});
const recordsOf = (event: unknown) => Event.parse(event).Records;

const dead = defineQueue("replies-dead.fifo");
const replies = defineQueue("replies.fifo", {
  redrive: { deadLetterArn: dead.arn, maxReceiveCount: 3 },
});

const open = async (work: (event: unknown) => unknown, { batchSize = 2, visibilitySeconds = 30 } = {}) => {
  const store = openRunnerStore(mkdtempSync(join(tmpdir(), "otklik-fifo-")));
  const clock = await createVirtualClock({ store });
  const queues = createEmbeddedQueues({ store, clock, queues: [replies, dead], report: console.error });
  const invoker = scriptedInvoker({ reply: work });
  const poller = createQueuePoller({
    source: {
      id: "replies-to-reply",
      functionName: "reply",
      queueArn: arnOfQueue("replies.fifo"),
      batchSize,
      batchingWindowSeconds: 0,
      maximumConcurrency: 5,
      partialResponses: true,
    },
    visibilitySeconds,
    workers: 5,
    queues,
    invoker,
    metrics: { record: () => {} },
    failures: createFailureReasons({ store, clock }),
    clock,
    report: () => {},
  });
  await queues.start();
  onTestFinished(async () => {
    await poller.stop();
    await queues.stop();
  });
  const send = (...named: readonly string[]) =>
    queues.send(
      "replies.fifo",
      named.map((body) => ({ body, groupId: body.charAt(0), deduplicationId: body })),
    );
  return { queues, poller, invoker, send };
};

describe("the poller of a FIFO queue", () => {
  it("works off each page in order, and pages side by side", async () => {
    const done: string[] = [];
    const gate = Promise.withResolvers<void>();
    const { poller, invoker, send } = await open(
      async (event) => {
        const records = recordsOf(event);
        if (records.some(({ body }) => body === "a1")) await gate.promise;
        done.push(...records.map(({ body }) => body));
        return { batchItemFailures: [] };
      },
      { batchSize: 1 },
    );
    await send("a1", "a2", "b1", "b2", "a3");
    await poller.start();
    await expect.poll(() => done).toEqual(["b1", "b2"]);
    expect(invoker.busy).toBe(1);
    gate.resolve();
    await expect.poll(() => done).toEqual(["b1", "b2", "a1", "a2", "a3"]);
  });

  it("lets a page that fails hold up no other, and goes on with it where it was after its dead letter", async () => {
    const done: string[] = [];
    const { queues, poller, send } = await open(
      (event) => {
        const failed = new Set<string>();
        const back: { itemIdentifier: string }[] = [];
        for (const { body, messageId, attributes } of recordsOf(event)) {
          if (body === "a1") failed.add(attributes.MessageGroupId);
          if (failed.has(attributes.MessageGroupId)) back.push({ itemIdentifier: messageId });
          else done.push(body);
        }
        return { batchItemFailures: back };
      },
      { visibilitySeconds: 0.2 },
    );
    await send("a1", "a2", "b1", "b2");
    await poller.start();
    await expect
      .poll(async () => (await queues.depth("replies-dead.fifo")).visible, { timeout: 5_000 })
      .toBeGreaterThan(0);
    await expect.poll(() => done.filter((body) => body.startsWith("b"))).toEqual(["b1", "b2"]);
    expect(await queues.peek("replies-dead.fifo", 10)).toMatchObject([
      { body: "a1", groupId: "a", attributes: { reason: { value: "reply reported it as failed" } } },
      ...(done.includes("a2") ? [] : [{ body: "a2" }]),
    ]);
  });

  it("takes dead letters back into their page", async () => {
    const { queues } = await open(() => null);
    await queues.send("replies-dead.fifo", [{ body: "a1", groupId: "a", deduplicationId: "a1" }]);
    const letters = createDeadLetters(queues, {
      queues: [replies, dead],
      rules: [],
      schedules: [],
      streamSources: [],
    });
    expect(await letters.redrive(undefined)).toEqual([{ queue: "replies-dead.fifo", moved: 1 }]);
    expect(await queues.receive("replies.fifo", 10, 30)).toMatchObject([{ body: "a1", groupId: "a" }]);
  });
});
