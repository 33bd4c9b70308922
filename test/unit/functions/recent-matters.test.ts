import { beforeEach, describe, expect, it } from "vitest";
import { type RecentMatters, recentMatters } from "../../../functions/register/recent-matters.ts";
import { DAY, HOUR } from "../../../shared/domain/time/instant.ts";
import { MONDAY_NOON } from "../../fixtures/centre.ts";

const lipetsk = { centre: "lipetsk", since: MONDAY_NOON - DAY, at: MONDAY_NOON, most: 3 };
const HALF_A_MINUTE = 30_000;
const matter = (id: string) => ({ id, sketch: `sketch of ${id}` });
const ids = (matters: readonly { readonly id: string }[]) => matters.map(({ id }) => id);

describe("the open matters that a signal is compared with", () => {
  /** With the time, from noon on, at which they were opened. */
  let index: (readonly [id: string, at: number])[];
  let asked: number[];
  let failing: boolean;
  let age: number;
  let recent: RecentMatters;

  beforeEach(() => {
    index = [["old", -2 * HOUR]];
    asked = [];
    failing = false;
    age = 0;
    const newest = async ({ since, most }: { readonly since: number; readonly most: number }) => {
      asked.push(since);
      if (failing) throw new Error("The table does not answer.");
      const found = index.filter(([, at]) => MONDAY_NOON + at >= since).toSorted(([, one], [, other]) => other - one);
      return found.slice(0, most).map(([id]) => matter(id));
    };
    recent = recentMatters({ newest }, () => age);
  });

  it("are read once for all signals of a moment, and anew for those after it", async () => {
    const burst = await Promise.all([recent.newest(lipetsk), recent.newest(lipetsk), recent.newest(lipetsk)]);
    expect(burst.map(ids)).toEqual([["old"], ["old"], ["old"]]);
    expect(asked).toHaveLength(1);
    index.push(["new", 0]);
    age = 250;
    expect(ids(await recent.newest(lipetsk))).toEqual(["new", "old"]);
    expect(asked).toHaveLength(2);
  });

  it("are for half a minute those that were read, with what was opened since, and then read anew", async () => {
    index.push(["closed", -5 * HOUR]);
    await recent.newest(lipetsk);
    index = [...index.filter(([id]) => id !== "closed"), ["new", 0]];
    age = HALF_A_MINUTE - 1;
    expect(ids(await recent.newest(lipetsk))).toEqual(["new", "old", "closed"]);
    expect(asked).toEqual([lipetsk.since, MONDAY_NOON - 1_000]);
    age = HALF_A_MINUTE;
    expect(ids(await recent.newest(lipetsk))).toEqual(["new", "old"]);
    expect(asked.at(-1)).toBe(lipetsk.since);
  });

  it("have what was opened between two signals, however long that is ago, for every signal after it", async () => {
    await recent.newest(lipetsk);
    index.push(["between", 5_000]);
    for (const later of [10_000, 20_000]) {
      age = later;
      expect(ids(await recent.newest({ ...lipetsk, at: MONDAY_NOON + later }))).toEqual(["between", "old"]);
    }
  });

  it("have for every signal after it what was noticed, once the index has it", async () => {
    await recent.newest(lipetsk);
    recent.notice(lipetsk, matter("noticed"));
    index.push(["noticed", 0]);
    for (const later of [5_000, 10_000, 15_000]) {
      age = later;
      expect(ids(await recent.newest({ ...lipetsk, at: MONDAY_NOON + later }))).toEqual(["noticed", "old"]);
    }
  });

  it("have within half a minute what a signal opens that is registered an hour after it came", async () => {
    await recent.newest(lipetsk);
    index.push(["late", -HOUR]);
    age = HALF_A_MINUTE;
    expect(ids(await recent.newest(lipetsk))).toEqual(["late", "old"]);
  });

  it("are each centre's own", async () => {
    await recent.newest(lipetsk);
    await recent.newest({ ...lipetsk, centre: "usman" });
    expect(asked).toHaveLength(2);
  });

  it("have those that are being opened before the index has them, once each and no more than are asked for", async () => {
    await recent.newest(lipetsk);
    for (const id of ["one", "one", "two", "three"]) recent.notice(lipetsk, matter(id));
    expect(ids(await recent.newest(lipetsk))).toEqual(["three", "two", "one"]);
    age = 250;
    index.push(["two", 0]);
    expect(ids(await recent.newest(lipetsk))).toEqual(["three", "one", "two"]);
    age = 500;
    expect(ids(await recent.newest(lipetsk))).toEqual(["two", "old"]);
  });

  it("are asked for again after a failure, which keeps nothing that was read before from those that come", async () => {
    failing = true;
    await expect(recent.newest(lipetsk)).rejects.toThrow("does not answer");
    failing = false;
    expect(ids(await recent.newest(lipetsk))).toEqual(["old"]);
    failing = true;
    age = 250;
    await expect(recent.newest(lipetsk)).rejects.toThrow("does not answer");
    failing = false;
    expect(ids(await recent.newest(lipetsk))).toEqual(["old"]);
    expect(asked.at(-1)).toBe(lipetsk.since);
  });

  it("are kept of a few hours at most, however old the signals of a backlog are", async () => {
    for (let hour = 0; hour < 20; hour++) await recent.newest({ ...lipetsk, at: MONDAY_NOON - hour * HOUR });
    await recent.newest(lipetsk);
    expect(asked).toHaveLength(21);
  });
});
