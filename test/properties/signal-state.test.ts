import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import { nothingMatches } from "../../functions/register/match.ts";
import { registerMessage } from "../../functions/register/register-message.ts";
import {
  EXISTENCE_MESSAGE_VERSION,
  SIGNAL_MESSAGE_VERSION,
  type SignalMessage,
} from "../../shared/contracts/signal-message.ts";
import { isDeleted } from "../../shared/domain/signal/existence.ts";
import type { Attachment, Signal } from "../../shared/domain/signal/signal.ts";
import { sealSignal } from "../../shared/platform/sealed-signal.ts";
import { envelopeSealer } from "../../shared/platform/sealing.ts";
import { handClock } from "../doubles/hand-clock.ts";
import { memoryBotChats } from "../doubles/memory-bot-chats.ts";
import { memoryIdentities } from "../doubles/memory-identities.ts";
import { memoryIncidents } from "../doubles/memory-incidents.ts";
import { memoryKeys, memoryPseudonyms } from "../doubles/memory-keys.ts";
import { recordingCounter } from "../doubles/recording-counter.ts";
import { recordingLog } from "../doubles/recording-log.ts";
import { fixtureCentre, fixtureSignal, MONDAY_NOON } from "../fixtures/centre.ts";

type Said = { readonly signal: Signal } | { readonly change: "deleted" | "restored"; readonly mark: string };

const { id, centre, channel, source } = fixtureSignal();

/** Register over memory, told whatever a platform says of one message. */
const openRoom = () => {
  const clock = handClock();
  const sealing = { sealer: envelopeSealer(memoryKeys(), clock.now), pseudonymOf: memoryPseudonyms() };
  const incidents = memoryIncidents();
  const counter = recordingCounter();
  const register = registerMessage({
    incidents,
    identities: memoryIdentities(),
    sealer: sealing.sealer,
    centre: async () => fixtureCentre(),
    match: nothingMatches,
    now: clock.now,
    counter,
    botChats: memoryBotChats(),
    log: recordingLog(),
  });
  const messageOf = async (said: Said): Promise<SignalMessage> =>
    "signal" in said
      ? { schemaVersion: SIGNAL_MESSAGE_VERSION, signal: await sealSignal(sealing, said.signal) }
      : {
          schemaVersion: EXISTENCE_MESSAGE_VERSION,
          existence: { signalId: id, centre, channel, source, change: said.change, mark: said.mark, at: MONDAY_NOON },
        };
  const hear = async (said: Said) => register(await messageOf(said));
  /** What anybody can tell of the message. */
  const state = async () => {
    const incident = await incidents.read(id);
    if (incident === undefined) return undefined;
    const { text, attachments, wordedAt, place, pastWordings = [] } = incident.signal;
    return { text, attachments, wordedAt, place, revision: pastWordings.length, deleted: isDeleted(incident.signal) };
  };
  return { incidents, hear, state };
};

const photo = (name: string): Attachment => ({ kind: "photo", id: name });

/** Each wording later than the one before, as a platform dates them. */
const edits: fc.Arbitrary<readonly Said[]> = fc
  .array(
    fc.record({
      text: fc.constantFrom("Яма", "Две ямы", ""),
      photos: fc.subarray(["p1", "p2"]),
      lat: fc.option(fc.constantFrom(52, 53), { nil: undefined }),
    }),
    { minLength: 1, maxLength: 5 },
  )
  .map((wordings) =>
    wordings.map(({ text, photos, lat }, number) => {
      const { place: _, ...written } = fixtureSignal({
        text,
        attachments: photos.map(photo),
        wording: `w${number}`,
        wordedAt: MONDAY_NOON + number,
      });
      return { signal: lat === undefined ? written : { ...written, place: { lat, lon: 39 } } };
    }),
  );

