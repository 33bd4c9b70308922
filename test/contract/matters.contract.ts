import { expect, it } from "vitest";
import type { Incident } from "../../shared/domain/incident/incident.ts";
import type { Incidents, OpenMatters } from "../../shared/store/ports.ts";
import { fixtureIncident, fixtureSignal, MONDAY_NOON } from "../fixtures/centre.ts";

const HOUR = 3_600_000;

const incidentOf = (number: number, more: Partial<Incident> = {}): Incident => {
  const at = MONDAY_NOON + number * HOUR;
  return fixtureIncident({
    signal: fixtureSignal({ externalId: `wall_${number}`, receivedAt: at }),
    createdAt: at,
    group: "roads",
    sketch: `sketch ${number}`,
    ...more,
  });
};

/** What every store of open matters promises. */
export const mattersContract = (
  open: () => Promise<{ readonly incidents: Incidents; readonly matters: OpenMatters }>,
): void => {
  it("gives the newest open matters of a centre since a moment, whatever their group, with what is compared", async () => {
    const { incidents, matters } = await open();
    const made = Array.from({ length: 6 }, (_, number) =>
      incidentOf(number, { group: number % 2 === 0 ? "roads" : "water" }),
    );
    const others = [
      incidentOf(10, { centre: "usman" }),
      incidentOf(11, { state: "closed" }),
      incidentOf(12, { sketch: undefined }),
    ];
    for (const each of [...made, ...others]) await incidents.open(each);
    const wanted = { centre: "fixture", since: MONDAY_NOON + HOUR };

    expect(await matters.newest({ ...wanted, most: 3 })).toEqual(
      [5, 4, 3].map((number) => ({ id: made[number]?.id, sketch: `sketch ${number}` })),
    );
    expect(await matters.newest({ ...wanted, most: 100 })).toHaveLength(5);
  });

  it("gives nothing of what was erased", async () => {
    const { incidents, matters } = await open();
    const made = incidentOf(1);
    await incidents.open(made);
    await incidents.replace({ ...made, version: 2, signal: { ...made.signal, text: "", erased: true } });
    expect(await matters.newest({ centre: "fixture", since: 0, most: 9 })).toEqual([]);
    expect((await incidents.read(made.id))?.sketch).toBeUndefined();
  });
};
