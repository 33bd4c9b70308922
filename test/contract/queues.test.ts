import { mkdtempSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { startFauxqs } from "fauxqs";
import { describe, expect, it, onTestFinished } from "vitest";
import { createVirtualClock } from "../../local/clock/virtual-clock.ts";
import { createEmbeddedQueues } from "../../local/queues/embedded-queues.ts";
import { createRemoteQueues } from "../../local/queues/remote-queues.ts";
import { StartFailure } from "../../local/start-failure.ts";
import { openRunnerStore } from "../../local/store/runner-store.ts";
import { contractQueues, queuesContract } from "./queues.ts";

describe("the embedded queues", () => {
  queuesContract(async () => {
    const store = openRunnerStore(mkdtempSync(join(tmpdir(), "otklik-queues-")));
    const clock = await createVirtualClock({ store });
    const queues = createEmbeddedQueues({ store, clock, queues: contractQueues, report: console.error });
    await queues.start();
    onTestFinished(async () => {
      await queues.stop();
      await store.close();
    });
    return queues;
  });
});

describe("queues on a compatible server", () => {
  queuesContract(async () => {
    const server = await startFauxqs({ port: 0, host: "127.0.0.1", logger: false });
    const queues = createRemoteQueues({
      endpoint: server.address,
      region: "us-east-1",
      credentials: { accessKeyId: "test", secretAccessKey: "test" },
      queues: contractQueues,
    });
    await queues.start();
    onTestFinished(async () => {
      await queues.stop();
      await server.stop();
    });
    return queues;
  });

  it("refuse to start, in one line, when there is no server", async () => {
    const queues = createRemoteQueues({
      endpoint: "http://127.0.0.1:1",
      region: "us-east-1",
      credentials: { accessKeyId: "test", secretAccessKey: "test" },
      queues: contractQueues,
    });
    const start = queues.start();
    await expect(start).rejects.toThrow(StartFailure);
    await expect(start).rejects.toThrow(/^[^\n]*OTKLIK_SQS_ENDPOINT[^\n]*$/);
  });
});
