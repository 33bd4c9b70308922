import { describe, expect, test } from "vitest";
import {
  type IncidentClocks,
  type IncidentDetail,
  incidentClocks,
  incidentDetail,
} from "../../../shared/contracts/api.ts";
import { type Centre, centre } from "../../../shared/domain/centre/centre.ts";
import { claimStages } from "../../../shared/domain/incident/claim-stages.ts";
import { settleDelivery } from "../../../shared/domain/incident/settle-delivery.ts";
import { DAY, HOUR, iso } from "../../../shared/domain/time/instant.ts";
import type { HttpAnswer } from "../../../shared/platform/http.ts";
import { openApiRoom } from "../../fixtures/api.ts";
import { fixtureCentre, fixtureSignal, MONDAY_NOON, openedBy } from "../../fixtures/centre.ts";
import { pointersIn, problemIn } from "../../fixtures/http-answer.ts";

const { norms, ...rest } = fixtureCentre();
const whole = (more: Partial<Centre["norms"]> = {}): Centre =>
  centre.parse({
    ...rest,
    norms: {
      ...norms,
      norms: [...norms.norms, { clock: "final", duration: "7wd" }, { clock: "statutory", duration: "30d" }],
      ...more,
    },
  });

/** One incident, opened on Monday noon: an answer is owed by Tuesday noon. Commands carry the version that is there. */
const openDesk = async (data: Centre = whole()) => {
  const room = openApiRoom(() => data);
  const opened = openedBy(fixtureSignal(), data);
  await room.incidents.open(opened);
  const kept = async () => (await room.incidents.read(opened.id)) ?? opened;
  const asked = async (name: string, body: unknown): Promise<HttpAnswer> => {
    const { version } = await kept();
    return room.command(opened.id, name, {
      as: { sub: "olga", "custom:role": "supervisor", "custom:centre": "fixture" },
      ifMatch: `"${version}"`,
      body,
    });
  };
  return {
    ...room,
    kept,
    asked,
    at: (moment: number) => room.clock.set(MONDAY_NOON + moment),
    done: async (name: string, body: unknown): Promise<IncidentDetail> => {
      const answer = await asked(name, body);
      expect([name, answer.statusCode, answer.body]).toEqual([name, 200, answer.body]);
      return incidentDetail.parse(JSON.parse(answer.body ?? ""));
    },
    explained: async (): Promise<IncidentClocks["clocks"]> =>
      incidentClocks.parse(JSON.parse((await room.clocks(opened.id)).body ?? "")).clocks,
    sweep: async () => {
      const claim = claimStages(await kept(), room.clock.now());
      if (claim !== undefined) await room.incidents.replace(claim.incident);
      return claim?.passed.map(({ clock, stage }) => `${clock} ${stage}`) ?? [];
    },
  };
};

const clockIn = ({ clocks }: Pick<IncidentDetail, "clocks">, kind: string) => clocks.find((each) => each.kind === kind);
const TUESDAY_NOON = iso(MONDAY_NOON + DAY);

