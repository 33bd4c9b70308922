import { describe, expect, test } from "vitest";
import { Metric } from "../../../shared/contracts/metrics.ts";
import { eventIdsOf, type Notice, notice as schema } from "../../../shared/contracts/notices.ts";
import { meetClock } from "../../../shared/domain/clock/clock.ts";
import { DAY, HOUR, MINUTE, SECOND } from "../../../shared/domain/time/instant.ts";
import { noticeWorker } from "../../../shared/platform/notice-worker.ts";
import type { Sending } from "../../../shared/platform/sending.ts";
import { handClock } from "../../doubles/hand-clock.ts";
import { memoryAlertedClocks } from "../../doubles/memory-alerted-clocks.ts";
import { memoryDeadLetters } from "../../doubles/memory-dead-letters.ts";
import { memoryIncidents } from "../../doubles/memory-incidents.ts";
import { memoryDeliveredAlerts } from "../../doubles/memory-ledger.ts";
import { memoryQueueSender } from "../../doubles/memory-queue-sender.ts";
import { memoryTable } from "../../doubles/memory-table.ts";
import { memoryUnsent } from "../../doubles/memory-unsent.ts";
import { recordingCounter } from "../../doubles/recording-counter.ts";
import { recordingLog } from "../../doubles/recording-log.ts";
import { fixtureIncident, MONDAY_NOON } from "../../fixtures/centre.ts";
import { alertLine, fixtureNotice } from "../../fixtures/notice.ts";
import { sqsEvent, sqsRecord } from "../../fixtures/sqs-event.ts";

const openWay = () => {
  const table = memoryTable();
  const queue = memoryQueueSender<Notice>();
  const clock = handClock();
  const deadLetters = memoryDeadLetters();
  const unsent = memoryUnsent(table);
  const counter = recordingCounter();
  const sent: Notice[] = [];
  const outcomes: Sending[] = [];
  const work = noticeWorker({
    send: async (notice) => {
      sent.push(notice);
      return outcomes.shift() ?? { kind: "sent" };
    },
    queue,
    told: memoryDeliveredAlerts(table),
    clocks: memoryAlertedClocks(table),
    unsent,
    deadLetters,
    now: clock.now,
    counter,
    log: recordingLog(),
  });
  /** What the queue took and has not handed out yet. */
  let handedOut = 0;
  const receive = async (...records: readonly ReturnType<typeof sqsRecord>[]) =>
    (await work(sqsEvent(...records))).batchItemFailures.map(({ itemIdentifier }) => itemIdentifier);
  return {
    table,
    queue,
    clock,
    deadLetters,
    unsent,
    counter,
    sent,
    outcomes,
    receive,
    take: (...notices: readonly Notice[]) => receive(...notices.map((notice) => sqsRecord(notice))),
    /** Lets time pass until the queue hands out what it holds. */
    passDelay: async () => {
      const due = queue.sent.slice(handedOut);
      handedOut = queue.sent.length;
      clock.advance(Math.max(0, ...due.map(({ delaySeconds = 0 }) => delaySeconds)) * SECOND);
      await receive(...due.map(({ message }) => sqsRecord(message)));
    },
  };
};

const about = (...ids: readonly string[]): Notice =>
  fixtureNotice({
    to: { way: "mail", to: "anna@example.org" },
    content: { kind: "alerts", alerts: ids.map((id) => alertLine({ id, incidentId: `incident-${id}` })) },
  });

describe("people on duty", () => {
  test("get one message about what several batches brought, with each alert once", async () => {
    const way = openWay();
    const other = fixtureNotice({ to: { way: "mail", to: "boris@example.org" } });
    expect(await way.take(about("1", "2"), other, about("2", "3"))).toEqual([]);
    expect(way.sent.map(eventIdsOf)).toEqual([["1", "2", "3"], ["event-1"]]);
    expect(way.counter.total(Metric.NoticeSent)).toBe(2);
  });

  test("are told of an alert once, whatever else it comes again with", async () => {
    const way = openWay();
    await way.take(about("1"));
    await way.take(about("1", "2"));
    await way.take(about("2", "1"));
    expect(way.sent.map(eventIdsOf)).toEqual([["1"], ["2"]]);
  });

  test("are left in peace until their quiet hours end, and then get one message about the night", async () => {
    const way = openWay();
    const notBefore = MONDAY_NOON + 8 * HOUR;
    const held = (id: string): Notice => ({ ...about(id), notBefore });
    await way.take(held("1"));
    await way.take(held("2"));
    await way.take(held("3"));
    for (let hops = 0; hops < 40 && way.sent.length === 0; hops += 1) await way.passDelay();
    expect(way.clock.now() - notBefore).toBeGreaterThanOrEqual(0);
    expect(way.clock.now() - notBefore).toBeLessThan(MINUTE);
    expect(way.sent.map(eventIdsOf)).toEqual([["1", "2", "3"]]);
  });

  test("are not told, when their quiet hours end, of what was answered or put off meanwhile", async () => {
    const way = openWay();
    const incidents = memoryIncidents(way.table);
    const [, answer] = fixtureIncident().clocks;
    if (answer === undefined) throw new Error("The fixture's incident has no clock of an answer.");
    const late = { ...answer, dueAt: MONDAY_NOON, stage: "breached" as const, ahead: {} };
    const clocks = [late, meetClock(late, MONDAY_NOON + HOUR), { ...late, dueAt: MONDAY_NOON + DAY }];
    for (const [place, clock] of clocks.entries())
      await incidents.open(fixtureIncident({ id: `incident-${place}`, clocks: [clock] }));
    const held = { ...about("0", "1", "2"), notBefore: MONDAY_NOON + HOUR };
    for (const notice of [held, { ...about("1"), notBefore: MONDAY_NOON + HOUR }]) await way.take(notice);
    for (let hops = 0; hops < 10 && way.sent.length === 0; hops += 1) await way.passDelay();
    expect(way.sent.map(eventIdsOf)).toEqual([["0"]]);
  });
});

