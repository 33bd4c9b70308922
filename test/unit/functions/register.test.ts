import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import { nothingMatches } from "../../../functions/register/match.ts";
import { registerSignal } from "../../../functions/register/register-signal.ts";
import { maxSignalId } from "../../../shared/channels/max/signals.ts";
import { Metric } from "../../../shared/contracts/metrics.ts";
import type { Centre } from "../../../shared/domain/centre/centre.ts";
import { decide } from "../../../shared/domain/incident/decide.ts";
import { Rejection } from "../../../shared/domain/signal/rejection.ts";
import type { Signal } from "../../../shared/domain/signal/signal.ts";
import { cachedCentres, UnknownCentre } from "../../../shared/platform/centre-data.ts";
import { openIdentity } from "../../../shared/platform/sealed-identity.ts";
import { sealSignal } from "../../../shared/platform/sealed-signal.ts";
import { envelopeSealer } from "../../../shared/platform/sealing.ts";
import { exampleCentre } from "../../../shared/reference/example-centre.ts";
import { packSketch } from "../../../shared/understanding/same-matter/pack.ts";
import { sketchOf } from "../../../shared/understanding/same-matter/sketch.ts";
import { handClock } from "../../doubles/hand-clock.ts";
import { memoryCentres } from "../../doubles/memory-centres.ts";
import { memoryIdentities } from "../../doubles/memory-identities.ts";
import { memoryIncidents } from "../../doubles/memory-incidents.ts";
import { memoryKeys, memoryPseudonyms } from "../../doubles/memory-keys.ts";
import { memoryTable } from "../../doubles/memory-table.ts";
import { recordingCounter } from "../../doubles/recording-counter.ts";
import { fixtureCentre, fixtureSignal, MONDAY_NOON } from "../../fixtures/centre.ts";
import { openIntake } from "../../fixtures/intake.ts";

const openRegister = (centre: (id: string) => Promise<Centre> = async () => fixtureCentre()) => {
  const clock = handClock();
  const table = memoryTable();
  const incidents = memoryIncidents(table);
  const identities = memoryIdentities();
  const counter = recordingCounter();
  const sealer = envelopeSealer(memoryKeys(), clock.now);
  const pseudonymOf = memoryPseudonyms();
  const work = registerSignal({
    incidents,
    identities,
    sealer,
    centre,
    match: nothingMatches,
    now: clock.now,
    counter,
  });
  const register = async (signal: Signal) => work(await sealSignal({ sealer, pseudonymOf }, signal));
  return { work, clock, table, incidents, identities, counter, sealer, pseudonymOf, register };
};

const wording = (index: number, text: string): Signal =>
  fixtureSignal({ text, wording: `w${index}`, wordedAt: MONDAY_NOON + index * 1_000 });

