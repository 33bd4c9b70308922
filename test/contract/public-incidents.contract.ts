import { expect, it } from "vitest";
import { signalAt } from "../../shared/domain/incident/tell-signal.ts";
import type { Incidents, PublicIncidents } from "../../shared/store/ports.ts";
import { fixtureIncident, fixtureSignal, MONDAY_NOON } from "../fixtures/centre.ts";

const HOUR = 3_600_000;

const incidentOf = (number: number, shown: boolean, centre = "fixture") => ({
  ...fixtureIncident({
    signal: fixtureSignal({ externalId: `wall_${number}`, centre, receivedAt: MONDAY_NOON + number * HOUR }),
    createdAt: MONDAY_NOON + number * HOUR,
  }),
  ...(shown ? { public: true } : {}),
});

/** What every store of public incidents promises. `open` gives an empty one with small pages. */
export const publicIncidentsContract = (
  open: () => Promise<{ readonly incidents: Incidents; readonly publicIncidents: PublicIncidents }>,
): void => {
  const everything = async (publicIncidents: PublicIncidents, from: number, to: number) => {
    const seen: string[] = [];
    let cursor: string | undefined;
    do {
      const page = await publicIncidents.page({
        centre: "fixture",
        from,
        to,
        ...(cursor === undefined ? {} : { cursor }),
      });
      seen.push(...page.items.map((place) => signalAt(place).id));
      cursor = page.cursor;
    } while (cursor !== undefined);
    return seen;
  };

  it("shows what everyone may see of a centre and a range of time, newest first and each once, page by page", async () => {
    const { incidents, publicIncidents } = await open();
    const made = Array.from({ length: 14 }, (_, number) => incidentOf(number, number !== 5));
    for (const each of [...made, incidentOf(20, true, "second")]) await incidents.open(each);

    const seen = await everything(publicIncidents, MONDAY_NOON + HOUR, MONDAY_NOON + 12 * HOUR);

    const expected = made.filter((_, number) => number >= 1 && number <= 12 && number !== 5).toReversed();
    expect(seen).toEqual(expected.map(({ id }) => id));
  });

  it.each([
    ["that ends before it begins", MONDAY_NOON * 2, MONDAY_NOON],
    ["of long ago, whose moments are shorter numbers", 0, 90 * 24 * HOUR],
    ["between a shorter number and a longer one", 994_118_400_000, 1_001_894_400_000],
  ])("finds nothing in a range %s", async (_, from, to) => {
    const { incidents, publicIncidents } = await open();
    await incidents.open(incidentOf(1, true));
    expect(await everything(publicIncidents, from, to)).toEqual([]);
  });

  it("shows an incident no longer once it is taken back", async () => {
    const { incidents, publicIncidents } = await open();
    const shown = incidentOf(1, true);
    await incidents.open(shown);
    const { public: _, ...hidden } = shown;
    await incidents.replace({ ...hidden, version: 2 });
    expect(await everything(publicIncidents, 0, MONDAY_NOON * 2)).toEqual([]);
  });

  it("reads incidents by their ids, as they are, and passes over ids that are none", async () => {
    const { incidents, publicIncidents } = await open();
    const [one, other] = [incidentOf(1, true), incidentOf(2, false)];
    for (const each of [one, other]) await incidents.open(each);
    const found = await publicIncidents.read([one.id, "none", other.id, one.id]);
    const read = found.map(({ incident }) => incident);
    expect(read.toSorted((a, b) => a.createdAt - b.createdAt)).toEqual([one, other]);
  });

  it("reads a signal that joined, and an incident that was merged, with the incident they are in", async () => {
    const { incidents, publicIncidents } = await open();
    const [into, other] = [incidentOf(1, true), incidentOf(2, true)];
    const merged = { ...other, merged: { into: into.id, state: other.state, clocks: other.clocks } };
    const { author: _, ...signal } = fixtureSignal({ externalId: "wall_3" });
    const joined = { signal, version: 1, incidentId: into.id, kind: "problem" };
    for (const each of [into, merged]) await incidents.open(each);
    await incidents.together([{ after: { kind: "joined", joined } }]);
    const found = await publicIncidents.read([signal.id, other.id]);
    expect(new Map(found.map((place) => [signalAt(place).id, place.incident.id]))).toEqual(
      new Map([
        [signal.id, into.id],
        [other.id, into.id],
      ]),
    );
  });
};
