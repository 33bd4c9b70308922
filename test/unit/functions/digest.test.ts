import { expect, test } from "vitest";
import { morningDigest } from "../../../functions/digest/morning-digest.ts";
import type { Notice } from "../../../shared/contracts/notices.ts";
import { type Centre } from "../../../shared/domain/centre/centre.ts";
import { duty } from "../../../shared/domain/centre/duty.ts";
import { DAY, HOUR, MINUTE } from "../../../shared/domain/time/instant.ts";
import { noticeQueues } from "../../../shared/platform/notice-queues.ts";
import { writeNotice } from "../../../shared/texts/notice-text.ts";
import { handClock } from "../../doubles/hand-clock.ts";
import { memoryCentres } from "../../doubles/memory-centres.ts";
import { memoryIncidents } from "../../doubles/memory-incidents.ts";
import { memoryDeliveredAlerts } from "../../doubles/memory-ledger.ts";
import { memoryQueue } from "../../doubles/memory-queue.ts";
import { memoryQueueSender } from "../../doubles/memory-queue-sender.ts";
import { memoryTable } from "../../doubles/memory-table.ts";
import { memoryUnsent } from "../../doubles/memory-unsent.ts";
import { fixtureCentre, fixtureIncident, fixtureSignal, MONDAY_NOON } from "../../fixtures/centre.ts";
import { decide } from "../../fixtures/decide.ts";

/** Monday, half past eight. */
const MORNING = MONDAY_NOON - 3.5 * HOUR;

const openDigest = async (...centres: readonly Centre[]) => {
  const table = memoryTable();
  const store = memoryCentres(table);
  for (const data of centres) await store.put(data);
  const clock = handClock(MORNING);
  const sender = memoryQueueSender<Notice>();
  const unsent = memoryUnsent(table);
  const broken = new Set<string>();
  const send = morningDigest({
    centres: async () => centres.map(({ centre }) => centre.id),
    centre: async (id) => {
      if (broken.has(id)) throw new Error(`The data of ${id} are broken.`);
      return (await store.read(id)) ?? fixtureCentre();
    },
    queue: memoryQueue(table),
    unsent,
    delivered: memoryDeliveredAlerts(table),
    notices: noticeQueues({ topic: sender, mail: sender, max: sender, webhook: sender }),
    now: clock.now,
  });
  return {
    clock,
    unsent,
    broken,
    send,
    sender,
    incidents: memoryIncidents(table),
    centresTold: () => sender.sent.map(({ message }) => message.centre),
  };
};

const centreOf = (id: string, further: Partial<Centre> = {}): Centre => ({
  ...fixtureCentre(),
  centre: { id, name: id },
  ...further,
});

test("a digest says what is late, what is due today, which replies wait for a person and of what nobody could be told", async () => {
  const room = await openDigest(fixtureCentre());
  const [clock] = fixtureIncident().clocks;
  if (clock === undefined) throw new Error("The fixture's incident has no clock.");
  const open = (id: string, dueAt: number, stage: "running" | "breached" | "met") =>
    room.incidents.open(fixtureIncident({ id, createdAt: MORNING - DAY, clocks: [{ ...clock, dueAt, stage }] }));
  await open("late", MORNING - HOUR, "breached");
  await open("later-today", MORNING + 8 * HOUR, "running");
  await open("soon", MORNING + HOUR, "running");
  await open("tomorrow", MORNING + 16 * HOUR, "running");
  await open("answered", MORNING + HOUR, "met");
  await open("not-claimed-yet", MORNING - 12 * HOUR, "running");
  const { author: _, ...written } = fixtureSignal();
  const answered = decide(
    fixtureIncident({ id: "by-hand", signal: { ...written, id: "by-hand", channel: "pos" } }),
    { name: "answer", text: "Засыпали.", replyId: "r1" },
    "olga",
    MORNING - HOUR,
  );
  if (answered.kind !== "changed") throw new Error("It can be answered.");
  await room.incidents.open(answered.incident);
  await room.unsent.add("fixture", { way: "mail", incidents: ["untold"] });
  await room.send();

  const [digest] = room.sender.sent.map(({ message }) => message);
  if (digest === undefined) throw new Error("No digest was sent.");
  const { subject, text } = writeNotice(digest, "https://otklik.example.org");
  expect(subject).toBe("Отклик, сводка на утро: сегодня срок у 2, просрочено 2");
  expect([...text.matchAll(/incidents\/(\S+)/g)].map(([, id]) => id)).toEqual([
    "not-claimed-yet",
    "late",
    "soon",
    "later-today",
    "by-hand",
    "untold",
  ]);
  expect(await room.unsent.read("fixture")).toEqual([]);
});

test("each centre gets its own once a working day, at its own time in its own zone", async () => {
  const east = centreOf("east", {
    calendar: { ...fixtureCentre().calendar, hours: { ...fixtureCentre().calendar.hours, zone: "Asia/Vladivostok" } },
  });
  const people = [{ id: "all", ways: [{ way: "topic" }] }];
  const early = centreOf("early", {
    duty: duty.parse({ people, operator: ["all"], digest: { at: "07:00", to: ["operator"] } }),
  });
  const none = centreOf("none", { duty: duty.parse({ people, digest: "none" }) });
  const room = await openDigest(centreOf("usual"), east, early, none);
  const told: string[] = [];
  room.clock.set(MORNING - 8.5 * HOUR);
  for (let quarters = 0; quarters < 7 * 24 * 4; quarters += 1) {
    const before = room.sender.sent.length;
    await room.send();
    await room.send();
    const hour = new Date(room.clock.now() + 3 * HOUR).toISOString().slice(0, 16);
    told.push(
      ...room
        .centresTold()
        .slice(before)
        .map((centre) => `${hour} ${centre}`),
    );
    room.clock.advance(15 * MINUTE);
  }
  const days = ["02", "03", "04", "05", "06"];
  expect(told.filter((line) => line.endsWith("usual"))).toEqual(days.map((day) => `2026-03-${day}T08:30 usual`));
  expect(told.filter((line) => line.endsWith("early"))).toEqual(days.map((day) => `2026-03-${day}T07:00 early`));
  // Vladivostok is seven hours ahead: its Monday morning is over an hour and a half before Moscow's begins at midnight.
  expect(told.filter((line) => line.endsWith("east"))).toEqual(
    ["02T01:30", "03T01:30", "04T01:30", "05T01:30", "06T01:30"].map((at) => `2026-03-${at} east`),
  );
  expect(told.filter((line) => line.endsWith("none"))).toEqual([]);
});

test("a centre whose data cannot be read keeps no other from its digest, and is not passed over in silence", async () => {
  const room = await openDigest(centreOf("broken"), centreOf("whole"));
  room.broken.add("broken");
  for (let quarters = 0; quarters < 2; quarters += 1) await expect(room.send()).rejects.toThrow("broken");
  expect(room.centresTold()).toEqual(["whole"]);
});

test("a digest whose queue was away comes with the next call, and with the morning's end not at all", async () => {
  const room = await openDigest(fixtureCentre());
  room.sender.failNext(new Error("the queue is away"));
  await expect(room.send()).rejects.toThrow("the queue is away");
  await room.send();
  expect(room.centresTold()).toEqual(["fixture"]);
  room.clock.set(MORNING + DAY + 3 * HOUR);
  await room.send();
  expect(room.centresTold()).toEqual(["fixture"]);
});
