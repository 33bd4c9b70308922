import type { DynamoDBRecord } from "aws-lambda";
import { describe, expect, test } from "vitest";
import { publishChanges } from "../../../functions/publish/publish-changes.ts";
import type { DueMessage } from "../../../shared/contracts/due-message.ts";
import { envelopeOf, eventData, type ProductEvent } from "../../../shared/contracts/events.ts";
import { Metric } from "../../../shared/contracts/metrics.ts";
import { claimStages } from "../../../shared/domain/incident/claim-stages.ts";
import type { Command } from "../../../shared/domain/incident/command.ts";
import type { Incident } from "../../../shared/domain/incident/incident.ts";
import { withMarks } from "../../../shared/domain/incident/open-incident.ts";
import { HOUR, iso, MINUTE } from "../../../shared/domain/time/instant.ts";
import { toPlaceholderItem } from "../../../shared/store/held-item.ts";
import { toItem } from "../../../shared/store/incident-item.ts";
import { acceptedKey, centreKey, deliveredKey } from "../../../shared/store/keys.ts";
import { toRejectionItem } from "../../../shared/store/rejection-item.ts";
import { memoryBus } from "../../doubles/memory-bus.ts";
import { memoryDeadLetters } from "../../doubles/memory-dead-letters.ts";
import { memoryQueueSender } from "../../doubles/memory-queue-sender.ts";
import { recordingCounter } from "../../doubles/recording-counter.ts";
import { recordingLog } from "../../doubles/recording-log.ts";
import {
  fixtureCentre,
  fixtureIncident,
  fixturePlaceholder,
  fixtureSignal,
  MONDAY_NOON,
} from "../../fixtures/centre.ts";
import { decide } from "../../fixtures/decide.ts";
import { streamRecord } from "../../fixtures/stream-record.ts";
import { reviseIncident } from "../../fixtures/tell.ts";

/** Stands in every field that holds a citizen's words or name, or what staff wrote. */
const CANARY = "канарейка";

const openPublish = () => {
  const bus = memoryBus();
  const deadLetters = memoryDeadLetters();
  const counter = recordingCounter();
  const log = recordingLog();
  const due = memoryQueueSender<DueMessage>();
  const publish = publishChanges({ bus, due, deadLetters, counter, log, now: () => MONDAY_NOON });
  return {
    bus,
    due,
    deadLetters,
    counter,
    log,
    publish: async (...records: readonly DynamoDBRecord[]) =>
      (await publish({ Records: [...records] })).batchItemFailures.map(({ itemIdentifier }) => itemIdentifier),
    told: () => bus.taken.map(({ type }) => type),
  };
};

const carriedOut = (incident: Incident, command: Command, at: number): Incident => {
  const decision = decide(incident, command, "operator", at);
  if (decision.kind !== "changed") throw new Error(`The test may not ${command.name} here.`);
  return decision.incident;
};

const signal = fixtureSignal({
  text: `Яма ${CANARY}`,
  author: { id: CANARY, name: CANARY, contact: CANARY },
  place: { address: CANARY },
  page: CANARY,
  thread: { peer: CANARY },
});
const opened = fixtureIncident({ signal });
const late = claimStages(opened, MONDAY_NOON + 5 * HOUR)?.incident ?? opened;
const rewording = fixtureSignal({ text: `Яма ${CANARY} 2`, wording: "second", wordedAt: MONDAY_NOON + 1 });
const revised = reviseIncident(late, rewording, MONDAY_NOON + 5 * HOUR) ?? late;
const assigned = carriedOut(
  revised,
  { name: "assign", authority: "administration", why: CANARY },
  MONDAY_NOON + 6 * HOUR,
);
const answered = carriedOut(assigned, { name: "answer", text: CANARY, replyId: CANARY }, MONDAY_NOON + 7 * HOUR);
const closed = carriedOut(answered, { name: "close", why: CANARY }, MONDAY_NOON + 8 * HOUR);

const versions = [opened, late, revised, assigned, answered, closed];
const records = versions.map((incident, index) => {
  const before = versions[index - 1];
  const after = toItem(incident);
  return streamRecord(String(100 + index), before === undefined ? { after } : { before: toItem(before), after });
});

const checked = ({ type, id, time, data }: ProductEvent) =>
  envelopeOf(eventData[type]).safeParse({ id, time, schemaVersion: 1, data }).success;

