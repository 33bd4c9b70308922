import { describe, expect, test } from "vitest";
import { type IncidentDetail, incidentDetail, type Role } from "../../../shared/contracts/api.ts";
import { Metric } from "../../../shared/contracts/metrics.ts";
import { beginSending } from "../../../shared/domain/incident/settle-delivery.ts";
import { HOUR } from "../../../shared/domain/time/instant.ts";
import type { HttpAnswer } from "../../../shared/platform/http.ts";
import { openApiRoom, staff } from "../../fixtures/api.ts";
import { fixtureIncident, MONDAY_NOON } from "../../fixtures/centre.ts";
import { pointersIn, problemIn } from "../../fixtures/http-answer.ts";

const { id } = fixtureIncident();

const bodies = {
  assign: { authority: "administration", why: "их территория" },
  answer: { text: "Яму засыпали" },
  close: { why: "дубль" },
} as const;
const commands = ["assign", "answer", "close"] as const;

const openRoom = async () => {
  const room = openApiRoom();
  await room.incidents.open(fixtureIncident());
  await room.incidents.open(fixtureIncident({ id: "foreign", centre: "other" }));
  return room;
};

const detailOf = ({ statusCode, body }: HttpAnswer): IncidentDetail => {
  expect(statusCode).toBe(200);
  return incidentDetail.parse(JSON.parse(body ?? ""));
};

const stages = ({ clocks }: IncidentDetail) => Object.fromEntries(clocks.map(({ kind, stage }) => [kind, stage]));

describe("a command", () => {
  test("assign gives the incident to a body and meets the reaction", async () => {
    const { clock, command, incidents } = await openRoom();
    clock.advance(HOUR);
    const answer = await command(id, "assign", { ifMatch: '"1"', body: bodies.assign });
    const detail = detailOf(answer);
    expect(detail).toMatchObject({ state: "assigned", authority: { id: "administration" } });
    expect(stages(detail)).toEqual({ reaction: "met", answer: "running" });
    expect(detail.history.at(-1)).toMatchObject({ who: "operator-1", what: "assigned", why: "их территория" });
    expect(answer.headers?.["etag"]).toBe('"2"');
    expect(await incidents.read(id)).toMatchObject({ version: 2, state: "assigned", authority: "administration" });
  });

  test("answer keeps the reply, stops every clock of the answer, and is counted as in time", async () => {
    const { clock, command, counter, incidents } = await openRoom();
    // The answer's clock runs nine working hours: until Tuesday noon.
    clock.set(MONDAY_NOON + 24 * HOUR);
    const detail = detailOf(await command(id, "answer", { ifMatch: '"1"', body: bodies.answer }));
    expect(detail).toMatchObject({
      state: "answered",
      replies: [{ kind: "final", text: "Яму засыпали", who: "operator-1" }],
    });
    expect(stages(detail)).toEqual({ reaction: "met", answer: "met" });
    expect(detail.clocks.map(({ nextAt }) => nextAt)).toEqual([undefined, undefined]);
    expect((await incidents.read(id))?.clocks.map(({ ahead }) => ahead)).toEqual([{}, {}]);
    expect(counter.values(Metric.AnswerInTime)).toEqual([100]);
  });

  test("answer a moment after the deadline is counted as late", async () => {
    const { clock, command, counter } = await openRoom();
    clock.set(MONDAY_NOON + 24 * HOUR + 1);
    await command(id, "answer", { ifMatch: '"1"', body: bodies.answer });
    expect(counter.values(Metric.AnswerInTime)).toEqual([0]);
  });

  test("close ends the matter with its reason and cancels its clocks", async () => {
    const { command, counter } = await openRoom();
    const detail = detailOf(await command(id, "close", { ifMatch: '"1"', body: bodies.close }));
    expect(detail.state).toBe("closed");
    expect(stages(detail)).toEqual({ reaction: "cancelled", answer: "cancelled" });
    expect(detail.history.at(-1)).toMatchObject({ what: "closed", why: "дубль" });
    expect(counter.total(Metric.IncidentClosed)).toBe(1);
    expect(counter.values(Metric.AnswerInTime)).toEqual([]);
  });

  test("follows another by the version that the other's answer named", async () => {
    const { command } = await openRoom();
    let tag = '"1"';
    for (const name of commands) {
      const answer = await command(id, name, { ifMatch: tag, body: bodies[name] });
      expect(answer.statusCode).toBe(200);
      tag = String(answer.headers?.["etag"]);
    }
    expect(tag).toBe('"4"');
  });
});

