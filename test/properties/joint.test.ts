import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import { type IncidentDetail, incidentClocks, incidentDetail } from "../../shared/contracts/api.ts";
import type { Centre } from "../../shared/domain/centre/centre.ts";
import { isOver } from "../../shared/domain/clock/clock.ts";
import { stageEventId } from "../../shared/domain/ids.ts";
import { claimStages } from "../../shared/domain/incident/claim-stages.ts";
import type { Held } from "../../shared/domain/incident/held.ts";
import type { Incident } from "../../shared/domain/incident/incident.ts";
import { joinSignal } from "../../shared/domain/incident/join-incident.ts";
import { DAY, iso } from "../../shared/domain/time/instant.ts";
import type { HttpAnswer } from "../../shared/platform/http.ts";
import { openApiRoom, staff } from "../fixtures/api.ts";
import { fixtureCentre, fixtureIncident, fixtureSignal, MONDAY_NOON } from "../fixtures/centre.ts";

const MINUTE = 60_000;

/** The n-th of several incidents: each later than the one before. */
const nth = (n: number): Incident => {
  const at = MONDAY_NOON - (9 - n) * MINUTE;
  const signal = fixtureSignal({ externalId: `wall_${n}`, sentAt: at, receivedAt: at, wordedAt: at });
  return fixtureIncident({ id: signal.id, createdAt: at, signal });
};

const openRoom = async (count: number, data: Centre = fixtureCentre()) => {
  const api = openApiRoom(() => data);
  const { incidents } = api;
  const ids = Array.from({ length: count }, (_, n) => nth(n).id);
  for (let n = 0; n < count; n += 1) await incidents.open(nth(n));
  const commandAt = (version: number, id: string, name: string, body: unknown) =>
    api.command(id, name, { body, ifMatch: `"${version}"`, as: staff("supervisor") });
  const command = async (id: string, name: string, body: unknown) =>
    commandAt((await incidents.read(id))?.version ?? 0, id, name, body);
  /** A signal that joins by itself, as register would have it. */
  const join = async (into: string, n: number): Promise<string> => {
    const opened = nth(n);
    const incident = await incidents.read(into);
    const writes = incident && joinSignal(incident, opened, { centre: fixtureCentre(), now: api.clock.now() });
    if (writes === undefined) return "";
    expect(await incidents.together(writes)).toBe("written");
    return opened.id;
  };
  return { ...api, ids, command, commandAt, join };
};

type Room = Awaited<ReturnType<typeof openRoom>>;

const heldOf = async ({ incidents }: Room, ids: readonly string[]): Promise<readonly Held[]> =>
  (await Promise.all(ids.map((id) => incidents.find(id)))).filter((held) => held !== undefined);

/** Every signal is in one incident that is not merged, which knows it; and nothing knows a signal that is not its own. */
const expectOneHomeEach = async (room: Room, signals: readonly string[]): Promise<void> => {
  const held = await heldOf(room, signals);
  expect(held).toHaveLength(signals.length);
  const standing = held.flatMap((each) =>
    each.kind === "incident" && each.incident.merged === undefined ? [each.incident] : [],
  );
  const claimed = standing.flatMap(({ id, joined = [] }) => [id, ...joined.map((entry) => entry.id)]);
  expect(claimed.toSorted()).toEqual([...signals].toSorted());
  for (const each of held) {
    const into =
      each.kind === "joined" ? each.joined.incidentId : each.kind === "incident" ? each.incident.merged?.into : "";
    if (into === undefined) continue;
    const id = each.kind === "joined" ? each.joined.signal.id : each.kind === "incident" ? each.incident.id : "";
    expect(standing.find((incident) => incident.id === into)?.joined?.some((entry) => entry.id === id)).toBe(true);
  }
  for (const { signalCount, joined = [], clocks, createdAt } of standing) {
    expect(signalCount).toBe(1 + joined.length);
    const earliest = Math.min(createdAt, ...joined.map(({ receivedAt }) => receivedAt));
    // All have one norm: who was received first is due first.
    for (const clock of clocks.filter((each) => !isOver(each) && each.kind === "reaction"))
      expect(clock.dueAt).toBe(earliest + 180 * MINUTE);
  }
};