/** The pieces of an album, all of one moment, and edits of them; some have a text. */
const pieces: fc.Arbitrary<readonly Said[]> = fc
  .array(fc.record({ text: fc.constantFrom("", "Яма", "Две ямы"), later: fc.nat(2) }), { minLength: 1, maxLength: 4 })
  .map((texts) =>
    texts.map(({ text, later }, place) => ({
      signal: fixtureSignal({
        text,
        part: "album",
        attachments: [photo(`p${place}`)],
        wording: `w${place}`,
        // A piece without a text is worded by none: only texts are edited.
        wordedAt: text === "" ? MONDAY_NOON : MONDAY_NOON + later,
      }),
    })),
  );

const existences: fc.Arbitrary<readonly Said[]> = fc.uniqueArray(
  fc.record({ change: fc.constantFrom("deleted" as const, "restored" as const), mark: fc.constantFrom("a", "b", "c") }),
  { maxLength: 4, selector: ({ change, mark }) => change + mark },
);

/** Two orders of the same things, the second with copies among them. */
const twoOrders = fc.tuple(fc.oneof(edits, pieces), existences).chain(([wordings, changes]) => {
  const all = [...wordings, ...changes];
  return fc
    .array(fc.constantFrom(...all), { maxLength: 4 })
    .chain((copies) =>
      fc
        .shuffledSubarray([...all, ...copies], { minLength: all.length + copies.length })
        .map((other) => ({ all, other })),
    );
});

describe("a message that is edited, deleted and restored", () => {
  test("comes to one state, in whatever order and however often that is told", async () => {
    await fc.assert(
      fc.asyncProperty(twoOrders, async ({ all, other }) => {
        const [one, another] = [openRoom(), openRoom()];
        for (const said of all) await one.hear(said);
        for (const said of other) await another.hear(said);
        expect(await another.state()).toEqual(await one.state());
        const version = (await another.incidents.read(id))?.version;
        for (const said of other) expect(await another.hear(said)).toMatchObject({ kind: "repeated" });
        expect((await another.incidents.read(id))?.version).toBe(version);
      }),
      { numRuns: 200 },
    );
  });

  test("keeps its text and its clocks when it is deleted, and its history says so", async () => {
    const { hear, incidents } = openRoom();
    await hear({ signal: fixtureSignal() });
    const before = await incidents.read(id);
    expect(await hear({ change: "deleted", mark: "d1" })).toEqual({ kind: "noted" });
    const deleted = await incidents.read(id);
    expect(deleted).toMatchObject({ signal: { text: fixtureSignal().text }, clocks: before?.clocks });
    expect(deleted?.history.at(-1)).toMatchObject({ what: "deleted", version: 2, who: "otklik" });
    await hear({ change: "restored", mark: "r1" });
    expect((await incidents.read(id))?.history.at(-1)).toMatchObject({ what: "restored", version: 3 });
  });

  test("opens its incident as deleted when it comes after its deletion, and as it is when it was restored meanwhile", async () => {
    const { hear, incidents } = openRoom();
    expect(await hear({ change: "deleted", mark: "d1" })).toEqual({ kind: "awaited" });
    expect(await incidents.read(id)).toBeUndefined();
    expect(await hear({ signal: fixtureSignal() })).toEqual({ kind: "opened", incidentId: id });
    expect(await incidents.read(id)).toMatchObject({
      version: 1,
      state: "new",
      signal: { deletions: ["d1"] },
      history: [{ what: "opened" }, { what: "deleted", version: 1 }],
    });
    const restored = openRoom();
    await restored.hear({ change: "deleted", mark: "d1" });
    await restored.hear({ change: "restored", mark: "r1" });
    await restored.hear({ signal: fixtureSignal() });
    expect((await restored.incidents.read(id))?.history.map(({ what }) => what)).toEqual(["opened"]);
  });

  test("is one message when it comes in pieces: what came with each, and the text of the one that has it", async () => {
    const { hear, incidents } = openRoom();
    const piece = (place: number, text: string): Said => ({
      signal: fixtureSignal({ text, part: "album", attachments: [photo(`p${place}`)], wording: `w${place}` }),
    });
    for (const each of [piece(2, ""), piece(1, "Яма во дворе"), piece(3, "")]) await hear(each);
    expect((await incidents.read(id))?.signal).toMatchObject({
      text: "Яма во дворе",
      attachments: [photo("p1"), photo("p2"), photo("p3")],
    });
  });
});
