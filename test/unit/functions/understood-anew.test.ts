import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import { nothingMatches } from "../../../functions/register/match.ts";
import { registerSignal } from "../../../functions/register/register-signal.ts";
import { incidentEvents } from "../../../shared/contracts/events-of.ts";
import type { Signal } from "../../../shared/domain/signal/signal.ts";
import { HOUR } from "../../../shared/domain/time/instant.ts";
import { sealSignal } from "../../../shared/platform/sealed-signal.ts";
import { memoryPseudonyms } from "../../doubles/memory-keys.ts";
import { openApiRoom } from "../../fixtures/api.ts";
import { fixtureCentre, fixtureSignal, MONDAY_NOON, openedBy } from "../../fixtures/centre.ts";

const { id } = fixtureSignal();

const openRoom = () => {
  const room = openApiRoom();
  const { incidents, identities, sealer, clock, counter } = room;
  const sealing = { sealer, pseudonymOf: memoryPseudonyms() };
  const parts = { incidents, identities, sealer, counter, now: clock.now, centre: async () => fixtureCentre() };
  const takeAlone = registerSignal({ ...parts, match: nothingMatches });
  const takeJoined = registerSignal({ ...parts, match: async () => ({ join: [id], similar: [] }) });
  return {
    ...room,
    register: async (signal: Signal) => takeAlone(await sealSignal(sealing, signal)),
    join: async (signal: Signal) => takeJoined(await sealSignal(sealing, signal)),
  };
};

const piece = (place: number, text: string): Signal =>
  fixtureSignal({
    text,
    part: String(place),
    wording: `${place}:written`,
    attachments: [{ kind: "photo", id: `p${place}` }],
  });
const wording = (index: number, text: string, more: Partial<Signal> = {}): Signal =>
  fixtureSignal({ text, wording: `w${index}`, wordedAt: MONDAY_NOON + index * 1_000, ...more });

/** What an incident was taken for. */
const taken = async ({ incidents }: ReturnType<typeof openRoom>) => {
  const incident = await incidents.read(id);
  if (incident === undefined) throw new Error("no incident");
  const { kind, state, group, topic, territory, authority, urgent, clocks, understood = {} } = incident;
  const deadlines = clocks
    .filter(({ stage }) => stage !== "cancelled")
    .map(({ kind: clock, norm, dueAt }) => [clock, norm, dueAt]);
  return { kind, state, group, topic, territory, authority, urgent, deadlines, understood };
};
/** What it would have been taken for, had its message come so. */
const takenAtOnce = async (text: string) => {
  const room = openRoom();
  await room.register(fixtureSignal({ text }));
  return taken(room);
};

const texts = [
  "Огромная яма на дороге",
  "Пахнет газом в подъезде!",
  "Яма в Заречном",
  "Спасибо за ремонт!",
  "Здравствуйте",
];

describe("an album", () => {
  test.each(texts)("is understood by its words, whichever of its pieces brings them: %s", async (text) => {
    const atOnce = await takenAtOnce(text);
    await fc.assert(
      fc.asyncProperty(fc.shuffledSubarray([1, 2, 3], { minLength: 3 }), async (order) => {
        const room = openRoom();
        for (const place of order) await room.register(piece(place, place === 2 ? text : ""));
        expect(await taken(room)).toEqual(atOnce);
      }),
      { numRuns: 6 },
    );
  });
});

describe("a message whose citizen rewords it", () => {
  test("is understood by its new words as long as nobody has dealt with it, and its history says so", async () => {
    const room = openRoom();
    await room.register(wording(1, "Здравствуйте, у меня вопрос"));
    expect((await taken(room)).topic).toBe("other");
    await room.register(wording(2, "Яма в Заречном"));
    expect(await taken(room)).toEqual(await takenAtOnce("Яма в Заречном"));
    const incident = await room.incidents.read(id);
    expect(incident?.history.map(({ what, version }) => [what, version])).toEqual([
      ["opened", 1],
      ["revised", 2],
      ["understood", 2],
    ]);
    const events = incident === undefined ? [] : incidentEvents(incident, 1);
    expect(events).toMatchObject([
      { type: "IncidentChanged", data: { what: "revised", topic: "pothole" } },
      { type: "IncidentChanged", data: { what: "understood", territory: "river" } },
    ]);
    expect(new Set(events.map((each) => each.id)).size).toBe(2);
  });

  test("keeps the topic, the place and the executor that people have given it", async () => {
    const room = openRoom();
    await room.register(wording(1, "Здравствуйте, у меня вопрос"));
    await room.command(id, "triage", { ifMatch: '"1"', body: { topic: "gas-leak" } });
    const before = await taken(room);
    await room.register(wording(2, "Яма в Заречном"));
    expect(await taken(room)).toEqual(before);
    const { history = [] } = (await room.incidents.read(id)) ?? {};
    expect(history.map(({ what }) => what)).toEqual(["opened", "triaged", "revised"]);
  });

  test("is not found harmless again, nor closed, by words that it is given later", async () => {
    const room = openRoom();
    await room.register(wording(1, "Пахнет газом в подъезде!"));
    await room.register(wording(2, "Спасибо за ремонт!"));
    expect(await taken(room)).toMatchObject({ state: "new", urgent: true, understood: { danger: true } });
  });

  test("is dealt with when its thanks have become a complaint, from then on", async () => {
    const room = openRoom();
    await room.register(wording(1, "Спасибо за ремонт!"));
    expect(await taken(room)).toMatchObject({ kind: "thanks", state: "irrelevant", deadlines: [] });
    await room.register(wording(2, "Яма на дороге", { receivedAt: MONDAY_NOON + HOUR }));
    const later = openedBy(fixtureSignal({ text: "Яма на дороге", receivedAt: MONDAY_NOON + HOUR }), fixtureCentre());
    expect(await taken(room)).toMatchObject({
      state: "new",
      topic: "pothole",
      deadlines: later.clocks.map(({ kind, norm, dueAt }) => [kind, norm, dueAt]),
    });
    expect((await room.incidents.read(id))?.keptUntil).toBeUndefined();
  });

  test("leaves a matter that others have joined what it is", async () => {
    const room = openRoom();
    await room.register(wording(1, "Яма на дороге"));
    await room.join(fixtureSignal({ id: "m-2", externalId: "m-2", text: "И у нас яма", wording: "second" }));
    await room.register(wording(2, "Пора красить лавочки в Заречном"));
    expect(await taken(room)).toMatchObject({ topic: "pothole", territory: "central" });
  });
});
