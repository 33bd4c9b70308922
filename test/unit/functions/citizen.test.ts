import { describe, expect, test } from "vitest";
import { answerRequest } from "../../../functions/citizen/answer-request.ts";
import { nothingMatches } from "../../../functions/register/match.ts";
import { registerSignal } from "../../../functions/register/register-signal.ts";
import { citizenErasure, citizenExport } from "../../../shared/contracts/citizen.ts";
import type { Signal } from "../../../shared/domain/signal/signal.ts";
import type { HttpAnswer } from "../../../shared/platform/http.ts";
import { sealSignal } from "../../../shared/platform/sealed-signal.ts";
import { envelopeSealer } from "../../../shared/platform/sealing.ts";
import { memoryKeys, memoryPseudonyms } from "../../doubles/memory-keys.ts";
import { apiRequest, openApiRoom, staff } from "../../fixtures/api.ts";
import { fixtureCentre, fixtureSignal } from "../../fixtures/centre.ts";
import { problemIn } from "../../fixtures/http-answer.ts";

const author = { id: "7700411", name: "Клавдия Вымышленная", contact: "klavdia@example.org" };
const place = { lat: 52.6, lon: 39.6, address: "Выдуманная улица, 8" };
const request = { channel: "vk", source: "123", author: author.id };
const personal = /7700411|Клавдия|klavdia|Выдуманная|яма у моего дома|Уважаемая/;

const attachments = [{ kind: "photo" as const, name: "Клавдия у ямы.jpg" }];

const openRoom = async () => {
  const api = openApiRoom();
  const pseudonymOf = memoryPseudonyms();
  const { incidents, identities, sealer, clock, counter } = api;
  const dialogueSealer = envelopeSealer(memoryKeys(), clock.now);
  const parts = { incidents, identities, sealer, dialogueSealer, now: clock.now };
  const registered = registerSignal({ ...parts, match: nothingMatches, centre: async () => fixtureCentre(), counter });
  const register = async (signal: Signal) => registered(await sealSignal({ sealer, pseudonymOf }, signal));
  const answer = answerRequest({ ...parts, pseudonymOf });
  const ask = (verb: string, body: unknown, as = staff("administrator"), hasTime = () => true) =>
    answer(apiRequest(`POST /api/citizens/${verb}`, { body, as }), hasTime);
  const signals = ["wall_1", "wall_2"].map((externalId) =>
    fixtureSignal({ externalId, author, place, text: "Тут яма у моего дома", attachments, thread: { comment: "5" } }),
  );
  for (const signal of signals) await register(signal);
  await register(fixtureSignal({ externalId: "wall_3", author: { id: "another" }, text: "Другой пишет про газ" }));
  return { ...api, pseudonymOf, register, ask, signals, ids: signals.map(({ id }) => id) };
};

const exportIn = ({ statusCode, body }: HttpAnswer) => {
  expect(statusCode).toBe(200);
  return citizenExport.parse(JSON.parse(body ?? ""));
};
const erasureIn = ({ body }: HttpAnswer) => citizenErasure.parse(JSON.parse(body ?? ""));

describe("who wrote a message", () => {
  test.each(["operator", "supervisor", "administrator"] as const)(
    "is shown to the role %s, and that it was stands in the history with the reason",
    async (role) => {
      const { author: read, ids, incidents } = await openRoom();
      const answer = await read(ids[0] ?? "", { why: "Перезвонить о сроке" }, staff(role));
      expect(JSON.parse(answer.body ?? "")).toMatchObject({ ...author, channel: "vk", source: "123" });
      expect(answer.headers).toMatchObject({ etag: '"2"', "cache-control": "no-store" });
      expect((await incidents.read(ids[0] ?? ""))?.history.at(-1)).toMatchObject({
        what: "author-read",
        who: `${role}-1`,
        why: "Перезвонить о сроке",
      });
    },
  );

  test.each(["authority", "approver", "head", "auditor"] as const)("is not shown to the role %s", async (role) => {
    const { author: read, ids, incidents } = await openRoom();
    expect(problemIn(await read(ids[0] ?? "", { why: "Любопытно" }, staff(role))).status).toBe(403);
    expect((await incidents.read(ids[0] ?? ""))?.version).toBe(1);
  });

  test("is shown to nobody without a reason, of another centre, or when the reading cannot be written down", async () => {
    const { author: read, ids, table } = await openRoom();
    const id = ids[0] ?? "";
    expect(problemIn(await read(id, { why: "  " }, staff("operator"))).status).toBe(400);
    const elsewhere = staff("operator", { "custom:centre": "other" });
    expect(problemIn(await read(id, { why: "Звонок" }, elsewhere)).status).toBe(404);
    table.failNext(new Error("the table is away"));
    await expect(read(id, { why: "Звонок" }, staff("operator"))).rejects.toThrow("the table is away");
  });

  test("is written down as often as it is read, however many read at the same time", async () => {
    const { author: read, ids, incidents } = await openRoom();
    const id = ids[0] ?? "";
    await Promise.all([1, 2, 3].map((n) => read(id, { why: `Звонок ${n}` }, staff("operator"))));
    const readings = (await incidents.read(id))?.history.filter(({ what }) => what === "author-read") ?? [];
    expect(new Set(readings.map(({ why }) => why))).toEqual(new Set(["Звонок 1", "Звонок 2", "Звонок 3"]));
  });

  test("is nobody for a message that nobody is known to have written", async () => {
    const { author: read, register } = await openRoom();
    const { incidentId } = await register(fixtureSignal({ externalId: "wall_9" }));
    expect(problemIn(await read(incidentId, { why: "Звонок" }, staff("operator"))).status).toBe(404);
  });
});