const detailIn = ({ statusCode, body }: HttpAnswer): IncidentDetail => {
  expect(statusCode).toBe(200);
  return incidentDetail.parse(JSON.parse(body ?? ""));
};

describe("incidents that are merged and split", () => {
  test("leave every signal in exactly one of them, due no later than the first of its company, after any steps", {
    timeout: 30_000,
  }, async () => {
    const index = fc.nat({ max: 8 });
    const step = fc.oneof(
      fc.record({ what: fc.constant("merge" as const), one: index, other: index }),
      fc.record({
        what: fc.constant("split" as const),
        one: index,
        some: fc.subarray([0, 1, 2, 3, 4], { minLength: 1 }),
      }),
      fc.record({ what: fc.constant("join" as const), one: index }),
    );
    await fc.assert(
      fc.asyncProperty(fc.array(step, { minLength: 1, maxLength: 12 }), async (steps) => {
        const room = await openRoom(4);
        const signals = [...room.ids];
        const pick = (n: number) => signals[n % signals.length] ?? "";
        for (const each of steps) {
          room.clock.advance(MINUTE);
          const id = pick(each.one);
          if (each.what === "merge") await room.command(id, "merge", { into: pick(each.other) });
          if (each.what === "join" && signals.length < 8) {
            const joined = await room.join(id, signals.length);
            if (joined !== "") signals.push(joined);
          }
          if (each.what === "split") {
            const joined = (await room.incidents.read(id))?.joined ?? [];
            const chosen = each.some.flatMap((place) => joined[place]?.id ?? []);
            if (chosen.length > 0) {
              const answer = await room.command(id, "split", { signals: chosen });
              expect(answer.statusCode).toBe(200);
            }
          }
          await expectOneHomeEach(room, signals);
        }
      }),
      { numRuns: 60 },
    );
  });

  test("are what they were when a merge is undone: state, clocks and company", async () => {
    const room = await openRoom(2);
    const [older = "", newer = ""] = room.ids;
    const mate = await room.join(older, 5);
    await room.command(older, "assign", { authority: "administration" });
    const before = [await room.incidents.read(older), await room.incidents.read(newer)];
    await room.command(older, "merge", { into: newer });
    const merged = await room.incidents.read(newer);
    expect(merged?.clocks[1]?.dueAt).toBe(before[0]?.clocks[1]?.dueAt);
    expect(await room.incidents.read(older)).toMatchObject({
      state: "closed",
      merged: { into: newer, state: "assigned" },
    });
    await room.command(newer, "split", { signals: [older, mate] });
    const after = [await room.incidents.read(older), await room.incidents.read(newer)];
    for (const [place, incident] of after.entries()) {
      const was = before[place];
      expect(incident).toMatchObject({ state: was?.state, signalCount: was?.signalCount });
      expect(incident?.joined).toEqual(was?.joined);
      expect(incident?.clocks.map(({ kind, dueAt, stage }) => ({ kind, dueAt, stage }))).toEqual(
        was?.clocks.map(({ kind, dueAt, stage }) => ({ kind, dueAt, stage })),
      );
      expect(incident).not.toHaveProperty("merged");
    }
  });

  test("give back with each message the deadline that it brought, through however many merges it came", async () => {
    const { norms, ...rest } = fixtureCentre();
    const appeals = { ...norms, norms: [...norms.norms, { clock: "statutory" as const, duration: "30d" }] };
    const room = await openRoom(4, { ...rest, norms: appeals });
    const [first = "", second = "", third = "", last = ""] = room.ids;
    await room.command(first, "appeal", { why: "Просит ответ по закону" });
    await room.command(second, "merge", { into: last });
    await room.command(first, "merge", { into: last });
    await room.command(last, "merge", { into: third });
    const dueOf = async (id: string) =>
      (await room.incidents.read(id))?.clocks.map(({ kind, dueAt }) => [kind, dueAt - MONDAY_NOON]);
    expect(await dueOf(third)).toContainEqual(["reaction", 172 * MINUTE]);
    expect(await dueOf(third)).toContainEqual(["statutory", expect.any(Number)]);
    await room.command(third, "split", { signals: [second, first] });
    expect((await dueOf(third))?.map(([kind]) => kind)).toEqual(["reaction", "answer"]);
    expect(await dueOf(third)).toContainEqual(["reaction", 173 * MINUTE]);
    await room.command(third, "split", { signals: [last] });
    expect(await dueOf(last)).toContainEqual(["reaction", 174 * MINUTE]);
  });

  test("explain a clock that was over before they parted by the deadline that it had", async () => {
    const room = await openRoom(2);
    const [older = "", newer = ""] = room.ids;
    await room.command(older, "merge", { into: newer });
    await room.command(newer, "assign", { authority: "administration" });
    await room.command(newer, "split", { signals: [older] });
    const { clocks } = incidentClocks.parse(JSON.parse((await room.clocks(newer)).body ?? ""));
    expect(clocks[0]).toMatchObject({ kind: "reaction", stage: "met" });
    for (const { dueAt, legs } of clocks) expect(legs.at(-1)?.to).toBe(dueAt);
  });

  test("owe an answer by its own deadline to whom the interim answer of the other never reached", async () => {
    const { norms, ...rest } = fixtureCentre();
    const final = { clock: "final", duration: "7wd" } as const;
    const room = await openRoom(2, { ...rest, norms: { ...norms, norms: [...norms.norms, final] } });
    const [older = "", newer = ""] = room.ids;
    const owed = (await room.incidents.read(newer))?.clocks.find(({ kind }) => kind === "answer");
    await room.command(older, "interim", { text: "Бригада выехала, ответим на неделе" });
    const merged = detailIn(await room.command(newer, "merge", { into: older, why: "Об одной яме" }));
    expect(merged.state).toBe("closed");
    const kept = detailIn(await room.read(older));
    const answer = kept.clocks.find(({ kind }) => kind === "answer");
    expect(answer).toMatchObject({ stage: "running", dueAt: iso(owed?.dueAt ?? 0) });
    expect(kept.clocks.find(({ kind }) => kind === "final")).toMatchObject({ stage: "running" });
    await room.command(older, "split", { signals: [newer] });
    const parted = detailIn(await room.read(older)).clocks.map(({ kind, stage }) => `${kind} ${stage}`);
    expect(parted).toEqual(["reaction met", "final running"]);
    expect(detailIn(await room.read(newer)).clocks[1]).toMatchObject({ kind: "answer", dueAt: answer?.dueAt });
  });

  test("announce each stage under an id of its own, also of a clock that came with one, went with it and comes again", async () => {
    const { norms, ...centre } = fixtureCentre();
    const final = { clock: "final", duration: "7wd" } as const;
    const room = await openRoom(2, { ...centre, norms: { ...norms, norms: [...norms.norms, final] } });
    const [one = "", other = ""] = room.ids;
    const claimAll = async (): Promise<void> => {
      const incident = await room.incidents.read(other);
      const claim = incident && claimStages(incident, room.clock.now());
      if (claim !== undefined) await room.incidents.replace(claim.incident);
    };
    await room.command(one, "interim", { text: "Бригада выехала, ответим на неделе" });
    await room.command(one, "merge", { into: other });
    room.clock.set(MONDAY_NOON + 20 * DAY);
    await claimAll();
    await room.command(other, "split", { signals: [one] });
    await room.command(other, "interim", { text: "Бригада выехала, ответим на неделе" });
    room.clock.set(MONDAY_NOON + 40 * DAY);
    await claimAll();
    const history = (await room.incidents.read(other))?.history ?? [];
    const told = history.flatMap((entry) => (entry.what === "stage" && entry.clock === "final" ? [entry] : []));
    expect(told).toHaveLength(10);
    expect(new Set(told.map((entry) => stageEventId(other, entry))).size).toBe(10);
  });

  test("say on both sides what was done, and raise nothing any more where they were merged", async () => {
    const room = await openRoom(2);
    const [one = "", other = ""] = room.ids;
    const merged = detailIn(await room.command(one, "merge", { into: other, why: "Об одной яме" }));
    expect(merged).toMatchObject({ state: "closed", mergedInto: other });
    expect(merged.clocks.every(({ stage }) => stage === "cancelled")).toBe(true);
    expect(merged.history.at(-1)).toMatchObject({ what: "merged", incidentId: other, why: "Об одной яме" });
    const kept = detailIn(await room.read(other));
    expect(kept.signals.map(({ id }) => id)).toEqual([other, one]);
    expect(kept.history.at(-1)).toMatchObject({ what: "joined", signalId: one, incidentId: one });
    expect((await room.command(one, "reopen", { why: "Нет" })).statusCode).toBe(409);
    expect((await room.command(one, "merge", { into: other })).statusCode).toBe(409);
    expect((await room.command(other, "merge", { into: other })).statusCode).toBe(409);
    expect((await room.command(other, "split", { signals: [other] })).statusCode).toBe(409);
    const split = detailIn(await room.command(other, "split", { signals: [one] }));
    expect(split.history.at(-1)).toMatchObject({ what: "split", incidentId: one });
    expect(detailIn(await room.read(one)).history.at(-1)).toMatchObject({ what: "split-off", incidentId: other });
  });

  test("are merged by whoever has read the version that is there, and by one of two at the same time", async () => {
    const room = await openRoom(3);
    const [one = "", other = "", third = ""] = room.ids;
    const stale = await room.commandAt(7, one, "merge", { into: other });
    expect(stale.statusCode).toBe(412);
    const both = await Promise.all([one, third].map((id) => room.command(id, "merge", { into: other })));
    expect(new Set(both.map(({ statusCode }) => statusCode))).toEqual(new Set([200, 412]));
    await expectOneHomeEach(room, room.ids);
  });

  test("live as long as what they went into", async () => {
    const room = await openRoom(2);
    const [one = "", other = ""] = room.ids;
    await room.command(one, "merge", { into: other });
    expect(await room.incidents.read(one)).not.toHaveProperty("keptUntil");
    await room.command(other, "close", { why: "Засыпали" });
    const until = (await room.incidents.read(other))?.keptUntil;
    expect(until).toBeGreaterThan(MONDAY_NOON);
    expect((await room.incidents.read(one))?.keptUntil).toBe(until);
    await room.command(other, "reopen", { why: "Снова яма" });
    expect(await room.incidents.read(one)).not.toHaveProperty("keptUntil");
  });
});

describe("a message with several matters", () => {
  test("becomes one more incident each time, which says whose copy it is", async () => {
    const room = await openRoom(1);
    const [id = ""] = room.ids;
    const divided = detailIn(await room.command(id, "divide", { text: "И фонарь не горит" }));
    const copy = divided.history.at(-1)?.incidentId ?? "";
    expect(detailIn(await room.read(copy))).toMatchObject({
      state: "new",
      signals: [{ text: "И фонарь не горит", channel: "vk" }],
      history: [{ what: "opened", incidentId: id }],
    });
    expect((await room.incidents.read(copy))?.signal.dividedFrom).toBe(id);
    const again = detailIn(await room.command(id, "divide", {}));
    expect(again.history.at(-1)?.incidentId).not.toBe(copy);
  });
});