describe("a signal", () => {
  test("opens one incident, with its clocks counted from the moment it was received", async () => {
    const { clock, counter, incidents, register } = openRegister();
    const signal = fixtureSignal();
    clock.advance(4_500);
    expect(await register(signal)).toEqual({ kind: "opened", incidentId: signal.id });
    expect(await incidents.read(signal.id)).toMatchObject({
      version: 1,
      state: "new",
      topic: "pothole",
      authority: "road-service",
      clocks: [
        { kind: "reaction", dueAt: MONDAY_NOON + 3 * 3_600_000 },
        { kind: "answer", dueAt: Date.parse("2026-03-03T12:00:00+03:00") },
      ],
    });
    expect(counter.total(Metric.IncidentOpened)).toBe(1);
    expect(counter.values(Metric.RegistrationDelay)).toEqual([4.5]);
  });

  test("that comes again, even many times at once, changes nothing and is counted as a repeat", async () => {
    const { clock, counter, incidents, register } = openRegister();
    const copies = await Promise.all(Array.from({ length: 8 }, () => register(fixtureSignal())));
    clock.advance(86_400_000);
    copies.push(await register(fixtureSignal({ receivedAt: clock.now() })));
    expect(copies.filter(({ kind }) => kind === "opened")).toHaveLength(1);
    expect(counter.total(Metric.IncidentOpened)).toBe(1);
    expect(counter.total(Metric.SignalRepeated)).toBe(8);
    expect(await incidents.read(fixtureSignal().id)).toMatchObject({ version: 1, createdAt: MONDAY_NOON });
  });

  test("with coordinates is kept with the cell they lie in, and one without them with none", async () => {
    const { incidents, register } = openRegister();
    const place = { lat: 40.689167, lon: -74.044444 };
    const { incidentId } = await register(fixtureSignal({ place }));
    // The parent of the cell that https://h3geo.org/docs/quickstart gives for this point.
    expect(await incidents.read(incidentId)).toMatchObject({ cell: "892a1072b5bffff" });
    const other = await register(fixtureSignal({ externalId: "wall_2" }));
    expect(await incidents.read(other.incidentId)).not.toHaveProperty("cell");
  });

  test("that says thanks is kept, closed, and no clock runs for it", async () => {
    const { incidents, register } = openRegister();
    const { incidentId } = await register(fixtureSignal({ text: "Спасибо большое, дорогу починили!" }));
    expect(await incidents.read(incidentId)).toMatchObject({ state: "irrelevant", kind: "thanks", clocks: [] });
  });

  test("of a centre that has no data waits for it, and is not registered by another centre's", async () => {
    const clock = handClock();
    const centres = memoryCentres();
    const { incidents, register } = openRegister(cachedCentres(centres, clock.now));
    await expect(register(fixtureSignal({ centre: "fixture" }))).rejects.toThrow(UnknownCentre);
    expect(await incidents.read(fixtureSignal().id)).toBeUndefined();
    await centres.put(fixtureCentre());
    expect(await register(fixtureSignal({ centre: "fixture" }))).toMatchObject({ kind: "opened" });
  });
});

describe("a comment in a channel of MAX that names nobody", () => {
  const { author: _, ...nobodys } = fixtureSignal({ channel: "max", source: "bot" });
  const comment = { ...nobodys, id: maxSignalId({ name: "bot" }, "mid.citizens"), externalId: "mid.citizens" };
  const back = { ...nobodys, id: maxSignalId({ name: "bot" }, "mid.ours"), externalId: "mid.ours" };
  const thread = { kind: "comment", post: "mid.post", message: "mid.ours", answers: "mid.citizens" };

  const answered = async (text: string) => {
    const room = openRegister();
    await room.register(comment);
    const incident = await room.incidents.read(comment.id);
    if (incident === undefined) throw new Error("no incident was opened");
    const actor = { who: "operator-1", now: MONDAY_NOON, centre: fixtureCentre() };
    const decision = decide(incident, { name: "answer", text, replyId: "reply-1" }, actor);
    if (decision.kind !== "changed") throw new Error(decision.kind);
    await room.incidents.replace(decision.incident);
    return room;
  };

  test("is our own when it answers one with the words of our reply to it", async () => {
    const { register, counter } = await answered("Яму засыпали.");
    expect(await register({ ...back, text: "Яму засыпали.", thread })).toEqual({ kind: "own", incidentId: comment.id });
    expect(counter.total(Metric.SignalIgnored)).toBe(1);
  });

  test("is our own when it says a part of a long reply", async () => {
    const [begin, rest] = ["Мы засыпали яму. ".repeat(235).trim(), "Проверим её весной. ".repeat(20).trim()];
    const { register } = await answered(`${begin}\n\n${rest}`);
    for (const text of [begin, rest])
      expect(await register({ ...back, id: `own-${text.length}`, text, thread })).toMatchObject({ kind: "own" });
  });

  test.each([
    ["says something else", { text: "Спасибо", thread }],
    ["answers nothing of ours", { text: "Яму засыпали.", thread: { ...thread, answers: "mid.others" } }],
    ["answers nothing", { text: "Яму засыпали." }],
  ])("is somebody's when it %s", async (_, difference) => {
    const { register } = await answered("Яму засыпали.");
    expect(await register({ ...back, ...difference })).toMatchObject({ kind: "opened" });
  });
});

