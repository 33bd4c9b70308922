import { mkdtempSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { createDeliveries } from "../../local/bus/delivery.ts";
import { createEventBus, ruleLanes } from "../../local/bus/event-bus.ts";
import { createJournal } from "../../local/bus/journal.ts";
import { createVirtualClock } from "../../local/clock/virtual-clock.ts";
import { createEmbeddedQueues } from "../../local/queues/embedded-queues.ts";
import { openRunnerStore } from "../../local/store/runner-store.ts";
import type { Target } from "../../local/template/deployment.ts";
import { arnOfQueue, defineQueue } from "../doubles/queue-definitions.ts";
import { scriptedInvoker } from "../doubles/scripted-invoker.ts";

const busArn = "arn:aws:events:local-1:000000000000:event-bus/city";
const queues = [defineQueue("alerts"), defineQueue("alerts-dead")];
const toQueue: Target = { id: "q", arn: arnOfQueue("alerts"), maximumEventAgeSeconds: 86_400, maximumRetryAttempts: 3 };
const toFunction: Target = {
  id: "f",
  arn: "arn:aws:lambda:local-1:000000000000:function:mailer",
  maximumEventAgeSeconds: 86_400,
  maximumRetryAttempts: 0,
  deadLetterArn: arnOfQueue("alerts-dead"),
};
const breached = {
  busName: "city",
  source: "otklik",
  type: "DeadlineBreached",
  time: Date.parse("2026-03-02T09:00:00.250Z"),
};
const detail = (id: string) => ({
  id,
  time: "2026-03-02T09:00:00.250Z",
  schemaVersion: 1,
  data: { incidentId: "i-1" },
});

async function open(settings: { directory?: string; target?: Target; mailer?: () => unknown } = {}) {
  const { directory = mkdtempSync(join(tmpdir(), "otklik-bus-")), target = toQueue, mailer = () => null } = settings;
  const rule = {
    name: "deadlines",
    arn: "arn:aws:events:local-1:000000000000:rule/city/deadlines",
    busName: "city",
    pattern: { "detail-type": [{ prefix: "Deadline" }], detail: { data: { incidentId: [{ exists: true }] } } },
    targets: [target],
  };
  const deployment = { buses: [{ name: "city", arn: busArn }], rules: [rule] };
  const store = openRunnerStore(directory);
  const clock = await createVirtualClock({ store });
  const embedded = createEmbeddedQueues({ store, clock, queues, report: console.error });
  const invoker = scriptedInvoker({ mailer });
  const lines: string[] = [];
  const report = (line: string) => lines.push(line);
  const deliveries = createDeliveries({ store, queues: embedded, invoker, lanes: ruleLanes(deployment), report });
  await embedded.start();
  const bus = createEventBus({ store, deployment, deliveries });
  return { directory, store, queues: embedded, invoker, deliveries, bus, journal: createJournal(store), lines };
}

describe("the event bus", () => {
  it("brings a matching event to a rule's queue in EventBridge's envelope, and leaves the others in the journal", async () => {
    const { bus, deliveries, queues, journal } = await open();
    const [id] = await bus.put([
      { ...breached, detail: detail("e-1") },
      { ...breached, type: "IncidentOpened", detail: detail("e-2") },
    ]);
    await deliveries.drained();
    const messages = await queues.receive("alerts", 10, 30);
    expect(messages.map((message): unknown => JSON.parse(message.body))).toEqual([
      {
        version: "0",
        id,
        "detail-type": "DeadlineBreached",
        source: "otklik",
        account: "000000000000",
        time: "2026-03-02T09:00:00Z",
        region: "local-1",
        resources: [],
        detail: detail("e-1"),
      },
    ]);
    expect(journal.list({})?.items.map((entry) => entry.id)).toEqual(["e-1", "e-2"]);
    expect(bus.pending).toBe(0);
  });

  it("writes an event down and delivers it once, however often it is put, restarts included", async () => {
    const first = await open();
    await first.bus.put([{ ...breached, detail: detail("e-1") }]);
    await first.deliveries.drained();
    const second = await open({ directory: first.directory });
    await second.bus.put([
      { ...breached, detail: detail("e-1") },
      { ...breached, detail: detail("e-1") },
    ]);
    await second.deliveries.drained();
    expect(second.journal.list({})?.items).toEqual([
      {
        id: "e-1",
        type: "DeadlineBreached",
        time: "2026-03-02T09:00:00.250Z",
        data: { incidentId: "i-1" },
        deliveries: 3,
      },
    ]);
    expect((await second.queues.depth("alerts")).visible).toBe(1);
  });

  it("lists the journal by type, after an id or an instant, up to a limit", async () => {
    const { bus, journal } = await open();
    for (const id of ["a", "b", "c"]) await bus.put([{ ...breached, detail: detail(id) }]);
    await bus.put([{ ...breached, type: "IncidentClosed", detail: detail("d") }]);
    const ids = (query: Parameters<typeof journal.list>[0]) => journal.list(query)?.items.map((entry) => entry.id);
    expect(ids({ after: "a", limit: 2 })).toEqual(["b", "c"]);
    expect(ids({ type: "IncidentClosed" })).toEqual(["d"]);
    expect(ids({ after: "2026-03-02T09:00:00Z" })).toEqual(["a", "b", "c", "d"]);
    expect(ids({ after: "2026-03-02T12:00:00.250+03:00" })).toEqual([]);
    expect(ids({ after: "2026-03-02T10:00:00Z" })).toEqual([]);
    expect(ids({ after: "no such event" })).toBeUndefined();
  });

  it("makes the deliveries that were due when the process died", async () => {
    const first = await open({ target: toFunction });
    await first.deliveries.stop();
    await first.bus.put([{ ...breached, detail: detail("e-1") }]);
    const second = await open({ directory: first.directory, target: toFunction });
    await second.deliveries.start();
    await second.deliveries.drained();
    expect(second.invoker.calls).toMatchObject([{ functionName: "mailer", event: { detail: detail("e-1") } }]);
    expect(second.bus.pending).toBe(0);
  });

  it("sends what cannot be delivered to the target's dead-letter queue with the reason", async () => {
    const refuse = () => {
      throw new TypeError("no address");
    };
    const { bus, deliveries, queues, lines } = await open({ target: toFunction, mailer: refuse });
    await bus.put([{ ...breached, detail: detail("e-1") }]);
    await deliveries.drained();
    const [letter] = await queues.receive("alerts-dead", 1, 30);
    expect(JSON.parse(letter?.body ?? "")).toMatchObject({ detail: detail("e-1") });
    expect(letter?.attributes).toMatchObject({
      ERROR_CODE: { type: "String", value: "FUNCTION_ERROR" },
      ERROR_MESSAGE: { type: "String", value: "TypeError: no address" },
      EXHAUSTED_RETRY_CONDITION: { type: "String", value: "MaximumRetryAttempts" },
      RULE_ARN: { type: "String", value: "arn:aws:events:local-1:000000000000:rule/city/deadlines" },
      TARGET_ARN: { type: "String", value: toFunction.arn },
    });
    expect(lines).toHaveLength(1);
  });

  it("tries a failed delivery again, and does not wait for the retry when asked to drain", async () => {
    let attempts = 0;
    const mailer = () => {
      attempts += 1;
      if (attempts === 1) throw new Error("not yet");
    };
    const target = { ...toFunction, maximumRetryAttempts: 2 };
    const { bus, deliveries } = await open({ target, mailer });
    await bus.put([{ ...breached, detail: detail("e-1") }]);
    await deliveries.drained();
    expect({ attempts, pending: bus.pending }).toEqual({ attempts: 1, pending: 1 });
    await expect.poll(() => bus.pending, { timeout: 3_000 }).toBe(0);
    expect(attempts).toBe(2);
  });
});