describe("a question to the citizen", () => {
  test("stops the clock of the answer until it is answered, and moves the deadline by that working time", async () => {
    const desk = await openDesk();
    desk.at(HOUR);
    const asked = await desk.done("ask", { text: "В каком дворе?" });
    expect(clockIn(asked, "answer")).toMatchObject({ stage: "paused" });
    expect(clockIn(asked, "reaction")).toMatchObject({ stage: "met" });
    expect(asked.replies).toMatchObject([{ kind: "question", text: "В каком дворе?" }]);
    desk.at(3 * HOUR);
    const resumed = await desk.done("resume", { why: "Ответил" });
    expect(clockIn(resumed, "answer")).toMatchObject({ stage: "running", dueAt: iso(MONDAY_NOON + DAY + 2 * HOUR) });
    expect((await desk.explained())[1]?.legs[0]?.segments.map(({ what, amount }) => [what, amount / HOUR])).toEqual([
      ["counted", 1],
      ["paused", 0],
      ["counted", 3],
      ["counted", 5],
    ]);
  });

  test("that stays unanswered resumes by itself after the centre's time, whenever that is noticed", async () => {
    const desk = await openDesk(whole({ silence: { after: "97h", outcome: "resumes" } }));
    desk.at(HOUR);
    await desk.done("ask", { text: "В каком дворе?" });
    desk.at(98 * HOUR - 1);
    expect(await desk.sweep()).toEqual([]);
    desk.at(98 * HOUR + 30_000);
    await desk.sweep();
    const after = await desk.kept();
    expect(after.history.at(-1)).toMatchObject({ what: "resumed", who: "otklik", why: "silence" });
    expect(after.clocks[1]?.pauses).toEqual([{ from: MONDAY_NOON + HOUR, to: MONDAY_NOON + 98 * HOUR, why: "asked" }]);
    expect(after.clocks[1]).toMatchObject({ stage: "running", version: 2 });
  });

  test("that stays unanswered closes the incident where the centre's rule says so", async () => {
    const desk = await openDesk(whole({ silence: { after: "97h", outcome: "closes" } }));
    await desk.done("ask", { text: "В каком дворе?" });
    desk.at(97 * HOUR);
    expect(await desk.sweep()).toEqual([]);
    const closed = await desk.kept();
    expect(closed).toMatchObject({ state: "closed", keptUntil: expect.any(Number) });
    expect(closed.history.at(-1)).toMatchObject({ what: "closed", why: "silence" });
  });

  test("is not asked twice, and an answer given meanwhile is in time", async () => {
    const desk = await openDesk();
    await desk.done("ask", { text: "В каком дворе?" });
    expect(problemIn(await desk.asked("ask", { text: "А дом?" })).status).toBe(409);
    desk.at(2 * DAY);
    await desk.done("answer", { text: "Готово" });
    expect((await desk.kept()).history.at(-1)).toMatchObject({ what: "answered", inTime: true });
    expect(problemIn(await desk.asked("resume", {})).status).toBe(409);
  });
});

