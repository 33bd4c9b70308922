import { describe, expect, test } from "vitest";
import { createDeadLetters } from "../../local/http/dead-letters.ts";
import type { Queue } from "../../local/template/deployment.ts";
import { heldQueues, letter } from "../doubles/held-queues.ts";

const queue = (name: string, deadLetters?: string): Queue => ({
  name,
  arn: `arn:aws:sqs:local-1:000000000000:${name}`,
  url: "",
  fifo: false,
  visibilitySeconds: 30,
  retentionSeconds: 345_600,
  delaySeconds: 0,
  ...(deadLetters && {
    redrive: { deadLetterArn: `arn:aws:sqs:local-1:000000000000:${deadLetters}`, maxReceiveCount: 5 },
  }),
});

const streamSource = {
  id: "s",
  functionName: "f",
  streamArn: "a",
  batchSize: 1,
  batchingWindowSeconds: 0,
  partialResponses: true,
  bisect: false,
  maximumRetryAttempts: 1,
  maximumRecordAgeSeconds: -1,
  failureArn: "arn:aws:sqs:local-1:000000000000:otklik-stream-dead",
  filters: [],
};

function lettersIn(queues: ReturnType<typeof heldQueues>) {
  const definitions = [queue("otklik-due", "otklik-due-dead"), queue("otklik-due-dead"), queue("otklik-stream-dead")];
  const deployment = { queues: definitions, rules: [], schedules: [], streamSources: [streamSource] };
  return createDeadLetters(queues, deployment);
}

describe("dead letters", () => {
  test("are listed with their reason and never their words, and stay where they are", async () => {
    const queues = heldQueues();
    queues.put("otklik-due-dead", letter("told", { reason: { type: "String", value: "malformed" } }), letter("silent"));
    const shown = { sentAt: "2026-03-02T09:00:00.000Z", receiveCount: 5 };
    expect(await lettersIn(queues).list()).toEqual([
      {
        queue: "otklik-due-dead",
        count: 2,
        source: "otklik-due",
        messages: [
          { id: "told", reason: "malformed", ...shown },
          { id: "silent", reason: undefined, ...shown },
        ],
      },
      { queue: "otklik-stream-dead", count: 0, source: undefined, messages: [] },
    ]);
    expect(queues.of("otklik-due-dead")).toHaveLength(2);
  });

  test("go back to their queue without the reason, and stay where no queue can repeat them", async () => {
    const queues = heldQueues();
    const attributes = { reason: { type: "String", value: "x" }, trace: { type: "String", value: "t" } };
    queues.put(
      "otklik-due-dead",
      letter("one", attributes),
      ...Array.from({ length: 24 }, (_, at) => letter(`more-${at}`)),
    );
    queues.put("otklik-stream-dead", letter("three"));
    expect(await lettersIn(queues).redrive(undefined)).toEqual([{ queue: "otklik-due-dead", moved: 25 }]);
    expect(queues.of("otklik-due")).toHaveLength(25);
    expect(queues.of("otklik-due")[0]).toMatchObject({
      body: "citizen's words",
      attributes: { trace: { type: "String", value: "t" } },
    });
    expect(queues.of("otklik-due")[0]?.attributes).not.toHaveProperty("reason");
    expect([queues.of("otklik-due-dead").length, queues.of("otklik-stream-dead").length]).toEqual([0, 1]);
  });

  test("of one citizen are erased, wherever they lie, and the others stay where they are", async () => {
    const queues = heldQueues();
    const body = (pseudonym: string) =>
      JSON.stringify({ schemaVersion: 2, signal: { citizen: pseudonym, sealed: "…" } });
    for (const name of ["otklik-due-dead", "otklik-stream-dead"])
      queues.put(name, letter("a", {}, body("theirs")), letter("b", {}, body("another")), letter("c"));
    expect(await lettersIn(queues).erase("theirs")).toBe(2);
    expect(queues.of("otklik-due-dead").map(({ id }) => id)).toEqual(["b", "c"]);
    expect(queues.of("otklik-stream-dead").map(({ id }) => id)).toEqual(["b", "c"]);
  });

  test("of one queue are sent back alone", async () => {
    const queues = heldQueues();
    queues.put("otklik-due-dead", letter("one"));
    expect(await lettersIn(queues).redrive("otklik-stream-dead")).toEqual([]);
    expect(queues.of("otklik-due-dead")).toHaveLength(1);
  });
});