describe("the life of an incident", () => {
  test("is told step by step, each version's own steps and no others", async () => {
    const { bus, counter, publish, told } = openPublish();
    expect(await publish(...records)).toEqual([]);
    expect(told()).toEqual([
      "IncidentOpened",
      "DeadlineAtRisk",
      "DeadlineAtRisk",
      "DeadlineAtRisk",
      "DeadlineBreached",
      "DeadlineAtRisk",
      "DeadlineEscalated",
      "IncidentChanged",
      "IncidentChanged",
      "IncidentChanged",
      "IncidentClosed",
    ]);
    const changes = bus.taken.flatMap(({ type, data }) =>
      type === "IncidentChanged" ? [[data.what, data.version]] : [],
    );
    expect(changes).toEqual([
      ["revised", 3],
      ["assigned", 4],
      ["answered", 5],
    ]);
    expect(counter.total(Metric.EventPublished)).toBe(11);
  });

  test("is told in events of the contract's form", async () => {
    const { bus, publish } = openPublish();
    await publish(...records);
    expect(bus.taken.filter((event) => !checked(event))).toEqual([]);
  });

  test("is told without a word of the citizen's or of the staff's", async () => {
    const { bus, log, publish } = openPublish();
    await publish(...records);
    expect(JSON.stringify(records)).toContain(CANARY);
    expect(JSON.stringify(bus.taken)).not.toContain(CANARY);
    expect(log.lines.join()).not.toContain(CANARY);
  });

  test("is told whole when the stream shows several versions as one step", async () => {
    const { bus, publish, told } = openPublish();
    await publish(streamRecord("1", { before: toItem(late), after: toItem(closed) }));
    expect(bus.taken.map(({ data }) => "version" in data && data.version)).toEqual([3, 4, 5, 6]);
    expect(told()).toEqual(["IncidentChanged", "IncidentChanged", "IncidentChanged", "IncidentClosed"]);
  });

  test("says of a deadline what its clock said, and whether the alert is late", async () => {
    const { bus, publish } = openPublish();
    await publish(...records.slice(1, 2));
    const breach = bus.taken.find(({ type }) => type === "DeadlineBreached");
    expect(breach).toMatchObject({
      time: iso(MONDAY_NOON + 5 * HOUR),
      data: {
        incidentId: opened.id,
        clock: "reaction",
        stage: "breached",
        dueAt: iso(MONDAY_NOON + 3 * HOUR),
        version: 1,
        centre: "fixture",
        authority: "road-service",
        topic: "pothole",
        late: true,
      },
    });
  });

  test("is told under the same ids when the same records come again, and under distinct ones otherwise", async () => {
    const { bus, publish } = openPublish();
    await publish(...records);
    const first = bus.taken.map(({ id }) => id);
    await publish(...records);
    expect(bus.taken.slice(first.length).map(({ id }) => id)).toEqual(first);
    expect(new Set(first).size).toBe(first.length);
  });
});

describe("a message that was not understood", () => {
  const rejected = {
    id: "r-1",
    channel: "vk",
    source: "123",
    reason: "/object/text must be a text",
    sealed: CANARY,
    at: MONDAY_NOON,
  };

  test("is told once, with its reason and without what came", async () => {
    const { bus, publish } = openPublish();
    const item = toRejectionItem(rejected);
    await publish(
      streamRecord("1", { after: item }),
      streamRecord("2", { before: item, after: { ...item, seen: true } }),
    );
    const { id: rejectionId, channel, source, reason } = rejected;
    expect(bus.taken).toMatchObject([{ type: "SignalRejected", data: { rejectionId, channel, source, reason } }]);
    expect(bus.taken.every(checked)).toBe(true);
    expect(JSON.stringify(bus.taken)).not.toContain(CANARY);
  });
});

describe("nothing is told", () => {
  test.each([
    ["of an incident that was removed", { before: toItem(opened) }],
    ["of an item rewritten in the same version", { before: toItem(opened), after: toItem(opened) }],
    ["of a key that a partner used", { after: { pk: acceptedKey("portal", "key-1"), bodyHash: "h", at: 1 } }],
    ["of an alert that was delivered", { after: { pk: deliveredKey("e"), at: 1 } }],
    ["of a centre's data", { after: { pk: centreKey("fixture"), data: fixtureCentre() } }],
  ])("%s", async (_, change) => {
    const { bus, publish } = openPublish();
    expect(await publish(streamRecord("1", change))).toEqual([]);
    expect(bus.taken).toEqual([]);
  });
});

