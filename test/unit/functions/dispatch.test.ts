import type { DynamoDBRecord } from "aws-lambda";
import { expect, test } from "vitest";
import { handOverReplies } from "../../../functions/dispatch/hand-over-replies.ts";
import type { ReplyMessage } from "../../../shared/contracts/reply-message.ts";
import { claimStages } from "../../../shared/domain/incident/claim-stages.ts";
import type { Incident } from "../../../shared/domain/incident/incident.ts";
import { beginSending, settleDelivery } from "../../../shared/domain/incident/settle-delivery.ts";
import { HOUR } from "../../../shared/domain/time/instant.ts";
import { toItem } from "../../../shared/store/incident-item.ts";
import { memoryDeadLetters } from "../../doubles/memory-dead-letters.ts";
import { memoryQueueSender } from "../../doubles/memory-queue-sender.ts";
import { recordingCounter } from "../../doubles/recording-counter.ts";
import { recordingLog } from "../../doubles/recording-log.ts";
import { fixtureCentre, fixtureIncident, MONDAY_NOON } from "../../fixtures/centre.ts";
import { decide } from "../../fixtures/decide.ts";
import { streamRecord } from "../../fixtures/stream-record.ts";

let sequence = 0;
const record = (before: Incident, after: Incident): DynamoDBRecord =>
  streamRecord(String((sequence += 1)), { before: toItem(before), after: toItem(after) });

const openDispatch = () => {
  const replies = memoryQueueSender<ReplyMessage>();
  const deadLetters = memoryDeadLetters();
  const work = handOverReplies({ replies, deadLetters, counter: recordingCounter(), log: recordingLog() });
  return { replies, deadLetters, run: (...Records: DynamoDBRecord[]) => work({ Records }) };
};

const opened = fixtureIncident();
const answered = (): Incident => {
  const decision = decide(opened, { name: "answer", text: "Яму засыпали.", replyId: "r1" }, "olga", MONDAY_NOON);
  if (decision.kind !== "changed") throw new Error("It can be answered.");
  return decision.incident;
};
const key = { replyId: "r1", signalId: opened.id };

test("a published reply is handed over once, to the queue of its page, without its words", async () => {
  const { replies, run } = openDispatch();
  const after = answered();
  await run(record(opened, after), record(after, beginSending(after, key, MONDAY_NOON, false)));
  expect(replies.sent).toEqual([
    {
      message: { schemaVersion: 1, incidentId: opened.id, ...key, tries: 0, channel: "vk", source: "123" },
      fifo: { group: "vk:123", deduplicationId: `r1.${opened.id}.0` },
    },
  ]);
});

test("a reply that had to wait is handed over again, as another message", async () => {
  const { replies, run } = openDispatch();
  const after = answered();
  const at = { centre: fixtureCentre(), now: MONDAY_NOON };
  const parked = settleDelivery(after, key, { kind: "later", why: "busy 6" }, at) ?? after;
  const again = claimStages(parked, MONDAY_NOON + HOUR)?.incident ?? parked;
  await run(record(after, parked), record(parked, again));
  expect(replies.sent.map(({ fifo }) => fifo?.deduplicationId)).toEqual([`r1.${opened.id}.1`]);
});

test("a page that no queue names is written as one takes it", async () => {
  const { replies, run } = openDispatch();
  const signal = { ...opened.signal, source: "Портал № 1" };
  const of = (incident: Incident): Incident => ({
    ...incident,
    replies: incident.replies.map((reply) => ({
      ...reply,
      deliveries: reply.deliveries.map((delivery) => ({ ...delivery, source: signal.source })),
    })),
  });
  await run(record(opened, of(answered())));
  expect(replies.sent[0]?.fifo?.group).toMatch(/^[\w:%.-]{1,128}$/);
});

test("what the queue does not take comes again with the whole batch", async () => {
  const { replies, run } = openDispatch();
  replies.failNext(new Error("SQS is away"));
  await expect(run(record(opened, answered()))).rejects.toThrow("SQS is away");
});

test("an outbox that is not understood holds up nobody else's", async () => {
  const { replies, deadLetters, run } = openDispatch();
  const torn = streamRecord("torn", { after: { pk: "x", outbox: "[{}]" } });
  await run(torn, record(opened, answered()));
  expect(replies.sent).toHaveLength(1);
  expect(deadLetters.buried).toHaveLength(1);
});