describe("who wrote a signal", () => {
  const author = { id: "7700411", name: "Клавдия Вымышленная", contact: "klavdia@example.org" };
  const citizen = { channel: "vk", source: "123" };

  test("is kept apart from it, sealed, under a pseudonym that stands in its place", async () => {
    const { identities, incidents, register, sealer, pseudonymOf } = openRegister();
    const { incidentId } = await register(fixtureSignal({ author }));
    const incident = await incidents.read(incidentId);
    const pseudonym = await pseudonymOf({ ...citizen, id: author.id });
    expect(incident?.signal.citizen).toBe(pseudonym);
    expect(JSON.stringify(incident)).not.toMatch(/7700411|Клавдия|klavdia/);
    const kept = await identities.read(pseudonym);
    expect(kept).toMatchObject({ signalIds: [incidentId], keptUntil: MONDAY_NOON + 365 * 86_400_000 });
    expect(await openIdentity(sealer, pseudonym, kept?.sealed ?? Buffer.from(""))).toEqual({
      ...author,
      ...citizen,
      centre: "fixture",
    });
  });

  test("is one citizen with all they wrote through a source, as told last", async () => {
    const { identities, register, sealer, pseudonymOf } = openRegister();
    const first = await register(fixtureSignal({ author }));
    const second = await register(fixtureSignal({ externalId: "wall_2", author: { ...author, name: "К. В." } }));
    await register(fixtureSignal({ externalId: "wall_3", author: { id: "another" } }));
    const pseudonym = await pseudonymOf({ ...citizen, id: author.id });
    const kept = await identities.read(pseudonym);
    expect(kept?.signalIds.toSorted()).toEqual([first.incidentId, second.incidentId].toSorted());
    expect(await openIdentity(sealer, pseudonym, kept?.sealed ?? Buffer.from(""))).toMatchObject({ name: "К. В." });
    expect(identities.size).toBe(2);
  });

  test("is kept before the incident is opened: neither is lost when keeping fails", async () => {
    const { identities, incidents, register } = openRegister();
    identities.failNext(new Error("the table is away"));
    await expect(register(fixtureSignal({ author }))).rejects.toThrow("the table is away");
    expect(await incidents.read(fixtureSignal().id)).toBeUndefined();
    expect(await register(fixtureSignal({ author }))).toMatchObject({ kind: "opened" });
    expect(identities.size).toBe(1);
  });

  test("is nobody when the message names nobody", async () => {
    const { identities, incidents, register } = openRegister();
    const { incidentId } = await register(fixtureSignal());
    expect((await incidents.read(incidentId))?.signal).not.toHaveProperty("citizen");
    expect(identities.size).toBe(0);
  });

  test("cannot be put in the place of another: a sealed part opens with its own signal alone", async () => {
    const { work, sealer, pseudonymOf } = openRegister();
    const [one, other] = await Promise.all(
      ["wall_1", "wall_2"].map((externalId) =>
        sealSignal({ sealer, pseudonymOf }, fixtureSignal({ externalId, author })),
      ),
    );
    if (one === undefined || other === undefined) throw new Error("Two were sealed.");
    await expect(work({ ...one, sealed: other.sealed })).rejects.toThrow(Rejection);
  });
});

describe("a centre's data", () => {
  test("is its own as soon as it is put, at the latest a minute after", async () => {
    const clock = handClock();
    const centres = memoryCentres();
    const read = cachedCentres(centres, clock.now);
    await centres.put(fixtureCentre());
    expect(await read("fixture")).toEqual(fixtureCentre());
    const renamed = { ...fixtureCentre(), centre: { ...fixtureCentre().centre, name: "Другое имя" } };
    await centres.put(renamed);
    clock.advance(60_000);
    expect(await read("fixture")).toEqual(renamed);
  });

  test("is the example's for the example's own centre alone, as long as nobody has put any", async () => {
    const read = cachedCentres(memoryCentres(), handClock().now);
    expect(await read(exampleCentre().centre.id)).toEqual(exampleCentre());
    await expect(read("unheard-of")).rejects.toThrow('The centre "unheard-of" has no data here');
  });

  test("that could not be read fails the message and is read anew for the next", async () => {
    const table = memoryTable();
    const read = cachedCentres(memoryCentres(table), handClock().now);
    table.failNext(new Error("the table is away"));
    const { id } = exampleCentre().centre;
    await expect(read(id)).rejects.toThrow("the table is away");
    expect((await read(id)).centre.id).toBe(id);
  });
});

