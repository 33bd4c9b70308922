import { beforeEach, describe, expect, it } from "vitest";
import { type RecentMatters, recentMatters } from "../../../functions/register/recent-matters.ts";
import { HOUR } from "../../../shared/domain/instant.ts";
import { MONDAY_NOON } from "../../fixtures/centre.ts";

const lipetsk = { centre: "lipetsk", since: MONDAY_NOON - HOUR, until: MONDAY_NOON, most: 3 };
const HALF_A_MINUTE = 30_000;
const matter = (id: string) => ({ id, sketch: `sketch of ${id}` });
const ids = (matters: readonly { readonly id: string }[]) => matters.map(({ id }) => id);

describe("the open matters that a signal is compared with", () => {
  let index: string[];
  let asked: number;
  let askedSince: number;
  let failing: boolean;
  let age: number;
  let recent: RecentMatters;

  beforeEach(() => {
    index = ["old"];
    asked = 0;
    askedSince = 0;
    failing = false;
    age = 0;
    const newest = async ({ since }: { readonly since: number }) => {
      asked += 1;
      askedSince = since;
      if (failing) throw new Error("The table does not answer.");
      return index.map(matter);
    };
    recent = recentMatters({ newest }, () => age);
  });

  it("are read once for all signals of a moment, and anew for those after it", async () => {
    const burst = await Promise.all([recent.newest(lipetsk), recent.newest(lipetsk), recent.newest(lipetsk)]);
    expect(burst.map(ids)).toEqual([["old"], ["old"], ["old"]]);
    expect(asked).toBe(1);
    index = ["new", "old"];
    age = 250;
    expect(ids(await recent.newest(lipetsk))).toEqual(["new", "old"]);
    expect(asked).toBe(2);
  });

  it("are for half a minute those that were read, with what was opened since, and then read anew", async () => {
    await recent.newest(lipetsk);
    index = ["newer", "new"];
    age = HALF_A_MINUTE - 1;
    expect(ids(await recent.newest(lipetsk))).toEqual(["newer", "new", "old"]);
    expect(askedSince).toBeGreaterThan(lipetsk.since);
    age = HALF_A_MINUTE;
    expect(ids(await recent.newest(lipetsk))).toEqual(["newer", "new"]);
    expect(askedSince).toBe(lipetsk.since);
  });

  it("are each centre's own", async () => {
    await recent.newest(lipetsk);
    await recent.newest({ ...lipetsk, centre: "usman" });
    expect(asked).toBe(2);
  });

  it("have those that are being opened before the index has them, once each and no more than are asked for", async () => {
    await recent.newest(lipetsk);
    for (const id of ["one", "one", "two", "three"]) recent.notice(lipetsk, matter(id));
    expect(ids(await recent.newest(lipetsk))).toEqual(["three", "two", "one"]);
  });

  it("are asked for again after a failure", async () => {
    failing = true;
    await expect(recent.newest(lipetsk)).rejects.toThrow("does not answer");
    failing = false;
    expect(ids(await recent.newest(lipetsk))).toEqual(["old"]);
  });
});
