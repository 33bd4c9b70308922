import { describe, expect, it } from "vitest";
import { matchMatters } from "../../../functions/register/match.ts";
import { recentMatters } from "../../../functions/register/recent-matters.ts";
import type { Centre } from "../../../shared/domain/centre/centre.ts";
import type { Incident } from "../../../shared/domain/incident/incident.ts";
import { packSketch, unpackSketch } from "../../../shared/understanding/same-matter/pack.ts";
import { sketchOf } from "../../../shared/understanding/same-matter/sketch.ts";
import { usualSubjects } from "../../../training/subjects/usual-subjects.ts";
import { memoryIncidents } from "../../doubles/memory-incidents.ts";
import { memoryMatters } from "../../doubles/memory-matters.ts";
import { memoryTable } from "../../doubles/memory-table.ts";
import { fixtureCentre, fixtureIncident, fixtureSignal, MONDAY_NOON } from "../../fixtures/centre.ts";

const subjects = usualSubjects();
const HOUR = 3_600_000;
const GARDEN_STREET = { lat: 52.6101, lon: 39.5702 };

const incidentOf = (number: number, text: string, place?: typeof GARDEN_STREET, more: Partial<Incident> = {}) => {
  const receivedAt = MONDAY_NOON + number * HOUR;
  const signal = fixtureSignal({ externalId: `wall_${number}`, text, receivedAt, ...(place ? { place } : {}) });
  const sketch = packSketch(sketchOf(text, place, receivedAt, subjects));
  return fixtureIncident({ signal, createdAt: receivedAt, group: "roads", sketch, ...more });
};

const matching = async (known: readonly Incident[], centre: Centre = fixtureCentre()) => {
  const table = memoryTable();
  const incidents = memoryIncidents(table);
  for (const each of known) await incidents.open(each);
  const match = matchMatters(recentMatters(memoryMatters(table), () => 0));
  return (opened: Incident) => match(opened, centre);
};

const PIT = "На Садовой у дома 12 огромная яма, колесо пробил";
const AGAIN = "Садовая, дом 12: огромная яма, пробил колесо";

describe("a message of what somebody has said already", () => {
  it("joins by itself when both came from one place", async () => {
    const first = incidentOf(1, PIT, GARDEN_STREET);
    const match = await matching([first]);
    expect(await match(incidentOf(2, AGAIN, { lat: 52.6102, lon: 39.5701 }))).toMatchObject({ join: [first.id] });
  });

  it("is shown to operators when words alone say so", async () => {
    const first = incidentOf(1, PIT);
    const match = await matching([first]);
    expect(await match(incidentOf(2, AGAIN))).toMatchObject({ similar: [{ id: first.id }] });
  });

  it("is known again whatever group it was put into", async () => {
    const first = incidentOf(1, PIT, GARDEN_STREET, { group: "government" });
    const match = await matching([first]);
    expect(await match(incidentOf(2, AGAIN, { lat: 52.6102, lon: 39.5701 }))).toMatchObject({ join: [first.id] });
  });

  it("may join the likeliest of those that may be joined, and then the next", async () => {
    const known = [incidentOf(1, PIT, GARDEN_STREET), incidentOf(1.5, AGAIN, GARDEN_STREET)];
    const match = await matching(known);
    const { join = [] } = await match(incidentOf(2, AGAIN, GARDEN_STREET));
    expect(join.toSorted()).toEqual(known.map(({ id }) => id).toSorted());
  });

  it("is found among hundreds that are newer", async () => {
    const first = incidentOf(1, PIT);
    const others = Array.from({ length: 300 }, (_, index) =>
      incidentOf(2 + index / 100, `Не вывозят мусор на Полевой ${index + 20}`),
    );
    const match = await matching([first, ...others]);
    expect(await match(incidentOf(6, AGAIN))).toMatchObject({ similar: [{ id: first.id }] });
  });

  it.each([
    ["another house", "На Садовой у дома 45 огромная яма, колесо пробил"],
    ["another street", "На Полевой у дома 12 огромная яма, колесо пробил"],
    ["another matter", "Садовая 12, во дворе не горит ни один фонарь"],
  ])("does not join what is of %s, however near", async (_, text) => {
    const match = await matching([incidentOf(1, PIT, GARDEN_STREET)]);
    expect(await match(incidentOf(2, text, GARDEN_STREET))).not.toHaveProperty("join");
  });

  it("is shown alone where the matters of a group are each citizen's own, or the centre wants nothing joined", async () => {
    const centre = fixtureCentre();
    const opened = incidentOf(2, AGAIN, GARDEN_STREET);
    const { joinFrom: _, ...shown } = centre.matters;
    for (const matters of [{ ...centre.matters, personal: ["roads"] }, shown]) {
      const match = await matching([incidentOf(1, PIT, GARDEN_STREET)], { ...centre, matters });
      expect(await match(opened)).toHaveProperty("similar.length", 1);
    }
  });

  it("is like every one of those that were said in the same moment, and of those before it", async () => {
    const known = [incidentOf(1, PIT), incidentOf(2, "Во дворе не горит ни один фонарь")];
    const match = await matching(known);
    const moment = [3, 3.1, 3.2, 3.3].map((number, each) => incidentOf(number, each % 2 === 0 ? AGAIN : PIT));
    const pits = known.slice(0, 1);
    for (const opened of moment) {
      const { similar } = await match(opened);
      expect(similar.map(({ id }) => id).toSorted()).toEqual(pits.map(({ id }) => id).toSorted());
      pits.push(opened);
    }
  });

  it("is not like itself when it comes again", async () => {
    const first = incidentOf(1, PIT, GARDEN_STREET);
    const match = await matching([first]);
    expect(await match(first)).toEqual({ similar: [] });
  });
});

it("a sketch is read as it was packed, to some metres, and of another edition not at all", () => {
  const sketch = sketchOf(PIT, GARDEN_STREET, MONDAY_NOON);
  expect(unpackSketch(packSketch(sketch))).toEqual(sketch);
  expect(unpackSketch(`-${packSketch(sketch)}`)).toBeUndefined();
});