describe("an export", () => {
  test("holds all that is kept of the citizen and nothing of another, and its reading is written down", async () => {
    const { ask, author: read, command, ids } = await openRoom();
    await command(ids[0] ?? "", "answer", { ifMatch: '"1"', body: { text: "Уважаемая Клавдия, засыпали" } });
    await read(ids[0] ?? "", { why: "Перезвонить" }, staff("operator"));
    const all = exportIn(await ask("export", request));
    expect(all.citizen).toMatchObject({ ...author, channel: "vk", source: "123" });
    expect(all.signals.map(({ id }) => id).toSorted()).toEqual(ids.toSorted());
    expect(all.signals.find(({ id }) => id === ids[0])).toMatchObject({
      text: "Тут яма у моего дома",
      place,
      attachments,
      replies: [{ text: "Уважаемая Клавдия, засыпали" }],
      readings: [
        { who: "operator-1", why: "Перезвонить" },
        { who: "administrator-1", why: "export" },
      ],
    });
    expect(JSON.stringify(all)).not.toContain("Другой пишет");
  });

  test("finds the author of a message by the message's own id", async () => {
    const { ask } = await openRoom();
    expect(exportIn(await ask("export", { ...request, author: "wall_2" })).citizen).toMatchObject(author);
  });

  test.each(["operator", "supervisor", "auditor"] as const)("is not for the role %s", async (role) => {
    const { ask } = await openRoom();
    for (const verb of ["export", "erase"]) expect(problemIn(await ask(verb, request, staff(role))).status).toBe(403);
  });

  test("finds nothing of a citizen of another centre, or of one who never wrote", async () => {
    const { ask, identities } = await openRoom();
    const elsewhere = staff("administrator", { "custom:centre": "other" });
    expect(problemIn(await ask("export", request, elsewhere)).status).toBe(404);
    expect(problemIn(await ask("export", { ...request, author: "nobody" })).status).toBe(404);
    expect(erasureIn(await ask("erase", request, elsewhere))).toMatchObject({ erased: 0, remaining: 0 });
    expect(identities.size).toBe(2);
    expect(problemIn(await ask("export", { ...request, channel: "pigeon" })).status).toBe(400);
  });
});

describe("a dialogue that a platform is asked for", () => {
  test("is told in an export by its name, and is forgotten with its citizen", async () => {
    const { register, ask, identities } = await openRoom();
    const dialogue = "70880099";
    await register(fixtureSignal({ externalId: "m_1", channel: "max", source: "0", author, dialogue }));
    const own = { channel: "max", source: "0", author: author.id };
    expect(exportIn(await ask("export", own)).citizen).toMatchObject({ ...author, dialogue });
    expect(exportIn(await ask("export", request)).citizen).not.toHaveProperty("dialogue");
    const kept = () => identities.newest({ channel: "max", source: "0", since: 0, most: 10 });
    expect(await kept()).toHaveLength(1);
    await ask("erase", own);
    expect(await kept()).toEqual([]);
    // A late copy brings it back for no longer than it takes to see that it was erased.
    await register(fixtureSignal({ externalId: "m_1", channel: "max", source: "0", author, dialogue }));
    expect(await kept()).toEqual([]);
  });
});

