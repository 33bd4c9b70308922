import { expect, it } from "vitest";
import type { AlertedClocks, Incidents } from "../../shared/store/ports.ts";
import { fixtureIncident } from "../fixtures/centre.ts";

interface Stores {
  readonly incidents: Incidents;
  readonly alertedClocks: AlertedClocks;
}

/** What every store promises of the clocks that people were alerted of. `open` gives an empty one. */
export const alertedClocksContract = (open: () => Promise<Stores>): void => {
  it("gives the clocks of each incident as the last write has left them, and none of what is not there", async () => {
    const { incidents, alertedClocks } = await open();
    const [one, other] = [fixtureIncident({ id: "one" }), fixtureIncident({ id: "other" })];
    await incidents.open(one);
    await incidents.open(other);
    await incidents.replace({ ...other, version: 2, clocks: [] });
    const found = await alertedClocks.clocks(["one", "other", "one", "gone"]);
    expect(found.get("one")).toEqual(one.clocks);
    expect(found.get("other") ?? []).toEqual([]);
    expect(found.has("gone")).toBe(false);
    expect(await alertedClocks.clocks([])).toEqual(new Map());
  });
};