describe("a command's version", () => {
  test.each([undefined, "", "*", "three", '"-1"'])("is asked for when If-Match is %j", async (ifMatch) => {
    const { command, incidents } = await openRoom();
    const answer = await command(id, "close", { body: bodies.close, ...(ifMatch === undefined ? {} : { ifMatch }) });
    expect(problemIn(answer).status).toBe(428);
    expect((await incidents.read(id))?.version).toBe(1);
  });

  test.each(['"1"', "1", 'W/"1"', ' "1" '])("is understood as %j", async (ifMatch) => {
    const { command } = await openRoom();
    expect((await command(id, "close", { ifMatch, body: bodies.close })).statusCode).toBe(200);
  });

  test.each(['"0"', '"2"'])("does not change the incident when it is another: %s", async (ifMatch) => {
    const { command, incidents } = await openRoom();
    expect(problemIn(await command(id, "close", { ifMatch, body: bodies.close })).status).toBe(412);
    expect((await incidents.read(id))?.state).toBe("new");
  });

  test("lets one of two commands through that come at the same time, and counts that one alone", async () => {
    const { command, counter, incidents } = await openRoom();
    const both = await Promise.all([1, 2].map(() => command(id, "answer", { ifMatch: '"1"', body: bodies.answer })));
    expect(both.map(({ statusCode }) => String(statusCode)).toSorted()).toEqual(["200", "412"]);
    expect((await incidents.read(id))?.replies).toHaveLength(1);
    expect(counter.values(Metric.AnswerInTime)).toEqual([100]);
  });
});

describe("a command that cannot be carried out", () => {
  test.each(commands)("conflicts with the state of a closed incident: %s", async (name) => {
    const { command, counter, incidents } = await openRoom();
    await command(id, "close", { ifMatch: '"1"', body: bodies.close });
    const answer = await command(id, name, { ifMatch: '"2"', body: bodies[name] });
    expect(problemIn(answer)).toMatchObject({ status: 409, detail: expect.stringContaining("closed") });
    expect((await incidents.read(id))?.version).toBe(2);
    expect(counter.total(Metric.IncidentClosed)).toBe(1);
  });

  test.each([
    ["assign", {}, "/authority"],
    ["assign", { authority: "" }, "/authority"],
    ["assign", { authority: "nobody" }, "/authority"],
    ["assign", { authority: "administration", why: " " }, "/why"],
    ["answer", { text: 5 }, "/text"],
    ["answer", { text: " \n" }, "/text"],
    ["answer", { text: "я".repeat(20_001) }, "/text"],
    ["close", { why: null }, "/why"],
    ["close", { reason: "дубль" }, "/why"],
  ])("is told the field that is wrong: %s %j", async (name, body, pointer) => {
    const { command, incidents } = await openRoom();
    const answer = await command(id, name, { ifMatch: '"1"', body });
    expect(problemIn(answer).status).toBe(400);
    expect(pointersIn(answer)).toEqual([pointer]);
    expect((await incidents.read(id))?.version).toBe(1);
  });

  test.each([
    ["", 400],
    ["{", 400],
    [JSON.stringify({ text: "я".repeat(200_000) }), 413],
  ])("has a body that cannot be read: %#", async (body, status) => {
    const { command } = await openRoom();
    expect(problemIn(await command(id, "answer", { ifMatch: '"1"', body })).status).toBe(status);
  });

  test.each(["delete", "constructor", "toString", ""])("is not one: %j", async (name) => {
    const { command } = await openRoom();
    expect(problemIn(await command(id, name, { ifMatch: '"1"', body: {} })).status).toBe(404);
  });

  test.each(["foreign", "nobody"])("finds no incident %s in this centre", async (other) => {
    const { command, incidents } = await openRoom();
    expect(problemIn(await command(other, "close", { ifMatch: '"1"', body: bodies.close })).status).toBe(404);
    expect((await incidents.read("foreign"))?.version).toBe(1);
  });
});

