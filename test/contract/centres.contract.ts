import { expect, it } from "vitest";
import type { Centres } from "../../shared/store/ports.ts";
import { fixtureCentre } from "../fixtures/centre.ts";

/** What every store of centres promises. `open` gives an empty one. */
export const centresContract = (open: () => Promise<{ readonly centres: Centres }>): void => {
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
};
