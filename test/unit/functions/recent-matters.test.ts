import { beforeEach, describe, expect, it } from "vitest";
import { type RecentMatters, recentMatters } from "../../../functions/register/recent-matters.ts";
import { MONDAY_NOON } from "../../fixtures/centre.ts";

const roads = { centre: "lipetsk", group: "roads", since: MONDAY_NOON, most: 3 };
const matter = (id: string) => ({ id, sketch: `sketch of ${id}` });
const ids = (matters: readonly { readonly id: string }[]) => matters.map(({ id }) => id);

describe("the open matters that a signal is compared with", () => {
  let index: string[];
  let asked: number;
  let failing: boolean;
  let age: number;
  let recent: RecentMatters;

  beforeEach(() => {
    index = ["old"];
    asked = 0;
    failing = false;
    age = 0;
    const newest = async () => {
      asked += 1;
      if (failing) throw new Error("The table does not answer.");
      return index.map(matter);
    };
    recent = recentMatters({ newest }, () => age);
  });

  it("are read once for all signals of a moment, and anew for those after it", async () => {
    const burst = await Promise.all([recent.newest(roads), recent.newest(roads), recent.newest(roads)]);
    expect(burst.map(ids)).toEqual([["old"], ["old"], ["old"]]);
    expect(asked).toBe(1);
    index = ["new", "old"];
    age = 250;
    expect(ids(await recent.newest(roads))).toEqual(["new", "old"]);
    expect(asked).toBe(2);
  });

  it("are another group's and another centre's own", async () => {
    await recent.newest(roads);
    await recent.newest({ ...roads, group: "lights" });
    await recent.newest({ ...roads, centre: "usman" });
    expect(asked).toBe(3);
  });

  it("have those that are being opened before the index has them, once each and no more than are asked for", async () => {
    await recent.newest(roads);
    for (const id of ["one", "one", "two", "three"]) recent.notice(roads, matter(id));
    expect(ids(await recent.newest(roads))).toEqual(["three", "two", "one"]);
  });

  it("are asked for again after a failure", async () => {
    failing = true;
    await expect(recent.newest(roads)).rejects.toThrow("does not answer");
    failing = false;
    expect(ids(await recent.newest(roads))).toEqual(["old"]);
  });
});
