import { describe, expect, test } from "vitest";
import { answerRequest } from "../../../functions/citizen/answer-request.ts";
import { nothingMatches } from "../../../functions/register/match.ts";
import { registerMessage } from "../../../functions/register/register-message.ts";
import { incidentDetail } from "../../../shared/contracts/api.ts";
import { incidentEvents } from "../../../shared/contracts/events-of.ts";
import { Metric } from "../../../shared/contracts/metrics.ts";
import type { Centre } from "../../../shared/domain/centre/centre.ts";
import { MOST_JOINED } from "../../../shared/domain/incident/join-incident.ts";
import type { Signal } from "../../../shared/domain/signal/signal.ts";
import { sealSignal } from "../../../shared/platform/sealed-signal.ts";
import { memoryBotChats } from "../../doubles/memory-bot-chats.ts";
import { memoryPseudonyms } from "../../doubles/memory-keys.ts";
import { recordingLog } from "../../doubles/recording-log.ts";
import { apiRequest, openApiRoom, staff } from "../../fixtures/api.ts";
import { fixtureCentre, fixtureSignal, MONDAY_NOON } from "../../fixtures/centre.ts";

/** Register where every signal but the first is of the first one's matter. */
const openRoom = async (data: Centre = fixtureCentre()) => {
  const api = openApiRoom(() => data);
  const { incidents, identities, sealer, clock, counter } = api;
  const first = fixtureSignal();
  const unheard = { botChats: memoryBotChats(), log: recordingLog() };
  const parts = { incidents, identities, sealer, counter, now: clock.now, centre: async () => data, ...unheard };
  const pseudonymOf = memoryPseudonyms();
  const taking = (match: typeof nothingMatches) => {
    const take = registerMessage({ ...parts, match });
    return async (signal: Signal) =>
      take({ schemaVersion: 2, signal: await sealSignal({ sealer, pseudonymOf }, signal) });
  };
  const register = taking(async ({ id }) => (id === first.id ? { similar: [] } : { join: [first.id], similar: [] }));
  const hear = registerMessage({ ...parts, match: nothingMatches });
  const existence = (signal: Signal, change: "deleted" | "restored", mark: string) => {
    const { id: signalId, centre, channel, source } = signal;
    return hear({ schemaVersion: 3, existence: { signalId, centre, channel, source, change, mark, at: MONDAY_NOON } });
  };
  const alone = taking(nothingMatches);
  const citizens = answerRequest({ ...parts, dialogueSealer: sealer, pseudonymOf });
  const ask = (verb: string, body: unknown) =>
    citizens(apiRequest(`POST /api/citizens/${verb}`, { body, as: staff("administrator") }), () => true);
  await register(first);
  return { ...api, first, register, alone, taking, existence, ask };
};

const second = fixtureSignal({
  channel: "max",
  externalId: "m-2",
  text: "И у нас на Советской яма",
  author: { id: "7700411" },
  receivedAt: MONDAY_NOON + 60_000,
  wording: "second",
});

