import { describe, expect, test } from "vitest";
import { incidentDetail } from "../../../shared/contracts/api.ts";
import { HOUR, iso, MINUTE } from "../../../shared/domain/time/instant.ts";
import { exampleCentre } from "../../../shared/reference/example-centre.ts";
import { openApiRoom, staff } from "../../fixtures/api.ts";
import { fixtureCentre, fixtureSignal, MONDAY_NOON, openedBy } from "../../fixtures/centre.ts";

const pothole = (id: string) => openedBy(fixtureSignal({ id, externalId: id }), fixtureCentre());

/** Potholes, all of which the centre's rules give to the road service, that people gave to these, a minute apart. */
const assigned = async (...to: readonly string[]) => {
  const room = openApiRoom();
  for (const [index, authority] of to.entries()) {
    const id = `given-${index}`;
    await room.incidents.open(pothole(id));
    room.clock.advance(MINUTE);
    await room.command(id, "assign", { ifMatch: '"1"', body: { authority } });
  }
  await room.incidents.open(pothole("next"));
  const shown = async (as = staff("operator")) =>
    incidentDetail.parse(JSON.parse((await room.read("next", as)).body ?? ""));
  return { ...room, shown };
};

describe("to whom people gave such incidents before", () => {
  test("is suggested, most often first, and what the incident has already is not", async () => {
    const { shown } = await assigned("administration", "road-service", "administration");
    expect((await shown()).suggestedAuthorities).toEqual([
      { id: "administration", name: "Администрация", times: 2, lastAt: iso(MONDAY_NOON + 3 * MINUTE) },
    ]);
  });

  test("may be forgotten when it cannot be written down: the assignment is made, and its answer says so", async () => {
    const room = openApiRoom(fixtureCentre, undefined, (stored) => ({
      ...stored,
      note: () => Promise.reject(new Error("The table is away.")),
    }));
    await room.incidents.open(pothole("next"));
    const answer = await room.command("next", "assign", { ifMatch: '"1"', body: { authority: "administration" } });
    expect(answer.statusCode).toBe(200);
    expect(await room.incidents.read("next")).toMatchObject({ version: 2, authority: "administration" });
    expect(room.log.lines).toEqual([expect.stringContaining('"incidentId":"next"')]);
  });

  test("is a rule to write when five of the last six went there, and none before", async () => {
    const [there, elsewhere] = ["administration", "road-service"];
    const four = await assigned(there, there, there, there, elsewhere, elsewhere);
    expect((await four.shown()).suggestedAuthorities).toMatchObject([{ id: there, times: 4 }]);
    expect((await four.shown()).suggestedAuthorities?.[0]).not.toHaveProperty("rule");
    const five = await assigned(elsewhere, there, there, elsewhere, there, there, there);
    expect((await five.shown()).suggestedAuthorities).toMatchObject([
      {
        id: there,
        times: 5,
        rule: { topic: "pothole", territory: (await five.shown()).territory.id, authority: there },
      },
    ]);
  });

  test("is told to who may assign, as long as there is something to do", async () => {
    const { shown, command, clock } = await assigned("administration");
    expect(await shown(staff("auditor"))).not.toHaveProperty("suggestedAuthorities");
    expect(await shown(staff("supervisor"))).toHaveProperty("suggestedAuthorities");
    clock.advance(HOUR);
    await command("next", "close", { ifMatch: '"1"', body: { why: "Повтор" } });
    expect(await shown()).not.toHaveProperty("suggestedAuthorities");
  });

  test("is of this topic in this territory alone", async () => {
    const { incidents, read } = await assigned("administration");
    await incidents.open(openedBy(fixtureSignal({ id: "gas", text: "Запах газа" }), fixtureCentre()));
    expect(JSON.parse((await read("gas")).body ?? "")).not.toHaveProperty("suggestedAuthorities");
  });
});

describe("a message of several matters", () => {
  const TWO = "Здравствуйте! Во дворе на Садовой не горят фонари. Ещё в поликлинике нет терапевта, запись закрыта.";
  const shownOf = async (text: string, as = staff("operator")) => {
    const room = openApiRoom(exampleCentre);
    await room.incidents.open(openedBy(fixtureSignal({ text }), exampleCentre()));
    return incidentDetail.parse(JSON.parse((await room.read(fixtureSignal().id, as)).body ?? ""));
  };

  test("is shown with its parts, all of its words in them, where several bodies answer", async () => {
    const { suggestedParts = [] } = await shownOf(TWO);
    expect(suggestedParts.map(({ topic }) => topic.id)).toEqual(["street-lighting", "doctors"]);
    expect(suggestedParts.map(({ text }) => text).join(" ")).toBe(TWO);
  });

  test.each([
    ["of one matter in several sentences", "Огромная яма на дороге. Яму не чинят второй год. Дорога разбита вся."],
    ["of one sentence", "Огромная яма у поликлиники, где нет терапевта"],
  ])("is not what is %s", async (_, text) => {
    expect(await shownOf(text)).not.toHaveProperty("suggestedParts");
  });

  test("is shown in parts to nobody who may not divide it", async () => {
    expect(await shownOf(TWO, staff("administrator"))).not.toHaveProperty("suggestedParts");
  });
});
