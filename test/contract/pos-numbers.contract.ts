import { expect, it } from "vitest";
import type { PosNumbers } from "../../shared/store/ports.ts";

const LATER = Date.parse("2031-03-02T12:00:00+03:00");

export const posNumbersContract = (open: () => Promise<{ readonly posNumbers: PosNumbers }>): void => {
  it("gives the incident that a number was entered on last, and of another centre nothing", async () => {
    const { posNumbers } = await open();
    expect(await posNumbers.incidentsOf("ours", ["2026-1"])).toEqual(new Map());
    await posNumbers.note("ours", "2026-1", "a", LATER);
    await posNumbers.note("ours", "2026-1", "b", LATER);
    expect(await posNumbers.incidentsOf("ours", ["2026-1", "2026-2"])).toEqual(new Map([["2026-1", "b"]]));
    expect(await posNumbers.incidentsOf("theirs", ["2026-1"])).toEqual(new Map());
    expect(await posNumbers.incidentsOf("ours#2026", ["1"])).toEqual(new Map());
  });
};
