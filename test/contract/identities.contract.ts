import { expect, it } from "vitest";
import { DAY } from "../../shared/domain/time/instant.ts";
import type { Dialogues, Identities, ManyIdentities } from "../../shared/store/identity-ports.ts";
import { MONDAY_NOON } from "../fixtures/centre.ts";

const identity = {
  citizen: "pseudonym",
  sealed: Uint8Array.from([1, 2, 3]),
  signalId: "first",
  keptUntil: MONDAY_NOON + 365 * DAY,
};

interface Opened {
  readonly identities: Identities & ManyIdentities;
  readonly dialogues: Dialogues;
}

/** What every store of identities promises. `open` gives an empty one. */
export const identitiesContract = (open: () => Promise<Opened>): void => {
  it("keeps who a citizen is as told last, with every signal of theirs once", async () => {
    const { identities } = await open();
    expect(await identities.read("pseudonym")).toBeUndefined();
    await identities.keep(identity);
    await identities.keep({ ...identity, signalId: "second" });
    const last = { ...identity, sealed: Uint8Array.from([4, 5]), keptUntil: identity.keptUntil + DAY };
    await identities.keep(last);
    const { sealed, keptUntil } = last;
    expect(await identities.read("pseudonym")).toEqual({ sealed, keptUntil, signalIds: ["first", "second"] });
    expect(await identities.read("another")).toBeUndefined();
  });

  it("forgets who has no signal left, and nobody before; to forget twice is to forget once", async () => {
    const { identities } = await open();
    await identities.keep(identity);
    await identities.keep({ ...identity, signalId: "second" });
    await identities.unlink("pseudonym", "first");
    await identities.unlink("pseudonym", "first");
    expect((await identities.read("pseudonym"))?.signalIds).toEqual(["second"]);
    await identities.unlink("pseudonym", "second");
    expect(await identities.read("pseudonym")).toBeUndefined();
    await identities.unlink("pseudonym", "second");
    expect(await identities.read("pseudonym")).toBeUndefined();
  });

  it("tells with a signal of theirs what a citizen has been asked, each once, and forgets it with them", async () => {
    const { identities } = await open();
    const question = { dialogue: "chat", incidentId: "first" };
    await identities.asked("pseudonym", question);
    expect(await identities.keep(identity)).toEqual([]);
    for (const incidentId of ["first", "second", "first"])
      await identities.asked("pseudonym", { ...question, incidentId });
    const asked = await identities.keep({ ...identity, signalId: "second" });
    expect(asked).toHaveLength(2);
    expect(asked).toEqual(expect.arrayContaining([question, { ...question, incidentId: "second" }]));
    expect(await identities.keep({ ...identity, citizen: "another" })).toEqual([]);
    for (const signalId of ["first", "second"]) await identities.unlink("pseudonym", signalId);
    expect(await identities.keep(identity)).toEqual([]);
  });

  it("keeps several citizens at once, with every signal of theirs once, and tells who of many is known", async () => {
    const { identities } = await open();
    await identities.keep(identity);
    const several = Array.from({ length: 99 }, (_, n) => ({
      ...identity,
      citizen: `c${n}`,
      signalIds: [`a${n}`, "b"],
    }));
    const again = { ...identity, sealed: Uint8Array.from([7]), signalIds: ["first", "second"] };
    expect(await identities.keepAll([again, ...several])).toBe("kept");
    const known = await identities.readAll(["pseudonym", "nobody", ...several.map(({ citizen }) => citizen)]);
    expect(known.size).toBe(100);
    const { keptUntil } = identity;
    expect(known.get("pseudonym")).toEqual({ sealed: again.sealed, keptUntil, signalIds: ["first", "second"] });
    expect(known.get("c98")).toEqual({ sealed: identity.sealed, keptUntil, signalIds: ["a98", "b"] });
  });

  it("tells the dialogues of one source, the one heard last first, until their citizen is forgotten", async () => {
    const { identities, dialogues } = await open();
    const hear = (citizen: string, heardAt: number, source = "0") =>
      identities.keep({
        ...identity,
        citizen,
        signalId: `of-${citizen}`,
        dialogue: { channel: "max", source, sealed: Uint8Array.from([heardAt]), heardAt },
      });
    for (const [citizen, heardAt] of [
      ["a", 7],
      ["b", 5],
      ["c", 9],
      ["d", 3],
      ["b", 8],
    ] as const)
      await hear(citizen, heardAt);
    await hear("elsewhere", 9, "1");
    await identities.keep({ ...identity, citizen: "silent" });
    // What is heard of them without a dialogue changes nothing of it.
    await identities.keep({ ...identity, citizen: "c", signalId: "of-a-group" });
    expect(await identities.read("c")).toMatchObject({ sealed: identity.sealed, dialogue: Uint8Array.from([9]) });
    expect(await identities.read("silent")).not.toHaveProperty("dialogue");
    const newest = (most: number) => dialogues.newest({ channel: "max", source: "0", since: 5, most });
    const told = [9, 8, 7].map((heardAt, place) => ({
      citizen: ["c", "b", "a"][place],
      sealed: Uint8Array.from([heardAt]),
      heardAt,
    }));
    expect(await newest(10)).toEqual(told);
    expect(await newest(2)).toEqual(told.slice(0, 2));
    for (const signalId of ["of-c", "of-a-group"]) await identities.unlink("c", signalId);
    expect(await newest(10)).toEqual(told.slice(1));
  });

  it("loses none of many signals that come at the same time", async () => {
    const { identities } = await open();
    const ids = Array.from({ length: 20 }, (_, n) => `signal-${n}`).toSorted();
    await Promise.all(ids.map((signalId) => identities.keep({ ...identity, signalId })));
    expect((await identities.read("pseudonym"))?.signalIds).toEqual(ids);
  });
};
