import { expect, it } from "vitest";
import { MOST_REMEMBERED } from "../../shared/domain/incident/assignment.ts";
import type { Assignments } from "../../shared/store/ports.ts";

export const assignmentsContract = (open: () => Promise<{ readonly assignments: Assignments }>): void => {
  const here = { centre: "ours", topic: "pothole", territory: "river" };

  it("gives of a topic in a territory what was noted there, oldest first, and of others nothing", async () => {
    const { assignments } = await open();
    expect(await assignments.read(here)).toEqual([]);
    await assignments.note(here, { to: "b", at: 2 });
    await assignments.note(here, { to: "a", at: 1 });
    expect(await assignments.read(here)).toEqual([
      { to: "a", at: 1 },
      { to: "b", at: 2 },
    ]);
    for (const other of [{ centre: "theirs" }, { topic: "pothole#river" }, { territory: "hill" }])
      expect(await assignments.read({ ...here, ...other })).toEqual([]);
  });

  it("remembers the last ones", async () => {
    const { assignments } = await open();
    for (let at = 0; at <= MOST_REMEMBERED; at += 1) await assignments.note(here, { to: `${at}`, at });
    const given = await assignments.read(here);
    expect(given).toHaveLength(MOST_REMEMBERED);
    expect(given.at(0)?.to).toBe("1");
  });
};