describe("a stage that no sweep is sure to see before its moment", () => {
  /** The item of an incident whose next stage comes so long after noon. */
  const dueIn = (after: number) => {
    const [clock] = opened.clocks;
    return toItem({ ...opened, clocks: clock ? [{ ...clock, ahead: { breached: MONDAY_NOON + after } }] : [] });
  };

  test.each([
    ["because its signal came late", -HOUR, 0],
    ["because it comes within three minutes", 3 * MINUTE, 180],
  ])("is put on the due queue %s", async (_, after, delaySeconds) => {
    const { due, publish } = openPublish();
    await publish(streamRecord("1", { after: dueIn(after) }));
    expect(due.sent).toEqual([
      { message: { schemaVersion: 1, incidentId: opened.id, at: MONDAY_NOON + after }, delaySeconds },
    ]);
  });

  test("is put there when a change moves it into the past, and not by changes that leave it where it was", async () => {
    const { due, publish } = openPublish();
    await publish(streamRecord("1", { before: dueIn(HOUR), after: dueIn(-1) }));
    expect(due.sent).toHaveLength(1);
    await publish(
      streamRecord("2", { before: dueIn(-1), after: dueIn(-1) }),
      streamRecord("3", { before: dueIn(-1), after: dueIn(3 * MINUTE + 1) }),
      streamRecord("4", { before: dueIn(-1), after: toItem({ ...opened, clocks: [] }) }),
    );
    expect(due.sent).toHaveLength(1);
  });

  test("holds up no event when the due queue keeps refusing it: the next sweep sees to it", async () => {
    const { due, log, publish, told } = openPublish();
    for (let tries = 0; tries < 2; tries += 1) due.failNext(new Error("the queue is away"));
    expect(await publish(streamRecord("1", { after: dueIn(0) }))).toEqual([]);
    expect(told()).toEqual(["IncidentOpened"]);
    expect(due.sent).toEqual([]);
    expect(log.lines.join()).toContain("the next sweep");
  });
});

describe("what cannot be put on the bus", () => {
  const unreadable = (sequence: string) => streamRecord(sequence, { after: { pk: "broken", version: CANARY } });

  test("is given back at the first record that failed, and told the next time", async () => {
    const room = openPublish();
    room.bus.refuse(({ type }) => type === "DeadlineBreached" || type === "IncidentClosed");
    expect(await room.publish(...records)).toEqual(["101"]);
    expect(room.counter.total(Metric.EventPublished)).toBe(9);
    room.bus.refuse(() => false);
    expect(await room.publish(...records.slice(1))).toEqual([]);
    expect(room.told()).toEqual(expect.arrayContaining(["DeadlineBreached", "IncidentClosed"]));
  });

  test("is named among the dead letters when it cannot be read, and holds up nobody's alert", async () => {
    const room = openPublish();
    expect(await room.publish(...records.slice(0, 1), unreadable("100.5"), ...records.slice(1))).toEqual([]);
    expect(room.told()).toHaveLength(11);
    expect(room.deadLetters.buried).toMatchObject([{ messageId: "100.5" }]);
    expect(room.counter.total(Metric.DeadLetter)).toBe(1);
    const written = [
      ...room.deadLetters.buried.flatMap(({ body, reason }) => [body, reason]),
      ...room.log.lines,
    ].join();
    expect(written).toContain("100.5");
    expect(written).not.toContain(CANARY);
  });

  test("is given back from the first refused one, whatever could not be read beside it", async () => {
    const room = openPublish();
    room.bus.refuse(({ type }) => type === "IncidentClosed");
    expect(await room.publish(unreadable("1"), ...records, unreadable("999"))).toEqual(["105"]);
  });
});

test("a message that was deleted before it came says nothing until it comes, and then all that it opens with", async () => {
  const { publish, bus } = openPublish();
  const waiting = { ...fixturePlaceholder(opened.id), version: 7 };
  const before = toPlaceholderItem(waiting);
  await publish(streamRecord("1", { after: before }));
  expect(bus.taken).toEqual([]);
  await publish(streamRecord("2", { before, after: toItem(withMarks(opened, waiting.marks)) }));
  expect(bus.taken).toMatchObject([
    { type: "IncidentOpened", data: { version: 1 } },
    { type: "IncidentChanged", data: { version: 1, what: "deleted" } },
  ]);
});