describe("a revision", () => {
  test("is what later messages are compared with", async () => {
    const { incidents, register } = openRegister();
    const { incidentId } = await register(wording(1, "Яма на Советской, 12"));
    const before = await incidents.read(incidentId);
    await register(wording(2, "На Полевой, 14 не горят фонари"));
    const after = await incidents.read(incidentId);
    const { text, receivedAt } = fixtureSignal({ text: "На Полевой, 14 не горят фонари" });
    expect(after?.sketch).toBe(packSketch(sketchOf(text, fixtureSignal().place, receivedAt)));
    expect(after?.sketch).not.toBe(before?.sketch);
    await register(wording(1, "Яма на Советской, 12"));
    expect((await incidents.read(incidentId))?.sketch).toBe(after?.sketch);
  });

  test("replaces the text, keeps the clocks and leaves its trace", async () => {
    const { incidents, register } = openRegister();
    await register(wording(1, "Яма на Советской"));
    const before = await incidents.read(fixtureSignal().id);
    expect(await register(wording(2, "Яма на Советской, 14"))).toMatchObject({ kind: "revised" });
    expect(await incidents.read(fixtureSignal().id)).toMatchObject({
      version: 2,
      signal: { text: "Яма на Советской, 14" },
      clocks: before?.clocks,
      history: [{ what: "opened" }, { what: "revised", version: 2 }],
    });
  });

  test("is told once, and its copies and those of what it replaced change nothing", async () => {
    const { incidents, register } = openRegister();
    const [first, second] = [wording(1, "Яма"), wording(2, "Две ямы")];
    const kinds = [];
    for (const signal of [first, second, first, second, first]) kinds.push((await register(signal)).kind);
    expect(kinds).toEqual(["opened", "revised", "repeated", "repeated", "repeated"]);
    expect(await incidents.read(first.id)).toMatchObject({ version: 2, signal: { text: "Две ямы" } });
  });

  test("that lost to another change is tried again and then made", async () => {
    const { incidents, register } = openRegister();
    await register(wording(1, "Яма"));
    const revisions = [wording(2, "Две ямы"), wording(3, "Три ямы")];
    const outcomes = await Promise.allSettled(revisions.map((each) => register(each)));
    expect(outcomes.map(({ status }) => status).toSorted()).toEqual(["fulfilled", "rejected"]);
    for (const each of revisions) await register(each);
    expect(await incidents.read(fixtureSignal().id)).toMatchObject({ signal: { text: "Три ямы" } });
  });

  test("leaves the latest wording, in whatever order and however often the wordings come", async () => {
    const texts = fc.array(fc.constantFrom("Яма", "Две ямы", "Три ямы"), { minLength: 1, maxLength: 5 });
    const arrivals = texts
      .map((each) => each.map((text, index) => wording(index, text)))
      .chain((wordings) =>
        fc
          .array(fc.constantFrom(...wordings), { maxLength: 6 })
          .chain((copies) =>
            fc
              .shuffledSubarray([...wordings, ...copies], { minLength: wordings.length + copies.length })
              .map((order) => ({ order, latest: wordings.at(-1)?.text })),
          ),
      );
    await fc.assert(
      fc.asyncProperty(arrivals, async ({ order, latest }) => {
        const { incidents, register } = openRegister();
        for (const signal of order) await register(signal);
        const incident = await incidents.read(fixtureSignal().id);
        expect(incident?.signal.text).toBe(latest);
        expect(incident?.history.filter(({ what }) => what === "opened")).toHaveLength(1);
        // As many changes as were told of: a copy makes none.
        const version = incident?.version ?? 0;
        for (const signal of order) expect((await register(signal)).kind).toBe("repeated");
        expect((await incidents.read(fixtureSignal().id))?.version).toBe(version);
      }),
      { numRuns: 100 },
    );
  });

  test("that a partner sends in the same millisecond under a new key is made", async () => {
    const intake = openIntake();
    const { incidents, register } = openRegister();
    await intake.post({ text: "Яма", externalId: "17" }, "key-1");
    await intake.post({ text: "Две ямы", externalId: "17" }, "key-2");
    const kinds = [];
    const queued = await intake.queued();
    for (const signal of [...queued, ...queued]) kinds.push((await register(signal)).kind);
    expect(kinds).toEqual(["opened", "revised", "repeated", "repeated"]);
    expect((await incidents.read(queued[0]?.id ?? ""))?.signal.text).toBe("Две ямы");
  });
});
