import { mkdtempSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, it, onTestFinished } from "vitest";
import * as z from "zod/mini";
import { createVirtualClock } from "../../local/clock/virtual-clock.ts";
import { createEmbeddedQueues } from "../../local/queues/embedded-queues.ts";
import { createCheckpoints } from "../../local/sources/checkpoints.ts";
import { createStreamPoller } from "../../local/sources/stream-poller.ts";
import { openRunnerStore } from "../../local/store/runner-store.ts";
import type { StreamSource } from "../../local/template/deployment.ts";
import { type MemoryStream, memoryStream, streamArn } from "../doubles/memory-stream.ts";
import { defineQueue } from "../doubles/queue-definitions.ts";
import { scriptedInvoker } from "../doubles/scripted-invoker.ts";

const Event = z.object({
  Records: z.array(z.looseObject({ dynamodb: z.looseObject({ Keys: z.object({ id: z.object({ S: z.string() }) }) }) })),
});

const sourceOf = (functionName: string, filters: StreamSource["filters"]): StreamSource => ({
  id: `items-to-${functionName}`,
  functionName,
  streamArn,
  batchSize: 2,
  batchingWindowSeconds: 0,
  partialResponses: true,
  bisect: false,
  maximumRetryAttempts: -1,
  maximumRecordAgeSeconds: -1,
  filters,
});

/** Two consumers of one stream: one reads everything, one is woken for what has something to send. */
const open = async (
  stream: MemoryStream,
  directory: string,
  functions: Readonly<Record<"all" | "some", (event: unknown) => unknown>>,
) => {
  const some = [{ dynamodb: { NewImage: { id: { S: [{ prefix: "outbox-" }] } } } }];
  const sources = [sourceOf("all", []), sourceOf("some", some)];
  const store = openRunnerStore(directory);
  const clock = await createVirtualClock({ store });
  const queues = createEmbeddedQueues({ store, clock, queues: [defineQueue("lost")], report: () => {} });
  const invoker = scriptedInvoker(functions);
  const checkpoints = createCheckpoints({ store, streams: stream, sources });
  const pollers = sources.map((source) =>
    createStreamPoller({
      source,
      functionArn: `arn:aws:lambda:local-1:000000000000:function:${source.functionName}`,
      streams: stream,
      checkpoints,
      invoker,
      queues,
      metrics: { record: () => {} },
      clock,
      report: () => {},
    }),
  );
  const stop = () => Promise.all(pollers.map((poller) => poller.stop()));
  onTestFinished(async () => void (await stop()));
  await Promise.all(pollers.map((poller) => poller.start()));
  return {
    stop,
    drained: () => Promise.all(pollers.map((poller) => poller.drained())),
    seenBy: (name: string) =>
      invoker.calls
        .filter(({ functionName }) => functionName === name)
        .flatMap(({ event }) => Event.parse(event).Records.map(({ dynamodb }) => dynamodb.Keys.id.S)),
  };
};

const nothing = () => null;

it("each consumer of a stream reads all of it, past what its filter leaves out", async () => {
  const stream = memoryStream();
  const { drained, seenBy } = await open(stream, mkdtempSync(join(tmpdir(), "otklik-stream-")), {
    all: nothing,
    some: nothing,
  });
  stream.write("a", "outbox-b", "c", "d", "outbox-e", "f");
  await drained();
  expect(seenBy("all")).toEqual(["a", "outbox-b", "c", "d", "outbox-e", "f"]);
  expect(seenBy("some")).toEqual(["outbox-b", "outbox-e"]);
  expect(stream.done).toBe("6");
});

it("a consumer that fails holds up no other, and the stream keeps what it has not read, over a restart too", async () => {
  const stream = memoryStream();
  const directory = mkdtempSync(join(tmpdir(), "otklik-stream-"));
  const failing = () => {
    throw new Error("the queue is away");
  };
  const before = await open(stream, directory, { all: nothing, some: failing });
  stream.write("a", "outbox-b", "c");
  await before.drained();
  expect(before.seenBy("all")).toEqual(["a", "outbox-b", "c"]);
  expect(Number(stream.done ?? 0)).toBeLessThan(2);
  await before.stop();

  const after = await open(stream, directory, { all: nothing, some: nothing });
  await after.drained();
  expect(after.seenBy("all")).toEqual([]);
  expect(after.seenBy("some")).toEqual(["outbox-b"]);
  expect(stream.done).toBe("3");
});
