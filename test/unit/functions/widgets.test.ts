import { describe, expect, test } from "vitest";
import { showWidget } from "../../../functions/widgets/show-widget.ts";
import { type Centre, centre as wholeCentre } from "../../../shared/domain/centre/centre.ts";
import { claimStages } from "../../../shared/domain/incident/claim-stages.ts";
import type { Incident } from "../../../shared/domain/incident/incident.ts";
import { HOUR, MINUTE } from "../../../shared/domain/time/instant.ts";
import { cachedCentres } from "../../../shared/platform/centre-data.ts";
import { handClock } from "../../doubles/hand-clock.ts";
import { memoryCentres } from "../../doubles/memory-centres.ts";
import { memoryIncidents } from "../../doubles/memory-incidents.ts";
import { memoryQueue } from "../../doubles/memory-queue.ts";
import { memoryTable } from "../../doubles/memory-table.ts";
import { fixtureCentre, fixtureIncident, fixtureSignal, MONDAY_NOON, openedBy } from "../../fixtures/centre.ts";

const ARN = "arn:aws:lambda:local-1:000000000000:function:otklik-widgets";
const CANARY = "канарейка";

const openWidgets = async (data: Centre = fixtureCentre()) => {
  const clock = handClock();
  const table = memoryTable();
  const incidents = memoryIncidents(table);
  const centres = memoryCentres(table);
  await centres.put(data);
  const show = showWidget({
    incidents,
    queue: memoryQueue(table),
    centre: cachedCentres(centres, clock.now),
    now: clock.now,
  });
  return {
    clock,
    incidents,
    /** Opens an incident at noon and lets so much time pass over it. */
    open: async (id: string, passing: number, overrides: Partial<Incident> = {}) => {
      const incident = { ...openedBy(fixtureSignal({ id, externalId: id }), data), ...overrides };
      const passed = claimStages(incident, MONDAY_NOON + passing)?.incident ?? incident;
      await incidents.open({ ...passed, version: 1 });
    },
    show: async (event: unknown): Promise<string> => {
      const shown = await show(event, ARN);
      return typeof shown === "string" ? shown : shown.markdown;
    },
    describe: () => show({ describe: true }, ARN),
  };
};

