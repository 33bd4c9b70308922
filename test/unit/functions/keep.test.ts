import { expect, test } from "vitest";
import { keep } from "../../../functions/intake/keep.ts";
import { Metric } from "../../../shared/contracts/metrics.ts";
import { signalMessage } from "../../../shared/contracts/signal-message.ts";
import { memoryRejections } from "../../doubles/memory-ledger.ts";
import { fixtureCentre, fixtureSignal, MONDAY_NOON } from "../../fixtures/centre.ts";
import { openIntake } from "../../fixtures/intake.ts";

const openRoom = () => {
  const { signals, sealing, counter, log, clock, queued } = openIntake();
  const rejections = memoryRejections();
  const parts = { signals, sealing, rejections, centre: async () => fixtureCentre(), now: clock.now, counter, log };
  const read = { channel: "vk", source: { name: "1", centre: "fixture" }, body: "{}" };
  return {
    counter,
    log,
    queued,
    signals,
    keep: (reading: Parameters<typeof keep>[1]["reading"]) => keep(parts, { ...read, reading }),
  };
};

test("what came with a message is closed on its way as its text is, and opens with it", async () => {
  const room = openRoom();
  const attachments = [{ kind: "photo" as const, url: "https://example.org/канарейка.jpg" }];
  await room.keep({ kind: "signal", signal: fixtureSignal({ attachments }) });
  expect(JSON.stringify(room.signals.sent)).not.toMatch(/example.org/);
  expect(await room.queued()).toMatchObject([{ attachments }]);
});

test("a deletion goes to the same queue, in a form that says nothing of a citizen", async () => {
  const room = openRoom();
  const { id: signalId, centre, channel, source } = fixtureSignal();
  const existence = { signalId, centre, channel, source, change: "deleted" as const, mark: "d1", at: MONDAY_NOON };
  await room.keep({ kind: "existence", existence });
  expect(signalMessage.parse(room.signals.sent[0]?.message)).toEqual({ schemaVersion: 3, existence });
  expect(room.counter.total(Metric.ExistenceAccepted)).toBe(1);
});

test("a restoration that comes whole queues the message as well, for it may be the first that is heard of it", async () => {
  const room = openRoom();
  const signal = fixtureSignal();
  const { id: signalId, centre, channel, source } = signal;
  const existence = { signalId, centre, channel, source, change: "restored" as const, mark: "r1", at: MONDAY_NOON };
  await room.keep({ kind: "existence", existence, signal });
  expect(room.signals.sent.map(({ message }) => message.schemaVersion)).toEqual([2, 3]);
});

test("a platform's warning is counted and told to those who run it, and what it came with is kept all the same", async () => {
  const room = openRoom();
  const carried = { kind: "signal" as const, signal: fixtureSignal() };
  await room.keep({ kind: "warning", why: "version 5.103 is deprecated", carried });
  expect(room.signals.sent).toHaveLength(1);
  expect(room.counter.total(Metric.ChannelWarning)).toBe(1);
  expect(room.log.lines.join()).toContain("version 5.103 is deprecated");
});
