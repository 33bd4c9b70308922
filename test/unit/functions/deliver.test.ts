import { randomUUID } from "node:crypto";
import { describe, expect, test } from "vitest";
import { deliverAlerts } from "../../../functions/deliver/deliver-alerts.ts";
import type { DeadlineFacts } from "../../../shared/contracts/events.ts";
import { Metric } from "../../../shared/contracts/metrics.ts";
import { eventIdsOf, type Notice } from "../../../shared/contracts/notices.ts";
import type { Centre } from "../../../shared/domain/centre/centre.ts";
import { duty } from "../../../shared/domain/centre/duty.ts";
import { centreNorms } from "../../../shared/domain/clock/norm.ts";
import { HOUR, iso, MINUTE } from "../../../shared/domain/time/instant.ts";
import { noticeQueues } from "../../../shared/platform/notice-queues.ts";
import { writeNotice } from "../../../shared/texts/notice-text.ts";
import { handClock } from "../../doubles/hand-clock.ts";
import { memoryDeadLetters } from "../../doubles/memory-dead-letters.ts";
import { memoryDeliveredAlerts } from "../../doubles/memory-ledger.ts";
import { memoryQueueSender } from "../../doubles/memory-queue-sender.ts";
import { memoryTable } from "../../doubles/memory-table.ts";
import { recordingCounter } from "../../doubles/recording-counter.ts";
import { recordingLog } from "../../doubles/recording-log.ts";
import { fixtureCentre, MONDAY_NOON } from "../../fixtures/centre.ts";
import { sqsEvent, sqsRecord } from "../../fixtures/sqs-event.ts";

const CANARY = "канарейка";

const openDeliver = (centre: Centre = fixtureCentre()) => {
  const table = memoryTable();
  const sender = memoryQueueSender<Notice>();
  const deadLetters = memoryDeadLetters();
  const counter = recordingCounter();
  const log = recordingLog();
  const deliver = deliverAlerts({
    delivered: memoryDeliveredAlerts(table),
    notices: noticeQueues({ topic: sender, mail: sender, max: sender, webhook: sender }),
    deadLetters,
    centre: async () => centre,
    now: handClock().now,
    counter,
    log,
  });
  return {
    table,
    sender,
    deadLetters,
    counter,
    log,
    deliver: async (...records: readonly ReturnType<typeof sqsRecord>[]) =>
      (await deliver(sqsEvent(...records))).batchItemFailures.map(({ itemIdentifier }) => itemIdentifier),
    notices: () => sender.sent.map(({ message }) => message),
    texts: () => sender.sent.map(({ message }) => writeNotice(message, "https://otklik.example.org")),
    lines: () => sender.sent.flatMap(({ message }) => writeNotice(message, "").text.split("\n")),
  };
};

const types = { "warned-90": "DeadlineAtRisk", breached: "DeadlineBreached", escalated: "DeadlineEscalated" } as const;

/** An alert as EventBridge hands it to the queue, with an id of its own unless one is given. */
const alertOf = (
  facts: Partial<DeadlineFacts> & { readonly stage?: keyof typeof types } = {},
  id: string = randomUUID(),
) => {
  const { stage = "breached" } = facts;
  const data = {
    incidentId: `incident-${id}`,
    clock: "answer",
    stage,
    dueAt: iso(MONDAY_NOON),
    version: 1,
    centre: "fixture",
    authority: "road-service",
    topic: "pothole",
    late: false,
    ...facts,
  };
  return sqsRecord({
    version: "0",
    source: "otklik",
    "detail-type": types[stage],
    detail: { id, time: iso(MONDAY_NOON), schemaVersion: 1, data },
  });
};

/** An incident that opened with somebody in danger, as EventBridge hands it to the queue. */
const dangerOf = (id: string, type: "IncidentOpened" | "IncidentChanged" = "IncidentOpened") =>
  sqsRecord({
    version: "0",
    source: "otklik",
    "detail-type": type,
    detail: {
      id,
      time: iso(MONDAY_NOON),
      schemaVersion: 1,
      data: {
        incidentId: `incident-${id}`,
        centre: "fixture",
        version: 1,
        state: "new",
        topic: "gas-leak",
        territory: "river",
        authority: "administration",
        signalId: `incident-${id}`,
        channel: "vk",
        kind: "problem",
        urgent: true,
        danger: true,
      },
    },
  });