describe("an erasure", () => {
  test("takes out what is the citizen's and leaves the matter with its clocks and figures", async () => {
    const { ask, command, ids, identities, incidents } = await openRoom();
    const id = ids[0] ?? "";
    const opened = await incidents.read(id);
    if (opened === undefined) throw new Error("The room opens it.");
    const told = { topic: "pothole", likelihood: 0.9, words: ["Клавдия"] };
    const understood = { ...opened.understood, told, suggestions: [told] };
    await incidents.replace({ ...opened, version: opened.version + 1, understood });
    await command(id, "answer", { ifMatch: '"2"', body: { text: "Уважаемая Клавдия, засыпали" } });
    const before = await incidents.read(id);
    expect(erasureIn(await ask("erase", request))).toMatchObject({ erased: 2, remaining: 0 });
    const after = await incidents.read(id);
    expect(JSON.stringify(after)).not.toMatch(personal);
    expect(after?.signal).not.toHaveProperty("citizen");
    expect(before?.cell).toBeDefined();
    expect(before?.understood?.where).toBeDefined();
    expect(after).not.toHaveProperty("cell");
    expect(after?.understood).not.toHaveProperty("where");
    expect(after?.understood).toMatchObject({ told: { topic: "pothole", likelihood: 0.9 } });
    expect(after).toMatchObject({ topic: before?.topic, authority: before?.authority, clocks: before?.clocks });
    expect(after?.history.at(-1)).toMatchObject({ what: "erased", who: "administrator-1" });
    expect(identities.size).toBe(1);
    expect(problemIn(await ask("export", request)).status).toBe(404);
    expect(erasureIn(await ask("erase", request))).toMatchObject({ erased: 0, remaining: 0 });
  });

  test("is made once more by the pseudonym alone, as after an older backup was restored", async () => {
    const { ask, ids, incidents, register, signals } = await openRoom();
    const { pseudonym } = erasureIn(await ask("erase", request));
    expect(pseudonym).toMatch(/^[\w-]{22}$/);
    expect(erasureIn(await ask("erase", request)).pseudonym).toBe(pseudonym);
    // A message of theirs that the erasure did not know of.
    const [first] = signals;
    await register({ ...fixtureSignal({ externalId: "wall_9", author, text: first?.text ?? "" }) });
    expect(erasureIn(await ask("erase", { pseudonym }))).toEqual({ erased: 1, remaining: 0, pseudonym });
    expect(problemIn(await ask("export", { pseudonym })).status).toBe(400);
    expect((await incidents.read(ids[0] ?? ""))?.signal.erased).toBe(true);
  });

  test("that was broken off anywhere is finished by asking again", async () => {
    const { ask, ids, identities, incidents, table } = await openRoom();
    let looks = 0;
    const answer = await ask("erase", request, staff("administrator"), () => (looks += 1) <= 1);
    expect(erasureIn(answer)).toMatchObject({ erased: 1, remaining: 1 });
    table.failNext(new Error("the table is away"));
    await expect(ask("erase", request)).rejects.toThrow("the table is away");
    expect(identities.size).toBe(2);
    expect(erasureIn(await ask("erase", request)).remaining).toBe(0);
    expect(identities.size).toBe(1);
    for (const id of ids) expect(JSON.stringify(await incidents.read(id))).not.toMatch(personal);
  });

  test("is not undone by a late copy or a later wording of what was erased", async () => {
    const { ask, identities, ids, incidents, register, signals } = await openRoom();
    await ask("erase", request);
    const [first] = signals;
    if (first === undefined) throw new Error("There is a signal.");
    expect(await register(first)).toMatchObject({ kind: "repeated" });
    const reworded = { ...first, text: "Клавдия: яма у моего дома!", wording: "later", wordedAt: first.wordedAt + 1 };
    expect(await register(reworded)).toMatchObject({ kind: "repeated" });
    expect(JSON.stringify(await incidents.read(ids[0] ?? ""))).not.toMatch(personal);
    expect(identities.size).toBe(1);
  });

  test("of a message that nobody is known to have written goes by the message's own id", async () => {
    const { ask, incidents, register } = await openRoom();
    const { incidentId } = await register(fixtureSignal({ externalId: "wall_9", text: "Я, Клавдия, пишу" }));
    expect(erasureIn(await ask("erase", { ...request, author: "wall_9" }))).toMatchObject({ erased: 1, remaining: 0 });
    expect((await incidents.read(incidentId))?.signal).toMatchObject({ text: "", erased: true });
  });
});
