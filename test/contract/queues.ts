import { expect, it } from "vitest";
import type { Queues } from "../../local/ports.ts";
import { defineQueue } from "../doubles/queue-definitions.ts";

/** The queues that a room under this contract must have. */
export const contractQueues = [
  defineQueue("work", { maxReceiveCount: 2 }),
  defineQueue("work-dead"),
  defineQueue("replies.fifo", { contentBasedDeduplication: true }),
];

/** What anything that stands for the deployment's queues does. `open` answers fresh, empty queues. */
export function queuesContract(open: () => Promise<Queues>): void {
  standardQueuesContract(open);
  orderedQueuesContract(open);
}

/** What queues do that keep no order. */
export function standardQueuesContract(open: () => Promise<Queues>): void {
  it("gives back what was sent, with its attributes and an id per message in order", async () => {
    const queues = await open();
    const attributes = { channel: { type: "String", value: "vk" }, weight: { type: "Number", value: "7" } };
    const ids = await queues.send("work", [{ body: "first", attributes }, { body: "second" }]);
    const messages = await queues.receive("work", 10, 30);
    expect(messages.map((message) => message.body).toSorted()).toEqual(["first", "second"]);
    expect(messages.map((message) => message.id).toSorted()).toEqual(ids.toSorted());
    expect(messages.find((message) => message.id === ids[0])).toMatchObject({
      body: "first",
      attributes,
      receiveCount: 1,
    });
  });

  it("sends and receives more messages than a request of SQS holds", async () => {
    const queues = await open();
    const bodies = Array.from({ length: 25 }, (_, index) => `message ${index}`);
    await queues.send(
      "work",
      bodies.map((body) => ({ body })),
    );
    const messages = await queues.receive("work", 25, 30);
    expect(new Set(messages.map((message) => message.body))).toEqual(new Set(bodies));
    await queues.remove(
      "work",
      messages.map((message) => message.receipt),
    );
    expect(await queues.depth("work")).toMatchObject({ visible: 0, inFlight: 0 });
  });

  it("hides a received message until it is released, and counts each receive", async () => {
    const queues = await open();
    await queues.send("work", [{ body: "once" }]);
    const [first] = await queues.receive("work", 10, 30);
    expect(await queues.receive("work", 10, 30)).toEqual([]);
    expect(await queues.depth("work")).toMatchObject({ visible: 0, inFlight: 1 });
    await queues.release("work", [first?.receipt ?? ""], 0);
    expect(await queues.receive("work", 10, 30)).toMatchObject([{ id: first?.id, receiveCount: 2 }]);
  });

  it("makes a message receivable again when its visibility has run out", async () => {
    const queues = await open();
    await queues.send("work", [{ body: "slow" }]);
    await queues.receive("work", 1, 1);
    await expect
      .poll(() => queues.receive("work", 1, 30), { timeout: 5_000, interval: 100 })
      .toMatchObject([{ body: "slow" }]);
  });

  it("does not bring back what was removed", async () => {
    const queues = await open();
    await queues.send("work", [{ body: "done" }]);
    const [message] = await queues.receive("work", 1, 30);
    await queues.remove("work", [message?.receipt ?? ""]);
    expect(await queues.depth("work")).toMatchObject({ visible: 0, inFlight: 0, delayed: 0 });
  });

  it("moves a message to the dead-letter queue with its id and attributes when it was received as often as allowed", async () => {
    const queues = await open();
    const attributes = { channel: { type: "String", value: "vk" } };
    const [id] = await queues.send("work", [{ body: "poison", attributes }]);
    for (let attempt = 0; attempt < 2; attempt += 1) {
      const [message] = await queues.receive("work", 1, 30);
      await queues.release("work", [message?.receipt ?? ""], 0);
    }
    await queues.send("work", [{ body: "healthy" }]);
    expect(await queues.receive("work", 10, 30)).toMatchObject([{ body: "healthy" }]);
    expect(await queues.receive("work-dead", 10, 30)).toMatchObject([{ id, body: "poison", attributes }]);
  });

  it("keeps a delayed message back", async () => {
    const queues = await open();
    await queues.send("work", [{ body: "later", delaySeconds: 900 }]);
    expect(await queues.receive("work", 1, 30)).toEqual([]);
    expect(await queues.depth("work")).toMatchObject({ visible: 0, delayed: 1 });
  });

  it("tells a listener when something arrives, until it stops listening", async () => {
    const queues = await open();
    let arrivals = 0;
    const stop = queues.onArrival("work", () => {
      arrivals += 1;
    });
    await queues.send("work", [{ body: "hello" }]);
    expect(arrivals).toBe(1);
    stop();
    await queues.send("work", [{ body: "unheard" }]);
    expect(arrivals).toBe(1);
  });
}

/** What FIFO queues do besides. */
export function orderedQueuesContract(open: () => Promise<Queues>): void {
  it("works off a message group in order, never two of its messages at once", async () => {
    const queues = await open();
    await queues.send("replies.fifo", [
      { body: "page one, first", groupId: "one" },
      { body: "page one, second", groupId: "one" },
      { body: "page two, first", groupId: "two" },
    ]);
    const [first] = await queues.receive("replies.fifo", 1, 30);
    expect(first).toMatchObject({ body: "page one, first", groupId: "one" });
    expect(await queues.receive("replies.fifo", 10, 30)).toMatchObject([{ body: "page two, first" }]);
    await queues.remove("replies.fifo", [first?.receipt ?? ""]);
    expect(await queues.receive("replies.fifo", 10, 30)).toMatchObject([{ body: "page one, second" }]);
  });

  it("takes a repeat within five minutes as the message it repeats, by its id or by its content", async () => {
    const queues = await open();
    const named = { groupId: "one", deduplicationId: "reply-1" };
    await queues.send("replies.fifo", [{ body: "answer", ...named }]);
    await queues.send("replies.fifo", [{ body: "answer, reworded", ...named }]);
    await queues.send("replies.fifo", [{ body: "the same words", groupId: "two" }]);
    await queues.send("replies.fifo", [{ body: "the same words", groupId: "two" }]);
    expect((await queues.depth("replies.fifo")).visible).toBe(2);
  });
}
