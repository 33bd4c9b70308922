import { describe, expect, test } from "vitest";
import { incidentDetail } from "../../../shared/contracts/api.ts";
import type { Centre } from "../../../shared/domain/centre/centre.ts";
import type { HttpAnswer } from "../../../shared/platform/http.ts";
import { openApiRoom } from "../../fixtures/api.ts";
import { fixtureCentre, fixtureIncident } from "../../fixtures/centre.ts";
import { pointersIn } from "../../fixtures/http-answer.ts";

/** On the state's platform an answer goes by the platform's own date. */
const centre = (): Centre => {
  const data = fixtureCentre();
  const own = { clock: "answer" as const, duration: "30d", channel: "pos" as const, byOwnDate: true };
  return { ...data, norms: { ...data.norms, norms: [...data.norms.norms, own] } };
};

const detailIn = (answer: HttpAnswer) => {
  expect(answer, answer.body).toMatchObject({ statusCode: 200 });
  return incidentDetail.parse(JSON.parse(answer.body ?? ""));
};

describe("what «Решаем вместе» knows an incident by", () => {
  const entry = { number: "2026-03-123456", status: "В работе", dueAt: "2026-03-20T18:00:00+03:00" };

  test("is written down by an operator, and the answer goes by the platform's due date", async () => {
    const room = openApiRoom(centre);
    const { id } = fixtureIncident();
    await room.incidents.open(fixtureIncident());
    const detail = detailIn(await room.command(id, "pos", { ifMatch: "1", body: entry }));
    expect(detail.pos).toEqual({ ...entry, dueAt: "2026-03-20T15:00:00.000Z" });
    expect(detail.clocks.find(({ kind }) => kind === "answer")?.dueAt).toBe("2026-03-20T15:00:00.000Z");
    expect(detail.history.at(-1)).toMatchObject({ what: "pos-entered", who: "operator-1" });
    expect(detailIn(await room.read(id)).pos?.number).toBe(entry.number);
    expect(await room.posNumbers.incidentsOf("fixture", [entry.number])).toEqual(new Map([[entry.number, id]]));
  });

  test("may be its number alone, and can be corrected", async () => {
    const room = openApiRoom(centre);
    const { id } = fixtureIncident();
    await room.incidents.open(fixtureIncident());
    await room.command(id, "pos", { ifMatch: "1", body: entry });
    const detail = detailIn(await room.command(id, "pos", { ifMatch: "2", body: { number: "2026-03-9" } }));
    expect(detail.pos).toEqual({ number: "2026-03-9" });
  });

  test("is the same number when it was copied with the blanks around it", async () => {
    const room = openApiRoom(centre);
    const { id } = fixtureIncident();
    await room.incidents.open(fixtureIncident());
    const body = { number: ` ${entry.number}\n`, status: " " };
    expect(pointersIn(await room.command(id, "pos", { ifMatch: "1", body }))).toEqual(["/status"]);
    await room.command(id, "pos", { ifMatch: "1", body: { number: body.number } });
    expect(await room.posNumbers.incidentsOf("fixture", [entry.number])).toEqual(new Map([[entry.number, id]]));
  });

  test.each([
    [{ status: "В работе" }, "/number"],
    [{ number: " " }, "/number"],
    [{ ...entry, dueAt: "20.03.2026" }, "/dueAt"],
  ])("is refused as %o", async (body, pointer) => {
    const room = openApiRoom(centre);
    await room.incidents.open(fixtureIncident());
    expect(pointersIn(await room.command(fixtureIncident().id, "pos", { ifMatch: "1", body }))).toEqual([pointer]);
  });
});

describe("a reply that leads to «Решаем вместе»", () => {
  const text = "Официальное обращение можно подать здесь: {решаем-вместе}";

  test("carries the centre's own link with its marks", async () => {
    const utm = { source: "vk", medium: "42", campaign: "1024800000000" };
    const room = openApiRoom(() => ({ ...centre(), pos: { opaId: 1234, utm } }));
    await room.incidents.open(fixtureIncident());
    const detail = detailIn(await room.command(fixtureIncident().id, "answer", { ifMatch: "1", body: { text } }));
    expect(detail.replies[0]?.text).toBe(
      "Официальное обращение можно подать здесь: https://pos.gosuslugi.ru/form/?opaId=1234&utm_source=vk&utm_medium=42&utm_campaign=1024800000000",
    );
  });

  test("is refused where the centre has no form there", async () => {
    const room = openApiRoom(centre);
    await room.incidents.open(fixtureIncident());
    const answer = await room.command(fixtureIncident().id, "answer", { ifMatch: "1", body: { text } });
    expect(pointersIn(answer)).toEqual(["/text"]);
  });
});