describe("a signal of a matter that somebody has written of before", () => {
  test("joins its incident, once however often it comes, and is shown with the first", async () => {
    const { register, incidents, first, read, list, counter } = await openRoom();
    expect(await register(second)).toEqual({ kind: "joined", incidentId: first.id });
    expect(await register(second)).toEqual({ kind: "repeated", incidentId: first.id });
    expect(counter.total(Metric.SignalJoined)).toBe(1);
    expect(await incidents.read(first.id)).toMatchObject({
      version: 2,
      signalCount: 2,
      joined: [{ id: second.id, channel: "max" }],
      history: [{ what: "opened" }, { what: "joined", signalId: second.id, channel: "max", moved: [] }],
    });
    for (const q of [second.id, second.externalId, first.externalId])
      expect(JSON.parse((await list({ q })).body ?? "").items).toMatchObject([{ id: first.id, signalCount: 2 }]);
    for (const id of [first.id, second.id]) {
      const shown = incidentDetail.parse(JSON.parse((await read(id)).body ?? ""));
      expect(shown).toMatchObject({
        id: first.id,
        signalCount: 2,
        signals: [{ id: first.id }, { id: second.id, text: second.text, channel: "max" }],
      });
    }
  });

  test("keeps the earliest deadline: its own, when it was received before the others and came late", async () => {
    const { register, incidents, first, clocks } = await openRoom();
    const [before] = (await incidents.read(first.id))?.clocks ?? [];
    await register({ ...second, receivedAt: MONDAY_NOON - 3_600_000 });
    const incident = await incidents.read(first.id);
    const dueAt = (before?.dueAt ?? 0) - 3_600_000;
    expect(incident?.clocks[0]).toMatchObject({ kind: "reaction", dueAt, version: 2 });
    expect(incident?.history.at(-1)).toMatchObject({ moved: [{ clock: "reaction", to: dueAt }, { clock: "answer" }] });
    expect(JSON.parse((await clocks(first.id)).body ?? "").clocks[0].legs.at(-1)).toMatchObject({ why: "joined" });
  });

  test("brings a deadline that holds back none that is earlier", async () => {
    const { register, incidents, first, command, clocks } = await openRoom();
    await register({ ...second, receivedAt: MONDAY_NOON - 3_600_000 });
    await command(first.id, "triage", { ifMatch: '"2"', body: { urgent: true } });
    const [, answer] = (await incidents.read(first.id))?.clocks ?? [];
    expect(answer).toMatchObject({ norm: "4wh", dueAt: MONDAY_NOON + 4 * 3_600_000 });
    const [, explained] = JSON.parse((await clocks(first.id)).body ?? "").clocks;
    expect(explained.legs).toMatchObject([{ cause: "norm", duration: "4wh", to: explained.dueAt }]);
  });

  test("makes it urgent, under that norm, and alerts when it is the first to tell of danger, and then only", async () => {
    const { register, incidents, first } = await openRoom();
    const before = await incidents.read(first.id);
    await register({ ...second, text: "Там пахнет газом!" });
    const raised = await incidents.read(first.id);
    expect(raised).toMatchObject({ urgent: true, understood: { danger: true, urgentBy: ["gas"] } });
    expect(raised?.clocks[1]?.startedAt).toBe(before?.clocks[1]?.startedAt);
    expect(raised?.clocks[1]?.dueAt).toBeLessThan(before?.clocks[1]?.dueAt ?? 0);
    await register({ ...second, externalId: "m-3", id: "m-3", wording: "third", text: "Пахнет газом" });
    const last = await incidents.read(first.id);
    const events = last === undefined ? [] : incidentEvents(last, 1);
    expect(last?.history.map(({ what, signalId }) => [what, signalId])).toEqual([
      ["opened", undefined],
      ["joined", second.id],
      ["raised", second.id],
      ["joined", "m-3"],
    ]);
    expect(events.filter(({ data }) => "danger" in data)).toMatchObject([
      { type: "IncidentChanged", data: { what: "raised", version: 2, danger: true } },
    ]);
    expect(new Set(events.map(({ id }) => id)).size).toBe(events.length);
  });

  test("makes it urgent when it is merged into it, under that norm, and alerts nobody a second time", async () => {
    const { alone, command, incidents, first } = await openRoom();
    const gas = fixtureSignal({ externalId: "wall_9", text: "В подъезде пахнет газом" });
    await alone(gas);
    const before = await incidents.read(gas.id);
    expect((await command(gas.id, "merge", { ifMatch: '"1"', body: { into: first.id } })).statusCode).toBe(200);
    const merged = await incidents.read(first.id);
    expect(merged).toMatchObject({ urgent: true, understood: { danger: true, urgentBy: ["gas"] } });
    expect(merged?.clocks[1]).toMatchObject({ norm: before?.clocks[1]?.norm, dueAt: before?.clocks[1]?.dueAt });
    expect(merged?.history.slice(1)).toMatchObject([{ what: "joined", signalId: gas.id }, { what: "raised" }]);
    const events = merged === undefined ? [] : incidentEvents(merged, 1);
    expect(events.filter(({ data }) => "danger" in data)).toEqual([]);
  });

  test("alerts when a later wording tells of danger, and is not made urgent again by words that an operator found harmless", async () => {
    const { register, incidents, first, command } = await openRoom();
    const reword = (text: string, wording: string, after: number) =>
      register({ ...first, text, wording, wordedAt: MONDAY_NOON + after });
    await reword("Яма, и пахнет газом", "b", 1);
    expect((await incidents.read(first.id))?.history.slice(-2)).toMatchObject([
      { what: "revised", version: 2 },
      { what: "raised", version: 2, danger: true },
    ]);
    await command(first.id, "triage", { ifMatch: '"2"', body: { urgent: false } });
    await reword("Яма, и сильно пахнет газом", "c", 2);
    expect(await incidents.read(first.id)).toMatchObject({ urgent: false, version: 4 });
    await reword("Ямы нет", "a", 0);
    expect(await incidents.read(first.id)).toMatchObject({ urgent: false, version: 5 });
  });

  test("makes it urgent, once, when so many citizens have written of it as the centre says", async () => {
    const sound = fixtureCentre();
    const { register, incidents, first, read } = await openRoom({
      ...sound,
      urgency: { ...sound.urgency, resonance: { reporters: 3 } },
    });
    const write = (n: number, author: string) =>
      register({
        ...second,
        id: `m-${n}`,
        externalId: `m-${n}`,
        author: { id: author },
        reach: { views: 20, likes: 1 },
      });
    await write(1, "a");
    await write(2, "a");
    expect(await incidents.read(first.id)).toMatchObject({ urgent: false, signalCount: 3 });
    await write(3, "b");
    await write(4, "c");
    const shown = incidentDetail.parse(JSON.parse((await read(first.id)).body ?? ""));
    expect(shown).toMatchObject({
      urgent: true,
      understood: { urgentBy: ["resonance"] },
      resonance: { reporters: 4, reach: 84 },
    });
    expect(shown.history.filter(({ what }) => what === "raised")).toMatchObject([{ signalId: "m-3" }]);
  });

  test("is revised, deleted and erased where it is, and its incident's history says of which signal", async () => {
    const { register, existence, incidents, first, ask, read } = await openRoom();
    await register(second);
    expect(await register({ ...second, text: "Две ямы", wording: "third", wordedAt: MONDAY_NOON + 1 })).toMatchObject({
      kind: "revised",
    });
    await existence(second, "deleted", "d1");
    const shown = incidentDetail.parse(JSON.parse((await read(first.id)).body ?? ""));
    expect(shown.signals[1]).toMatchObject({ text: "Две ямы", revision: 1, deleted: true });
    expect(shown.history.slice(-2)).toMatchObject([
      { what: "revised", signalId: second.id },
      { what: "deleted", signalId: second.id },
    ]);
    const request = { channel: "max", source: "123", author: "7700411" };
    const exported = JSON.parse((await ask("export", request)).body ?? "");
    expect(exported.signals).toMatchObject([{ id: second.id, incidentId: first.id, text: "Две ямы" }]);
    expect(JSON.parse((await ask("erase", request)).body ?? "")).toMatchObject({ erased: 1, remaining: 0 });
    const erased = [await incidents.find(second.id), await incidents.read(first.id)];
    expect(JSON.stringify(erased)).not.toMatch(/Две ямы|m-2/);
    expect(erased[1]).toMatchObject({ signal: { text: first.text }, joined: [{ id: second.id, erased: true }] });
    expect(await register({ ...second, text: "Снова", wording: "later", wordedAt: MONDAY_NOON + 9 })).toMatchObject({
      kind: "repeated",
    });
  });

  test.each([
    ["assign", { authority: "administration" }, 2],
    ["answer", { text: "Засыпали" }, 2],
    ["split", { signals: [second.id], why: "Не о том" }, 1],
  ])(
    "stays with its incident when the table is away after %s was done: the answer says so",
    async (name, body, shown) => {
      const { register, incidents, first, command, table } = await openRoom();
      await register(second);
      const before = { ...table };
      const away = () => Object.assign(table, { read: () => Promise.reject(new Error("The table is away.")) });
      Object.assign(table, {
        write: (...asked: Parameters<typeof table.write>) => before.write(...asked).finally(away),
        writeAll: (...asked: Parameters<typeof table.writeAll>) => before.writeAll(...asked).finally(away),
      });
      const answer = await command(first.id, name, { ifMatch: '"2"', body });
      Object.assign(table, before);
      expect(answer).toMatchObject({ statusCode: 200, headers: { etag: '"3"' } });
      expect(incidentDetail.parse(JSON.parse(answer.body ?? "")).signals).toHaveLength(shown);
      expect(await incidents.read(first.id)).toMatchObject({ version: 3 });
    },
  );

  test("joins as deleted when it was deleted before it came", async () => {
    const { register, existence, incidents, first } = await openRoom();
    await existence(second, "deleted", "d1");
    expect(await register(second)).toMatchObject({ kind: "joined" });
    expect((await incidents.read(first.id))?.history.slice(-2)).toMatchObject([
      { what: "joined", version: 2 },
      { what: "deleted", signalId: second.id, version: 2 },
    ]);
  });

  test("opens an incident of its own when the other is answered, or has as many signals as it takes", async () => {
    const { register, first, command, incidents } = await openRoom();
    for (let place = 0; place < MOST_JOINED; place += 1)
      await register({ ...fixtureSignal({ externalId: `n-${place}` }) });
    expect((await incidents.read(first.id))?.signalCount).toBe(1 + MOST_JOINED);
    expect(await register(second)).toMatchObject({ kind: "opened", incidentId: second.id });
    const { version } = (await incidents.read(first.id)) ?? {};
    await command(first.id, "answer", { ifMatch: `"${version}"`, body: { text: "Засыпали" } });
    expect((await incidents.read(first.id))?.replies[0]?.deliveries).toHaveLength(1 + MOST_JOINED);
    expect(await register(fixtureSignal({ externalId: "later" }))).toMatchObject({ kind: "opened" });
  });

  test("opens an incident of its own after an interim answer, which its citizen has not had", async () => {
    const { register, incidents, first } = await openRoom();
    const incident = await incidents.read(first.id);
    if (incident === undefined) throw new Error("The first signal opened nothing.");
    await incidents.replace({ ...incident, version: 2, state: "interim-answered" });
    expect(await register(second)).toMatchObject({ kind: "opened", incidentId: second.id });
  });

  test("that is divided gives each part to whoever answers what the part is about", async () => {
    const { alone, command, incidents } = await openRoom();
    const both = fixtureSignal({ externalId: "wall_8", text: "Яма у дома. А в подъезде пахнет газом" });
    await alone(both);
    const whole = await incidents.read(both.id);
    await command(both.id, "divide", { ifMatch: '"1"', body: { text: "А в подъезде пахнет газом" } });
    await command(both.id, "divide", { ifMatch: '"2"', body: { text: "А что-то ещё" } });
    const after = await incidents.read(both.id);
    const [gas, more] = await Promise.all((after?.signal.dividedInto ?? []).map((id) => incidents.read(id)));
    expect(whole).toMatchObject({ topic: "pothole", authority: "road-service" });
    expect(gas).toMatchObject({ topic: "gas-leak", group: "housing", authority: "administration", urgent: true });
    expect(gas?.understood).toMatchObject({ told: { topic: "gas-leak", words: ["газ"] }, danger: true });
    expect(more).toMatchObject({ topic: whole?.topic, authority: whole?.authority, urgent: whole?.urgent });
  });

  test("is erased in every copy that was made of it, and where its incident was merged", async () => {
    const { alone, ask, command, first, incidents } = await openRoom();
    const theirs = fixtureSignal({ externalId: "wall_9", text: "Две беды: яма и фонарь", author: { id: "7700411" } });
    await alone(theirs);
    await command(theirs.id, "divide", { ifMatch: '"1"', body: { text: "Беда с фонарём" } });
    await command(theirs.id, "merge", { ifMatch: '"2"', body: { into: first.id } });
    const [copy = ""] = (await incidents.read(theirs.id))?.signal.dividedInto ?? [];
    const answer = await ask("erase", { channel: "vk", source: "123", author: "7700411" });
    expect(JSON.parse(answer.body ?? "")).toMatchObject({ erased: 2, remaining: 0 });
    const left = await Promise.all([copy, theirs.id, first.id].map((id) => incidents.read(id)));
    expect(JSON.stringify(left)).not.toMatch(/[Бб]ед|wall_9/);
    expect(left.map((incident) => incident?.history.at(-1)?.what)).toEqual(["erased", "erased", "erased"]);
  });

  test("is erased, too, in copies that were made of a copy", async () => {
    const { alone, ask, command, incidents } = await openRoom();
    const theirs = fixtureSignal({
      externalId: "wall_10",
      text: "Три беды: яма, фонарь и кот",
      author: { id: "7700412" },
    });
    await alone(theirs);
    await command(theirs.id, "divide", { ifMatch: '"1"', body: { text: "Беды с фонарём и котом" } });
    const [copy = ""] = (await incidents.read(theirs.id))?.signal.dividedInto ?? [];
    await command(copy, "divide", { ifMatch: '"1"', body: { text: "Беда с котом" } });
    const [ofCopy = ""] = (await incidents.read(copy))?.signal.dividedInto ?? [];
    const answer = await ask("erase", { channel: "vk", source: "123", author: "7700412" });
    expect(JSON.parse(answer.body ?? "")).toMatchObject({ erased: 3, remaining: 0 });
    const left = await Promise.all([ofCopy, copy, theirs.id].map((id) => incidents.read(id)));
    expect(JSON.stringify(left)).not.toMatch(/[Бб]ед|wall_10/);
  });
});

test("a signal joins nothing by itself that is each citizen's own, of whatever group it seems to be", async () => {
  const data = fixtureCentre();
  const usual = await openRoom(data);
  const { group } = (await usual.incidents.read(usual.first.id)) ?? {};
  const { register } = await openRoom({ ...data, matters: { ...data.matters, personal: [group ?? ""] } });
  expect(await register(second)).toEqual({ kind: "opened", incidentId: second.id });
  expect(await register(second)).toEqual({ kind: "repeated", incidentId: second.id });
});

test("a signal joins the next likeliest where the likeliest takes no more", async () => {
  const { incidents, first, alone, taking } = await openRoom();
  const closed = fixtureSignal({ externalId: "closed" });
  await alone(closed);
  const incident = await incidents.read(closed.id);
  if (incident === undefined) throw new Error("It was not opened.");
  await incidents.replace({ ...incident, version: incident.version + 1, state: "closed" });
  const register = taking(async () => ({ join: ["gone", closed.id, first.id], similar: [] }));
  expect(await register(second)).toEqual({ kind: "joined", incidentId: first.id });
});