/** A reply that a person has to see to, as EventBridge hands it to the queue. */
const failedReply = (id: string, outcome: string) =>
  sqsRecord({
    version: "0",
    source: "otklik",
    "detail-type": "ReplyFailed",
    detail: {
      id,
      time: iso(MONDAY_NOON),
      schemaVersion: 1,
      data: {
        incidentId: `incident-${id}`,
        centre: "fixture",
        version: 4,
        state: "in-work",
        topic: "pothole",
        territory: "river",
        authority: "road-service",
        replyId: "r",
        signalId: `incident-${id}`,
        kind: "final",
        channel: "vk",
        outcome,
        why: "refused 901",
      },
    },
  });

describe("a reply that has not arrived", () => {
  test.each([
    ["failed", "ответ не доставлен"],
    ["unknown", "неизвестно, доставлен ли ответ"],
  ])("is told to the operators, once: %s", async (outcome, words) => {
    const roster = duty.parse({
      people: ["olga", "boss"].map((id) => ({ id, ways: [{ way: "mail", to: `${id}@duty.example` }] })),
      operator: ["olga"],
      supervisor: ["boss"],
    });
    const room = openDeliver({ ...fixtureCentre(), duty: roster });
    expect(await room.deliver(failedReply("f", outcome), failedReply("f", outcome))).toEqual([]);
    expect(room.notices().map(({ to }) => to)).toEqual([{ way: "mail", to: "olga@duty.example" }]);
    expect(room.lines()).toEqual([
      `• ${words}: vk, 02.03.2026, 12:00. Ямы на дороге · Заречный · Дорожная служба. /api/incidents/incident-f`,
    ]);
  });
});

describe("danger to somebody's life", () => {
  test("is told at once, before deadlines, with the place and without a word of the message", async () => {
    const room = openDeliver();
    expect(await room.deliver(alertOf({ stage: "escalated" }), dangerOf("d"))).toEqual([]);
    expect(room.texts()[0]?.subject).toBe("Отклик: угроза жизни или здоровью — и ещё 1");
    expect(room.lines()[0]).toBe(
      "• угроза жизни или здоровью: сообщение от 02.03.2026, 12:00. Запах газа · Заречный · Администрация. /api/incidents/incident-d",
    );
  });

  test("is told when an incident turns out to be dangerous, too", async () => {
    const room = openDeliver();
    expect(await room.deliver(dangerOf("d", "IncidentChanged"))).toEqual([]);
    expect(room.texts()[0]?.subject).toBe("Отклик: угроза жизни или здоровью");
  });

  test("is told once, however often its event comes", async () => {
    const room = openDeliver();
    await room.deliver(dangerOf("d"), dangerOf("d"));
    await room.deliver(dangerOf("d"));
    expect(room.notices().flatMap(eventIdsOf)).toEqual(["d"]);
  });

  test("breaks the quiet hours and reaches whom the roster names for it", async () => {
    const roster = duty.parse({
      people: ["olga", "boss", "head"].map((id) => ({ id, ways: [{ way: "mail", to: `${id}@duty.example` }] })),
      operator: ["olga"],
      supervisor: ["boss"],
      head: ["head"],
      quiet: { from: "00:00", to: "23:59" },
    });
    const told = async (data: Centre) => {
      const room = openDeliver(data);
      await room.deliver(dangerOf("d"));
      return room.notices().map(({ to, notBefore }) => [to.way === "mail" ? to.to : to.way, notBefore]);
    };
    expect(await told({ ...fixtureCentre(), duty: roster })).toEqual([
      ["olga@duty.example", undefined],
      ["boss@duty.example", undefined],
    ]);
    expect(await told({ ...fixtureCentre(), duty: { ...roster, danger: ["head"] } })).toEqual([
      ["head@duty.example", undefined],
    ]);
  });
});

