import { describe, expect, test } from "vitest";
import type { Incidents } from "../../../shared/store/ports.ts";
import { readsTogether } from "../../../shared/store/reads-together.ts";
import { memoryIncidents } from "../../doubles/memory-incidents.ts";
import { fixtureIncident, fixturePlaceholder } from "../../fixtures/centre.ts";

const openRoom = async () => {
  const stored = memoryIncidents();
  const requests: (readonly string[])[] = [];
  let failing = 0;
  const request = (...ids: readonly string[]): void => {
    requests.push(ids);
    if (failing-- > 0) throw new Error("The table is away.");
  };
  const metered: Incidents = {
    ...stored,
    read: async (id) => {
      request(id);
      return stored.read(id);
    },
    findAll: async (ids) => {
      request(...ids);
      return stored.findAll(ids);
    },
  };
  for (const id of ["a", "b"]) await stored.open(fixtureIncident({ id }));
  await stored.awaitSignal(fixturePlaceholder("p"));
  return { incidents: readsTogether(metered), requests, failNext: () => (failing = 1) };
};

describe("incidents that a batch asks for", () => {
  test("are read in one request, each once, and what is no incident is none", async () => {
    const { incidents, requests } = await openRoom();
    const found = await Promise.all(["a", "b", "a", "p", "nowhere"].map((id) => incidents.read(id)));
    expect(found.map((each) => each?.id)).toEqual(["a", "b", "a", undefined, undefined]);
    expect(requests).toEqual([["a", "b", "p", "nowhere"]]);
  });

  test("are read anew when they are asked for again, and alone when it is one", async () => {
    const { incidents, requests } = await openRoom();
    const before = await incidents.read("a");
    if (before === undefined) throw new Error("It is there.");
    await incidents.replace({ ...before, version: 2 });
    expect((await incidents.read("a"))?.version).toBe(2);
    expect(requests).toEqual([["a"], ["a"]]);
  });

  test("are read alone where the request for all fails: one that cannot be read holds up no other", async () => {
    const { incidents, requests, failNext } = await openRoom();
    failNext();
    const found = await Promise.all(["a", "b"].map((id) => incidents.read(id)));
    expect(found.map((each) => each?.id)).toEqual(["a", "b"]);
    expect(requests).toEqual([["a", "b"], ["a"], ["b"]]);
    failNext();
    await expect(incidents.read("a")).rejects.toThrow("away");
  });
});
