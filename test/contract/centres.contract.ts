import { expect, it } from "vitest";
import { rulesVersionOf } from "../../shared/domain/incident/rules.ts";
import type { Calendars, Centres } from "../../shared/store/ports.ts";
import { fixtureCentre } from "../fixtures/centre.ts";

/** What every store of centres promises. `open` gives an empty one. */
export const centresContract = (
  open: () => Promise<{ readonly centres: Centres; readonly calendars: Calendars }>,
): void => {
  it("gives back a centre's data as they were put last, and nothing for an unknown centre", async () => {
    const { centres } = await open();
    const first = fixtureCentre();
    expect(await centres.read(first.centre.id)).toBeUndefined();
    await centres.put(first);
    expect(await centres.read(first.centre.id)).toEqual(first);
    const second = { ...first, centre: { ...first.centre, name: "Другой округ" } };
    await centres.put(second);
    expect(await centres.read(first.centre.id)).toEqual(second);
  });

  it("keeps every version of a centre's norms and calendar that was ever put", async () => {
    const { centres } = await open();
    const first = fixtureCentre();
    const second = { ...first, norms: { ...first.norms, escalateAfter: "5h" } };
    await centres.put(first);
    await centres.put(second);
    for (const { calendar, norms, ...rest } of [first, second])
      expect(await centres.rules("fixture", rulesVersionOf({ calendar, norms, ...rest }))).toEqual({ calendar, norms });
    expect(await centres.rules("fixture", "unheard")).toBeUndefined();
    expect(await centres.rules("other", rulesVersionOf(first))).toBeUndefined();
  });

  it("knows of each centre how far its calendar reaches", async () => {
    const { centres, calendars } = await open();
    expect([...(await calendars.lastYears())]).toEqual([]);
    const { calendar, centre } = fixtureCentre();
    const until = (lastYear: number) => ({ ...calendar, production: { ...calendar.production, lastYear } });
    await centres.put({ ...fixtureCentre(), calendar: until(2026) });
    await centres.put({ ...fixtureCentre(), centre: { ...centre, id: "pk" } });
    await centres.put({ ...fixtureCentre(), calendar: until(2030) });
    expect(new Map(await calendars.lastYears())).toEqual(
      new Map([
        ["fixture", 2030],
        ["pk", 2027],
      ]),
    );
  });
};