describe("people on duty", () => {
  test("get one notice of a hundred alerts, with a line for each, the worst first", async () => {
    const room = openDeliver();
    const stages = ["warned-90", "escalated", "breached"] as const;
    const alerts = Array.from({ length: 100 }, (_, index) =>
      alertOf({ stage: stages[index % 3] ?? "breached", dueAt: iso(MONDAY_NOON - index * MINUTE) }),
    );
    expect(await room.deliver(...alerts)).toEqual([]);
    expect(room.notices()).toHaveLength(1);
    expect(room.lines()).toHaveLength(100);
    const kinds = room.lines().map((line) => line.slice(2, line.indexOf(":")));
    expect(kinds).toEqual([
      ...Array.from({ length: 33 }, () => "срок вышел, ответа всё ещё нет"),
      ...Array.from({ length: 33 }, () => "срок вышел"),
      ...Array.from({ length: 34 }, () => "срок почти вышел"),
    ]);
    expect(room.texts()[0]?.subject).toBe("Отклик: срок вышел, ответа всё ещё нет — и ещё 99");
    expect(room.counter.total(Metric.AlertDelivered)).toBe(100);
  });

  test("read the earliest deadline first among equals, in the time of their centre", async () => {
    const room = openDeliver();
    await room.deliver(
      ...[2, 0, 1].map((hours) => alertOf({ incidentId: `after-${hours}`, dueAt: iso(MONDAY_NOON + hours * HOUR) })),
    );
    expect(room.lines().map((line) => /срок ([^,]+, [0-9:]+)\..*incidents\/(\S+)/.exec(line)?.slice(1))).toEqual([
      ["02.03.2026, 12:00", "after-0"],
      ["02.03.2026, 13:00", "after-1"],
      ["02.03.2026, 14:00", "after-2"],
    ]);
  });

  test("are told when an alert itself is late", async () => {
    const room = openDeliver();
    await room.deliver(alertOf({ late: true }));
    expect(room.lines()).toEqual([expect.stringContaining("оповещение запоздало")]);
  });

  test("get a notice of their own centre alone", async () => {
    const room = openDeliver();
    await room.deliver(alertOf({ incidentId: "ours" }), alertOf({ centre: "other", incidentId: "theirs" }));
    expect(room.lines().map((line) => /incidents\/(\S+)/.exec(line)?.[1])).toEqual(["ours", "theirs"]);
  });
});

const POTHOLE_BY_VK = { clock: "answer", duration: "9wh", topic: "pothole", channel: "vk" };

describe("a roster", () => {
  const mail = (name: string) => ({ id: name, ways: [{ way: "mail", to: `${name}@example.org` }] });
  const centre: Centre = {
    ...fixtureCentre(),
    duty: duty.parse({
      people: [mail("olga"), mail("roads"), mail("sergey")],
      operator: ["olga"],
      supervisor: ["sergey"],
      authorities: { "road-service": ["roads"] },
      quiet: { from: "11:00", to: "13:00" },
    }),
  };
  const told = (room: ReturnType<typeof openDeliver>) =>
    room.notices().map((notice) => ({
      to: notice.to.way === "mail" ? notice.to.to.split("@")[0] : notice.to.way,
      about: eventIdsOf(notice).join(),
      notBefore: notice.notBefore,
    }));

  test("tells each of those it names what concerns them, in one notice", async () => {
    const room = openDeliver(centre);
    const urgent = { urgent: true };
    await room.deliver(alertOf({ stage: "warned-90", ...urgent }, "1"), alertOf({ stage: "breached", ...urgent }, "2"));
    expect(told(room)).toEqual([
      { to: "olga", about: "1,2", notBefore: undefined },
      { to: "roads", about: "1,2", notBefore: undefined },
      { to: "sergey", about: "2", notBefore: undefined },
    ]);
  });

  test("tells of each rung of an escalation those whom the norm of the matter names for it", async () => {
    const ladder = [{ after: "1wh", tells: ["operator"] }, "1wd", { after: "1wd", tells: ["head"] }];
    const norms = centreNorms.parse({ ...centre.norms, norms: [{ ...POTHOLE_BY_VK, escalateAfter: ladder }] });
    const room = openDeliver({ ...centre, norms, duty: duty.parse({ ...centre.duty, head: ["sergey"] }) });
    const escalated = { stage: "escalated", urgent: true, channel: "vk" } as const;
    await room.deliver(alertOf(escalated, "1"));
    await room.deliver(alertOf({ ...escalated, rung: 2 }, "2"));
    await room.deliver(alertOf({ ...escalated, rung: 3 }, "3"));
    expect(told(room).map(({ to, about }) => `${about} ${to}`)).toEqual([
      "1 olga",
      "2 olga",
      "2 roads",
      "2 sergey",
      "3 sergey",
    ]);
    expect(room.lines().at(-1)).toContain("срок вышел, ответа всё ещё нет, ступень 3:");
  });

  test("holds back in quiet hours what is not urgent, and nothing else", async () => {
    const room = openDeliver({ ...centre, duty: duty.parse({ ...centre.duty, authorities: {}, supervisor: [] }) });
    await room.deliver(alertOf({}, "1"), alertOf({ urgent: true }, "2"), alertOf({}, "3"));
    expect(told(room)).toEqual([
      { to: "olga", about: "1,3", notBefore: MONDAY_NOON + HOUR },
      { to: "olga", about: "2", notBefore: undefined },
    ]);
  });
});