describe("a deadline", () => {
  test("is put off with a reason and a notice, and warns anew only of what is ahead", async () => {
    const desk = await openDesk();
    desk.at(5.5 * HOUR);
    expect(await desk.sweep()).toContain("answer warned-50");
    const extended = await desk.done("extend", { by: "1wh", why: "Ждём деталь", notice: "Починим завтра к часу." });
    expect(clockIn(extended, "answer")).toMatchObject({ dueAt: iso(MONDAY_NOON + DAY + HOUR), stage: "warned-50" });
    expect(extended.replies).toMatchObject([{ kind: "notice", text: "Починим завтра к часу." }]);
    desk.at(2 * DAY);
    expect((await desk.sweep()).filter((each) => each.startsWith("answer"))).toEqual([
      "answer warned-75",
      "answer warned-90",
      "answer breached",
      "answer escalated",
    ]);
  });

  test("is put off to a moment, never to an earlier one, and never of a clock that is over", async () => {
    const desk = await openDesk();
    const dueAt = iso(MONDAY_NOON + 3 * DAY);
    const more = { why: "Ждём деталь", notice: "Починим в четверг." };
    expect(clockIn(await desk.done("extend", { dueAt, ...more }), "answer")?.dueAt).toBe(dueAt);
    const earlier = await desk.asked("extend", { dueAt: TUESDAY_NOON, ...more });
    expect(problemIn(earlier)).toMatchObject({ status: 409, detail: expect.stringContaining("later") });
    expect(problemIn(await desk.asked("extend", { clock: "final", by: "1wd", ...more })).status).toBe(409);
    expect(pointersIn(await desk.asked("extend", { ...more }))).toEqual([""]);
  });

  test("is not put off to an earlier moment while it stands still for the citizen either", async () => {
    const desk = await openDesk();
    desk.at(HOUR);
    await desk.done("ask", { text: "В каком дворе?" });
    const more = { why: "Ждём деталь", notice: "Починим позже." };
    desk.at(3 * HOUR);
    for (const dueAt of [iso(MONDAY_NOON), TUESDAY_NOON, iso(MONDAY_NOON + DAY + 2 * HOUR)])
      expect(problemIn(await desk.asked("extend", { dueAt, ...more })).status).toBe(409);
    await desk.done("extend", { dueAt: iso(MONDAY_NOON + 2 * DAY), ...more });
    const resumed = await desk.done("resume", {});
    expect(clockIn(resumed, "answer")).toMatchObject({ stage: "running", dueAt: iso(MONDAY_NOON + 2 * DAY) });
  });

  test("that was put off while it stood still, and closed before that counted, is explained as it was", async () => {
    const desk = await openDesk();
    await desk.done("ask", { text: "В каком дворе?" });
    await desk.done("extend", { by: "2wd", why: "Ждём деталь", notice: "Починим позже." });
    const [, waiting] = await desk.explained();
    expect(waiting).toMatchObject({ stage: "paused", dueAt: TUESDAY_NOON, legs: [{ to: TUESDAY_NOON }] });
    expect(waiting?.legs).toHaveLength(1);
    await desk.done("close", { why: "Не отвечает" });
    const [, answer] = await desk.explained();
    expect(answer).toMatchObject({ stage: "cancelled", dueAt: TUESDAY_NOON, legs: [{ to: TUESDAY_NOON }] });
  });

  test("follows urgency that was corrected, from the same start", async () => {
    const desk = await openDesk();
    const urgent = await desk.done("triage", { urgent: true, why: "Опасно" });
    expect(urgent).toMatchObject({ state: "triaged", urgent: true });
    expect(clockIn(urgent, "answer")).toMatchObject({ norm: "4wh", dueAt: iso(MONDAY_NOON + 4 * HOUR) });
    expect(urgent.history.at(-1)?.moved).toEqual([
      { clock: "answer", from: TUESDAY_NOON, to: iso(MONDAY_NOON + 4 * HOUR) },
    ]);
    expect(clockIn(await desk.done("triage", { urgent: false }), "answer")).toMatchObject({ dueAt: TUESDAY_NOON });
    expect((await desk.kept()).clocks[1]?.version).toBe(3);
    expect(pointersIn(await desk.asked("triage", { topic: "dragons" }))).toEqual(["/topic"]);
    expect(problemIn(await desk.asked("triage", {})).status).toBe(400);
  });
});

describe("a deadline past the last loaded year", () => {
  test("is marked, and what is replayed of it adds up to what the calendar still had", async () => {
    const { calendar, ...sound } = whole();
    const short = { ...calendar, production: { ...calendar.production, lastYear: 2025 } };
    const desk = await openDesk({ ...sound, calendar: short });
    const uncertain = await desk.done("triage", { urgent: true });
    expect(clockIn(uncertain, "answer")).toMatchObject({ beyondCalendar: true });
    await desk.done("extend", { dueAt: iso(MONDAY_NOON + DAY), why: "Ждём деталь", notice: "Починим завтра." });
    await desk.done("interim", { text: "Взяли в план." });
    for (const { legs } of await desk.explained())
      for (const { amount, segments, beyondCalendar } of legs) {
        const counted = segments.reduce((sum, segment) => sum + segment.amount, 0);
        expect([beyondCalendar, counted]).toEqual([beyondCalendar, amount]);
      }
    expect((await desk.explained()).flatMap(({ legs }) => legs.map((leg) => leg.beyondCalendar))).toContain(true);
    expect((await desk.explained()).find(({ kind }) => kind === "answer")).toMatchObject({ beyondCalendar: true });
  });
});

describe("an answer for the time being", () => {
  test("meets the answer's clock and starts the final one", async () => {
    const desk = await openDesk();
    const interim = await desk.done("interim", { text: "Взяли в план." });
    expect(interim).toMatchObject({ state: "interim-answered", replies: [{ kind: "interim" }] });
    expect(clockIn(interim, "answer")).toMatchObject({ stage: "met" });
    expect(clockIn(interim, "final")).toMatchObject({ stage: "running", dueAt: "2026-03-11T15:00:00.000Z" });
  });
});

