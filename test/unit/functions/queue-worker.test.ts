import { describe, expect, test } from "vitest";
import * as z from "zod/mini";
import { Metric } from "../../../shared/contracts/metrics.ts";
import { TRIES } from "../../../shared/contracts/queues.ts";
import { Rejection } from "../../../shared/domain/signal/rejection.ts";
import { queueWorker } from "../../../shared/platform/queue-worker.ts";
import { memoryDeadLetters } from "../../doubles/memory-dead-letters.ts";
import { recordingCounter } from "../../doubles/recording-counter.ts";
import { recordingLog } from "../../doubles/recording-log.ts";
import { lambdaContext } from "../../fixtures/lambda-context.ts";
import { sqsEvent, sqsRecord } from "../../fixtures/sqs-event.ts";

const CANARY = "канарейка";

const schema = z.object({ text: z.string(), fate: z.enum(["done", "fails", "hopeless"]) });

const openWorker = () => {
  const worked: string[] = [];
  const deadLetters = memoryDeadLetters();
  const counter = recordingCounter();
  const log = recordingLog();
  const worker = queueWorker({
    schema,
    work: async ({ text, fate }) => {
      await Promise.resolve();
      if (fate === "fails") throw new TypeError(`could not cope with ${text}`);
      if (fate === "hopeless") throw new Rejection("There is no such thing.");
      worked.push(text);
    },
    deadLetters,
    counter,
    log,
  });
  return {
    worked,
    deadLetters,
    counter,
    written: () => [...log.lines, ...deadLetters.buried.map(({ reason }) => reason)].join("\n"),
    handle: async (...records: readonly ReturnType<typeof sqsRecord>[]) =>
      (await worker(sqsEvent(...records), lambdaContext("worker"))).batchItemFailures.map(
        ({ itemIdentifier }) => itemIdentifier,
      ),
  };
};

const messageOf = (fate: string, options: { messageId?: string; tries?: number } = {}) =>
  sqsRecord({ text: CANARY, fate }, options);

describe("a message that fails", () => {
  test("is given back alone; its neighbours are done", async () => {
    const room = openWorker();
    const records = [messageOf("done"), messageOf("fails", { messageId: "bad" }), messageOf("done")];
    expect(await room.handle(...records)).toEqual(["bad"]);
    expect(room.worked).toHaveLength(2);
    expect(room.deadLetters.buried).toEqual([]);
  });

  test("is given back without an uproar when it is the only one", async () => {
    const room = openWorker();
    expect(await room.handle(messageOf("fails", { messageId: "bad" }))).toEqual(["bad"]);
  });

  test("is tried to the last, and then buried with what it failed with last", async () => {
    const room = openWorker();
    expect(await room.handle(messageOf("fails", { messageId: "bad", tries: TRIES - 1 }))).toEqual(["bad"]);
    expect(await room.handle(messageOf("fails", { messageId: "bad", tries: TRIES }))).toEqual([]);
    expect(room.deadLetters.buried).toMatchObject([
      { messageId: "bad", reason: "Failed 5 times, at last with TypeError." },
    ]);
    expect(room.counter.total(Metric.DeadLetter)).toBe(1);
  });

  test("is done on its last try when that succeeds", async () => {
    const room = openWorker();
    expect(await room.handle(messageOf("done", { tries: TRIES }))).toEqual([]);
    expect(room.worked).toHaveLength(1);
    expect(room.deadLetters.buried).toEqual([]);
  });
});

describe("a message that will never succeed", () => {
  test.each([
    ["because its work says so", { text: CANARY, fate: "hopeless" }, "There is no such thing."],
    ["because it is not JSON", `${CANARY}{`, "The message is not JSON."],
    [
      "because it has the wrong form",
      { text: [CANARY], fate: CANARY },
      /\/text .*; \/fate must be one of done, fails, hopeless/,
    ],
    ["because it is nothing", "null", /the message must be an object/],
  ])("is buried at its first try with its reason, %s", async (_, body, reason) => {
    const room = openWorker();
    const record = sqsRecord(body);
    expect(await room.handle(record, messageOf("done"))).toEqual([]);
    expect(room.worked).toHaveLength(1);
    expect(room.deadLetters.buried).toMatchObject([
      { messageId: record.messageId, body: record.body, reason: expect.stringMatching(reason) },
    ]);
    expect(room.counter.total(Metric.DeadLetter)).toBe(1);
  });
});

test("what is written of failures holds no words of a message", async () => {
  const room = openWorker();
  await room.handle(
    messageOf("fails"),
    messageOf("fails", { tries: TRIES }),
    messageOf("hopeless"),
    messageOf(CANARY),
    sqsRecord(`${CANARY}{`),
    sqsRecord({ [CANARY]: CANARY }),
  );
  expect(room.deadLetters.buried).toHaveLength(5);
  expect(room.written()).not.toContain(CANARY);
});

test("a message that cannot be buried either is given back and not lost", async () => {
  const log = recordingLog();
  const worker = queueWorker({
    schema,
    work: async () => {},
    deadLetters: {
      bury: async () => {
        throw new Error("the dead letters are away");
      },
    },
    counter: recordingCounter(),
    log,
  });
  const { batchItemFailures } = await worker(sqsEvent(sqsRecord("{", { messageId: "bad" })), lambdaContext("worker"));
  expect(batchItemFailures).toEqual([{ itemIdentifier: "bad" }]);
});
