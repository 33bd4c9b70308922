import { mkdtempSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, expect, it, onTestFinished } from "vitest";
import * as z from "zod/mini";
import { createVirtualClock } from "../../local/clock/virtual-clock.ts";
import { createEmbeddedQueues } from "../../local/queues/embedded-queues.ts";
import { createCheckpoints } from "../../local/sources/checkpoints.ts";
import { createStreamPoller } from "../../local/sources/stream-poller.ts";
import { openRunnerStore } from "../../local/store/runner-store.ts";
import type { StreamSource } from "../../local/template/deployment.ts";
import { type MemoryStream, memoryStream, streamArn } from "../doubles/memory-stream.ts";
import { arnOfQueue, defineQueue } from "../doubles/queue-definitions.ts";
import { scriptedInvoker } from "../doubles/scripted-invoker.ts";

const Event = z.object({
  Records: z.array(
    z.looseObject({
      dynamodb: z.looseObject({ SequenceNumber: z.string(), Keys: z.object({ id: z.object({ S: z.string() }) }) }),
    }),
  ),
});
const idsOf = (event: unknown) => Event.parse(event).Records.map(({ dynamodb }) => dynamodb.Keys.id.S);
const failFrom = (id: string) => (event: unknown) => {
  const found = Event.parse(event).Records.find(({ dynamodb }) => dynamodb.Keys.id.S === id);
  return { batchItemFailures: found === undefined ? [] : [{ itemIdentifier: found.dynamodb.SequenceNumber }] };
};
const throwOn = (id: string) => (event: unknown) => {
  if (idsOf(event).includes(id)) throw new Error(`cannot publish ${id}`);
};

async function open(
  work: (event: unknown) => unknown,
  settings: { directory?: string; stream?: MemoryStream; source?: Partial<StreamSource> } = {},
) {
  const { directory = mkdtempSync(join(tmpdir(), "otklik-stream-")), stream = memoryStream() } = settings;
  const source: StreamSource = {
    id: "items-to-publisher",
    functionName: "publisher",
    streamArn,
    batchSize: 10,
    batchingWindowSeconds: 0,
    partialResponses: true,
    bisect: false,
    maximumRetryAttempts: 1,
    maximumRecordAgeSeconds: -1,
    failureArn: arnOfQueue("lost"),
    filters: [],
    ...settings.source,
  };
  const store = openRunnerStore(directory);
  const clock = await createVirtualClock({ store });
  const queues = createEmbeddedQueues({ store, clock, queues: [defineQueue("lost")], report: console.error });
  const invoker = scriptedInvoker({ publisher: work });
  const poller = createStreamPoller({
    source,
    functionArn: "arn:aws:lambda:local-1:000000000000:function:publisher",
    streams: stream,
    checkpoints: createCheckpoints({ store, streams: stream, sources: [source] }),
    invoker,
    queues,
    metrics: { record: () => {} },
    clock,
    report: () => {},
  });
  await queues.start();
  onTestFinished(async () => {
    await poller.stop();
    await queues.stop();
  });
  return { directory, stream, queues, poller, batches: () => invoker.calls.map(({ event }) => idsOf(event)) };
}

describe("a stream's poller", () => {
  it("hands records over in order and goes on where it was after a restart", async () => {
    const first = await open(() => null, { source: { batchSize: 2 } });
    first.stream.write("a", "b", "c");
    await first.poller.start();
    await first.poller.drained();
    expect(first.batches()).toEqual([["a", "b"], ["c"]]);
    expect(first.stream.done).toBe("3");
    await first.poller.stop();

    const second = await open(() => null, { directory: first.directory, stream: first.stream });
    first.stream.write("d");
    await second.poller.start();
    await second.poller.drained();
    expect(second.batches()).toEqual([["d"]]);
  });

  it("tries again from the first failed record on, in order", async () => {
    let failures = 0;
    const { stream, poller, batches } = await open((event) => {
      failures += 1;
      return failures === 1 ? failFrom("c")(event) : null;
    });
    stream.write("a", "b", "c", "d");
    await poller.start();
    await expect.poll(batches).toEqual([
      ["a", "b", "c", "d"],
      ["c", "d"],
    ]);
    await poller.drained();
    expect(stream.done).toBe("4");
  });

  it("halves a failing batch until the bad record stands alone, and loses only that", async () => {
    const { stream, queues, poller, batches } = await open(throwOn("c"), { source: { bisect: true } });
    stream.write("a", "b", "c", "d");
    await poller.start();
    await expect.poll(() => stream.done, { timeout: 3_000 }).toBe("4");
    expect(batches()).toEqual([["a", "b", "c", "d"], ["a", "b"], ["c", "d"], ["c"], ["c"], ["d"]]);
    const [letter] = await queues.receive("lost", 10, 30);
    expect(JSON.parse(letter?.body ?? "")).toMatchObject({
      requestContext: { condition: "RetryAttemptsExhausted", approximateInvokeCount: 2 },
      version: "1.0",
      DDBStreamBatchInfo: { startSequenceNumber: "3", endSequenceNumber: "3", batchSize: 1, streamArn },
    });
  });

  it("passes over records that no filter lets through", async () => {
    const filters = [{ eventName: ["INSERT"], dynamodb: { NewImage: { id: { S: [{ prefix: "incident-" }] } } } }];
    const { stream, poller, batches } = await open(() => null, { source: { filters } });
    stream.write("incident-1", "pointer-1", "incident-2", "pointer-2");
    await poller.start();
    await poller.drained();
    expect(batches()).toEqual([["incident-1", "incident-2"]]);
    expect(stream.done).toBe("4");
  });

  it("does not hold up a drain while a failed batch waits to be tried again, nor a stop", async () => {
    const { stream, poller, batches } = await open(throwOn("a"), { source: { maximumRetryAttempts: -1 } });
    stream.write("a", "b");
    await poller.start();
    await poller.drained();
    expect(batches()).toEqual([["a", "b"]]);
    await poller.stop();
    expect(stream.done).toBeUndefined();
  });

  it("starts at once when the table is written to", async () => {
    const { stream, poller, batches } = await open(() => null);
    await poller.start();
    await poller.drained();
    stream.write("a");
    await poller.drained();
    expect(batches()).toEqual([["a"]]);
  });
});