describe("an alert", () => {
  test("that comes again is not told again, alone or among others", async () => {
    const room = openDeliver();
    const alert = alertOf({ incidentId: "once" }, "event-1");
    await room.deliver(alert, alertOf({ incidentId: "once" }, "event-1"));
    await room.deliver(alert);
    await room.deliver(alert, alertOf({ incidentId: "new" }, "event-2"));
    expect(room.lines().map((line) => /incidents\/(\S+)/.exec(line)?.[1])).toEqual(["once", "new"]);
    expect(room.counter.values(Metric.AlertDelivered)).toEqual([1, 1]);
  });

  test("that could not be sent is given back with its whole group, and told with it later", async () => {
    const room = openDeliver();
    const group = [alertOf({}, "event-1"), alertOf({}, "event-2")];
    const other = alertOf({ centre: "other" }, "event-3");
    room.sender.failNext(new Error(CANARY));
    expect(await room.deliver(...group, other)).toEqual(group.map(({ messageId }) => messageId));
    expect(room.notices()).toHaveLength(1);
    expect(room.counter.total(Metric.AlertDelivered)).toBe(1);
    expect(room.log.lines.join()).not.toContain(CANARY);
    expect(await room.deliver(...group)).toEqual([]);
    expect(room.lines()).toHaveLength(3);
  });

  test("is told twice rather than not at all when it could not be marked as told", async () => {
    const room = openDeliver();
    const alert = alertOf();
    room.table.failNext(new Error("the table is away"));
    expect(await room.deliver(alert)).toEqual([alert.messageId]);
    expect(await room.deliver(alert)).toEqual([]);
    expect(room.notices().length).toBeGreaterThan(0);
  });

  test("that cannot be read is buried with its reason, and the others are delivered", async () => {
    const room = openDeliver();
    const broken = sqsRecord({ "detail-type": "DeadlineBreached", detail: { id: "x", text: CANARY } });
    const garbage = sqsRecord(`${CANARY}{`);
    expect(await room.deliver(broken, alertOf(), garbage)).toEqual([]);
    expect(room.lines()).toHaveLength(1);
    expect(room.deadLetters.buried.map(({ messageId, body }) => ({ messageId, body }))).toEqual(
      [broken, garbage].map(({ messageId, body }) => ({ messageId, body })),
    );
    expect(room.deadLetters.buried[0]?.reason).toContain("/detail/data");
    expect(room.deadLetters.buried.map(({ reason }) => reason).join()).not.toContain(CANARY);
    expect(room.counter.total(Metric.DeadLetter)).toBe(2);
  });

  test("carries no words of a citizen's into the notice, whatever is smuggled into its event", async () => {
    const room = openDeliver();
    const smuggled = JSON.parse(alertOf().body);
    smuggled.detail.data.text = CANARY;
    smuggled.detail.data.author = { name: CANARY };
    smuggled.detail.text = CANARY;
    await room.deliver(sqsRecord(smuggled));
    expect(room.notices()).toHaveLength(1);
    expect(JSON.stringify(room.notices())).not.toContain(CANARY);
  });
});