describe("a role", () => {
  const may: Readonly<Record<Role, readonly string[]>> = {
    operator: commands,
    authority: ["answer"],
    approver: commands,
    supervisor: commands,
    head: [],
    administrator: commands,
    auditor: [],
  };

  test.each(Object.entries(may))("%s may %j and nothing else", async (role, allowed) => {
    for (const name of commands) {
      const { command, incidents } = await openRoom();
      const as = { ...staff("operator", { "custom:authority": "road-service" }), "custom:role": role };
      const answer = await command(id, name, { as, ifMatch: '"1"', body: bodies[name] });
      expect([role, name, answer.statusCode]).toEqual([role, name, allowed.includes(name) ? 200 : 403]);
      expect((await incidents.read(id))?.version).toBe(allowed.includes(name) ? 2 : 1);
    }
  });

  test("authority does not answer for another body", async () => {
    const { command } = await openRoom();
    const as = staff("authority", { "custom:authority": "administration" });
    expect(problemIn(await command(id, "answer", { as, ifMatch: '"1"', body: bodies.answer })).status).toBe(404);
  });
});

describe("a reply", () => {
  const draft = { text: "Яму засыпали", kind: "interim" };
  const after = async (room: Awaited<ReturnType<typeof openRoom>>, name: string, body: unknown, role: Role) => {
    const { version } = (await room.incidents.read(id)) ?? { version: 0 };
    return room.command(id, name, { ifMatch: `"${version}"`, body, as: staff(role) });
  };

  test("is written by one person and published by another", async () => {
    const room = await openRoom();
    await after(room, "draft", draft, "operator");
    const submitted = detailOf(await after(room, "submit", {}, "operator"));
    expect(submitted).toMatchObject({ state: "on-approval", replies: [{ state: "on-approval", deliveries: [] }] });
    expect(problemIn(await after(room, "approve", {}, "operator")).status).toBe(403);
    const approved = detailOf(await after(room, "approve", {}, "head"));
    expect(approved.state).toBe("interim-answered");
    expect(approved.replies).toMatchObject([
      { state: "published", who: "operator-1", deliveries: [{ signalId: id, channel: "vk", state: "waiting" }] },
    ]);
    expect(approved.history.at(-1)).toMatchObject({ what: "interim-answered", who: "head-1" });
  });

  test("that was carried since does not stand in the way of who decides by what they have read", async () => {
    const room = await openRoom();
    const { version, replies } = detailOf(await after(room, "answer", bodies.answer, "operator"));
    const present = await room.incidents.read(id);
    if (present === undefined) throw new Error("The incident of the test is gone.");
    const key = { replyId: replies[0]?.id ?? "", signalId: id };
    await room.incidents.replace(beginSending(present, key, MONDAY_NOON, false));
    expect(detailOf(await room.command(id, "close", { ifMatch: `"${version}"`, body: bodies.close })).state).toBe(
      "closed",
    );
  });

  test.each(["deliver-by-hand", "resend"])("that is on its way cannot be decided about: %s", async (name) => {
    const room = await openRoom();
    const { replies } = detailOf(await after(room, "answer", bodies.answer, "operator"));
    const body = { reply: replies[0]?.id, signal: id, where: "под постом" };
    expect(problemIn(await after(room, name, body, "operator")).status).toBe(409);
  });
});