describe("a reopened incident", () => {
  test.each([
    ["restarts", MONDAY_NOON + 2 * DAY + 9 * HOUR + 15 * HOUR],
    ["continues", MONDAY_NOON + 3 * DAY - HOUR],
  ] as const)("has its clock as the norm says: %s", async (onReopening, dueAt) => {
    const desk = await openDesk(whole({ onReopening }));
    desk.at(HOUR);
    await desk.done("answer", { text: "Готово" });
    desk.at(2 * DAY);
    const reopened = await desk.done("reopen", { why: "Не починили" });
    expect(reopened.state).toBe("reopened");
    expect(clockIn(reopened, "answer")).toMatchObject({ stage: "running", dueAt: iso(dueAt) });
    expect((await desk.kept()).clocks[1]?.version).toBe(2);
  });
});

test("a wait that ended with the closing counts no more in a clock that continues", async () => {
  const desk = await openDesk(whole({ onReopening: "continues" }));
  desk.at(HOUR);
  await desk.done("ask", { text: "В каком дворе?" });
  desk.at(3 * HOUR);
  await desk.done("close", { why: "Не отвечает" });
  desk.at(DAY);
  const reopened = await desk.done("reopen", { why: "Ответил" });
  expect(clockIn(reopened, "answer")).toMatchObject({ stage: "running", dueAt: iso(MONDAY_NOON + 2 * DAY - HOUR) });
  desk.at(DAY + HOUR);
  await desk.done("ask", { text: "В каком подъезде?" });
  desk.at(DAY + 2 * HOUR);
  expect(clockIn(await desk.done("resume", {}), "answer")).toMatchObject({ dueAt: iso(MONDAY_NOON + 2 * DAY) });
  const segments = (await desk.explained())[1]?.legs[0]?.segments ?? [];
  expect(segments.filter(({ what }) => what === "paused").map(({ why }) => why)).toEqual(["asked", "Ответил", "asked"]);
});

test("a reopened incident owes what was answered last, not what an answer that nobody got had begun", async () => {
  const desk = await openDesk();
  const [reply] = (await desk.done("interim", { text: "Взяли в план." })).replies;
  const [delivery] = reply?.deliveries ?? [];
  const key = { replyId: reply?.id ?? "", signalId: delivery?.signalId ?? "" };
  const at = { centre: whole(), now: desk.clock.now() };
  const lost = settleDelivery(await desk.kept(), key, { kind: "failed", why: "closed" }, at);
  if (lost !== undefined) await desk.incidents.replace(lost);
  expect(lost).toMatchObject({ state: "in-work" });
  desk.at(HOUR);
  await desk.done("answer", { text: "Готово" });
  desk.at(2 * HOUR);
  const reopened = await desk.done("reopen", { why: "Не починили" });
  expect(clockIn(reopened, "answer")).toMatchObject({ stage: "running" });
  expect(clockIn(reopened, "final")).toMatchObject({ stage: "cancelled" });
});

describe("an appeal", () => {
  test("has thirty days from the registration, and nothing else is awaited", async () => {
    const desk = await openDesk();
    desk.at(2 * DAY);
    const appeal = await desk.done("appeal", { why: "Просит ответ по закону" });
    expect(appeal.state).toBe("appeal");
    expect(clockIn(appeal, "statutory")).toMatchObject({ dueAt: "2026-04-01T15:00:00.000Z", stage: "running" });
    expect(clockIn(appeal, "answer")).toMatchObject({ stage: "cancelled" });
    expect((await desk.done("answer", { text: "По закону" })).state).toBe("answered");
  });
});

test("each rung of an escalation is told from the others in the history", async () => {
  const desk = await openDesk(whole({ escalateAfter: ["2h", "1h"] }));
  for (const hours of [3, 5, 6]) {
    desk.at(hours * HOUR);
    await desk.sweep();
  }
  const { history } = await desk.done("assign", { authority: "administration" });
  const steps = history.filter(({ what }) => what === "reaction: escalated");
  expect(steps.map(({ rung }) => rung)).toEqual([undefined, 2]);
});