describe("a notice that could not be sent", () => {
  test("is tried again after pauses that grow to a quarter of an hour, as the same message", async () => {
    const way = openWay();
    way.outcomes.push(...Array.from({ length: 7 }, (): Sending => ({ kind: "later", why: "it is down" })));
    await way.take(about("1"), about("2"));
    for (let tries = 0; tries < 7; tries += 1) await way.passDelay();
    const pauses = way.queue.sent.map(({ delaySeconds }) => delaySeconds);
    expect(pauses).toEqual([30, 60, 120, 240, 480, 900, 900]);
    expect(new Set(way.sent.map(({ id }) => id)).size).toBe(1);
    expect(way.sent.map(eventIdsOf)).toEqual(Array.from({ length: 8 }, () => ["1", "2"]));
    expect(way.counter.total(Metric.NoticeDelayed)).toBe(7);
    expect(way.counter.total(Metric.NoticeSent)).toBe(1);
  });

  test("waits as long as the other side asks for, beyond what a queue holds at once", async () => {
    const way = openWay();
    way.outcomes.push({ kind: "later", why: "too many", afterSeconds: 3_600 });
    await way.take(about("1"));
    for (let hops = 0; hops < 10 && way.sent.length < 2; hops += 1) await way.passDelay();
    expect(way.clock.now() - MONDAY_NOON).toBe(HOUR);
  });

  test("is given up after a day, and goes into the next digest", async () => {
    const way = openWay();
    way.outcomes.push(...Array.from({ length: 200 }, (): Sending => ({ kind: "later", why: "it is down." })));
    await way.take(about("1"));
    for (let hops = 0; hops < 200 && way.deadLetters.buried.length === 0; hops += 1) await way.passDelay();
    expect(way.clock.now() - MONDAY_NOON).toBeGreaterThan(0.9 * DAY);
    expect(way.clock.now() - MONDAY_NOON).toBeLessThan(1.1 * DAY);
    expect(way.deadLetters.buried[0]?.reason).toBe("Tried for a day, at last: it is down.");
    expect(await way.unsent.read("fixture")).toEqual([{ way: "mail", incidents: ["incident-1"] }]);
  });

  test.each([
    [{ kind: "refused", why: "Nobody lives there." }, "Nobody lives there."],
    [{ kind: "unclear", why: "It hung up." }, "It hung up. It may have been told: look there before sending it back."],
  ] as const)(
    "for good ($kind) lies among the dead letters, and begins anew when sent back",
    async (outcome, reason) => {
      const way = openWay();
      way.outcomes.push(outcome);
      expect(await way.take({ ...about("1"), tries: 3 })).toEqual([]);
      expect(way.queue.sent).toEqual([]);
      const [letter] = way.deadLetters.buried;
      expect(letter?.reason).toBe(reason);
      const again = schema.parse(JSON.parse(letter?.body ?? ""));
      expect(again).toEqual(about("1"));
      await way.take(again);
      expect(way.counter.total(Metric.NoticeSent)).toBe(1);
      expect(await way.unsent.read("fixture")).toEqual([{ way: "mail", incidents: ["incident-1"] }]);
    },
  );

  test("keeps its own message when new ones come: who may have got it sees the same again", async () => {
    const way = openWay();
    const tried = { ...about("1"), tries: 1 };
    const interrupted = sqsRecord(about("2"), { tries: 2 });
    await way.receive(sqsRecord(tried), interrupted, sqsRecord(about("3")), sqsRecord(about("4")));
    expect(way.sent.map(eventIdsOf)).toEqual([["1"], ["2"], ["3", "4"]]);
  });

  test("holds up nobody else when the table fails it", async () => {
    const way = openWay();
    const failing = sqsRecord(about("1"));
    way.table.failNext(new Error("the table is away"));
    const [failed] = await way.receive(failing, sqsRecord(fixtureNotice({ to: { way: "mail", to: "b@example.org" } })));
    expect(failed).toBe(failing.messageId);
    expect(way.sent).toHaveLength(1);
  });
});