const numbersIn = (markup: string) => [...markup.matchAll(/>([0-9]+)</g)].map(([, number]) => Number(number));
const rowsIn = (markup: string) => markup.split("<tr>").slice(2);
const unescaped = (markup: string) =>
  markup.replace(/&#([0-9]+);/g, (_, code: string) => String.fromCharCode(Number(code)));

describe("the numbers of the moment", () => {
  test("are how many are open, at risk and late, in this centre alone", async () => {
    const room = await openWidgets();
    await room.open("running", 0);
    await room.open("half", 1.5 * HOUR);
    await room.open("nearly", 2.75 * HOUR);
    await room.open("late", 3 * HOUR);
    await room.open("escalated", 5 * HOUR);
    await room.open("done", 5 * HOUR, { state: "closed" });
    await room.open("answered", 0, { state: "answered" });
    await room.open("foreign", 5 * HOUR, { centre: "other" });
    expect(numbersIn(await room.show({ widget: "now", centre: "fixture" }))).toEqual([5, 2, 2]);
  });

  test("are noughts where nothing is open", async () => {
    const room = await openWidgets();
    expect(numbersIn(await room.show({ widget: "now", centre: "fixture" }))).toEqual([0, 0, 0]);
  });

  test("count more than one page of the queue", async () => {
    const room = await openWidgets();
    for (let index = 0; index < 203; index += 1) await room.open(`open-${index}`, 0);
    expect(numbersIn(await room.show({ widget: "now", centre: "fixture" }))).toEqual([203, 0, 0]);
  });
});

describe("the late ones", () => {
  const overdue = (dueAt: number): Partial<Incident> => ({
    clocks: fixtureIncident()
      .clocks.slice(0, 1)
      .map((clock) => ({ ...clock, dueAt, ahead: { breached: dueAt } })),
  });

  test("are shown the longest overdue first, with whose they are and how late", async () => {
    const room = await openWidgets();
    for (const [id, hours] of [
      ["b", 2],
      ["a", 1],
      ["c", 3],
    ] as const)
      await room.open(id, 4 * HOUR, overdue(MONDAY_NOON + hours * HOUR));
    room.clock.advance(4 * HOUR + 5 * MINUTE);
    const rows = rowsIn(await room.show({ widget: "late", centre: "fixture" }));
    expect(rows.map((row) => /[0-9]+ ч [0-9]+ мин/.exec(row)?.[0])).toEqual(["3 ч 5 мин", "2 ч 5 мин", "1 ч 5 мин"]);
    expect(rows.map((row) => /"id":"(.)"/.exec(unescaped(row))?.[1])).toEqual(["a", "b", "c"]);
    expect(rows[0]).toContain("02.03.2026, 13:00");
    expect(rows[0]).toContain("Ямы на дороге");
    expect(rows[0]).toContain("Дорожная служба");
    expect(rows[0]).toContain(`endpoint="${ARN}"`);
  });

  test("are said to be none when there are none", async () => {
    const room = await openWidgets();
    await room.open("half", 1.5 * HOUR);
    expect(await room.show({ widget: "late", centre: "fixture" })).toBe("<p>Просроченных нет.</p>");
  });

  test("come with a warning when a deadline runs past the loaded calendar", async () => {
    const room = await openWidgets();
    const [clock] = fixtureIncident().clocks;
    if (clock === undefined) throw new Error("The fixture's incident has clocks.");
    await room.open("far", 0, {
      clocks: [
        { ...clock, beyondCalendar: true },
        { ...clock, stage: "met" },
      ],
    });
    expect(await room.show({ widget: "late", centre: "fixture" })).toContain("годом календаря: 1.");
  });

  test("are the first fifty with the number of all", async () => {
    const room = await openWidgets();
    for (let index = 0; index < 53; index += 1) await room.open(`late-${index}`, 5 * HOUR);
    const markup = await room.show({ widget: "late", centre: "fixture" });
    expect(rowsIn(markup)).toHaveLength(50);
    expect(markup).toContain("всего просрочено 53");
  });

  test("open the incident they tell of, by a button that a narrow widget shows too", async () => {
    const room = await openWidgets();
    await room.open("theirs", 5 * HOUR);
    const markup = await room.show({ widget: "late", centre: "fixture" });
    const action = /<tr><td><a[^>]*>[^<]*<\/a><cwdb-action[^>]*>(.*?)<\/cwdb-action>/.exec(markup);
    const asked = unescaped(action?.[1] ?? "");
    expect(JSON.parse(asked)).toEqual({ widget: "incident", centre: "fixture", id: "theirs" });
    expect(await room.show(JSON.parse(asked))).toContain("<code>theirs</code>");
  });

  test("of a centre that has no data are not shown by another centre's", async () => {
    const room = await openWidgets();
    for (const widget of ["now", "late"])
      expect(await room.show({ widget, centre: "without-data" })).toBe("<p>У этого центра здесь нет данных.</p>");
  });
});

describe("an incident that is opened", () => {
  test("shows its state, deadlines and history, and no words of the citizen's or the staff's", async () => {
    const room = await openWidgets();
    const signal = fixtureSignal({ text: CANARY, author: { id: CANARY, name: CANARY }, place: { address: CANARY } });
    await room.open("one", 5 * HOUR, {
      signal: { ...signal, id: "one" },
      replies: [
        { id: "r", text: CANARY, kind: "final", at: MONDAY_NOON, who: CANARY, state: "published", deliveries: [] },
      ],
    });
    const markup = await room.show({ widget: "incident", centre: "fixture", id: "one" });
    for (const shown of [
      "Ямы на дороге",
      "Центральный, Дорожная служба",
      "Состояние: новый",
      "первая реакция: ",
      "(срок вышел, ответа всё ещё нет)",
      "зарегистрирован",
      "<code>one</code>",
    ])
      expect(markup).toContain(shown);
    expect(markup).not.toContain(CANARY);
  });

  test.each(["foreign", "nobody"])("is not there for another centre: %s", async (id) => {
    const room = await openWidgets();
    await room.open("foreign", 0, { centre: "lipetsk" });
    expect(await room.show({ widget: "incident", centre: "fixture", id })).toBe("<p>Такого инцидента нет.</p>");
  });
});

describe("what a widget shows", () => {
  test("is text, whatever names a centre gives its topics", async () => {
    const data = fixtureCentre();
    const evil = `<script>alert("x")</script>'&`;
    const groups = data.topics.groups.map((group) => ({
      ...group,
      topics: group.topics.map((topic) => ({ ...topic, name: evil })),
    }));
    const room = await openWidgets(wholeCentre.parse({ ...data, topics: { ...data.topics, groups } }));
    await room.open("late", 5 * HOUR);
    for (const request of [{ widget: "late" }, { widget: "incident", id: "late" }]) {
      const markup = await room.show({ ...request, centre: "fixture" });
      expect(markup).not.toContain("<script");
      expect(unescaped(markup)).toContain(evil);
    }
  });

  test("is explained in markdown to whoever asks how to use it", async () => {
    const { describe } = await openWidgets();
    expect(await describe()).toEqual({ markdown: expect.stringMatching(/^### .*`widget`/s) });
  });

  test.each([
    {},
    { widget: "other" },
    { widget: "incident", centre: "fixture" },
    { widget: "incident", id: "centre#fixture" },
  ])("is nothing for %j", async (request) => {
    const room = await openWidgets();
    await expect(room.show(request)).rejects.toThrow();
  });
});
