import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { Write } from "../../shared/domain/incident/held.ts";
import type { Incident } from "../../shared/domain/incident/incident.ts";
import { joinSignal } from "../../shared/domain/incident/join-incident.ts";
import type { Incidents } from "../../shared/store/ports.ts";
import { arbitraryIncident } from "../fixtures/arbitrary-incident.ts";
import { fixtureCentre, fixtureIncident, fixturePlaceholder, fixtureSignal, MONDAY_NOON } from "../fixtures/centre.ts";

/** What every store of incidents promises. `open` gives an empty one. */
export const incidentsContract = (open: () => Promise<{ readonly incidents: Incidents }>): void => {
  it("opens a signal once, however many copies of it come at the same time", async () => {
    const { incidents } = await open();
    const copies = Array.from({ length: 20 }, (_, copy) =>
      fixtureIncident({ signal: fixtureSignal({ text: `Яма, копия ${copy}` }) }),
    );
    const answers = await Promise.all(copies.map((copy) => incidents.open(copy)));
    const winners = copies.filter((_, index) => answers[index]?.kind === "opened");
    expect(winners).toHaveLength(1);
    const [stored] = winners;
    const others = answers.filter(({ kind }) => kind === "present");
    expect(others).toEqual(
      Array.from({ length: 19 }, () => ({ kind: "present", held: { kind: "incident", incident: stored } })),
    );
  });

  it("gives back what was just written, and nothing for an id that nobody has opened", async () => {
    const { incidents } = await open();
    const opened = fixtureIncident();
    expect(await incidents.read(opened.id)).toBeUndefined();
    await incidents.open(opened);
    expect(await incidents.read(opened.id)).toEqual(opened);
    const changed = { ...opened, version: 2, authority: "administration" };
    expect(await incidents.replace(changed)).toBe("replaced");
    expect(await incidents.read(opened.id)).toEqual(changed);
  });

  it("gives what is at many keys at once, as it was just written", async () => {
    const { incidents } = await open();
    const many = Array.from({ length: 120 }, (_, n) =>
      fixtureIncident({ signal: fixtureSignal({ id: `signal-${n}` }) }),
    );
    const halves = [many.slice(0, 60), many.slice(60)];
    for (const half of halves)
      await incidents.together(half.map((incident) => ({ after: { kind: "incident", incident } })));
    const found = await incidents.findAll(["nobody", ...many.map(({ id }) => id)]);
    expect(found).toEqual(new Map(many.map((incident) => [incident.id, { kind: "incident", incident }])));
    expect(await incidents.findAll([])).toEqual(new Map());
  });

  it("refuses a change made from an older version, and keeps what it has", async () => {
    const { incidents } = await open();
    const opened = fixtureIncident();
    const second = { ...opened, version: 2, authority: "administration" };
    await incidents.open(opened);
    await incidents.replace(second);
    expect(await incidents.replace({ ...opened, version: 2, authority: "road-service" })).toBe("conflict");
    expect(await incidents.replace({ ...opened, version: 4, authority: "road-service" })).toBe("conflict");
    expect(await incidents.read(opened.id)).toEqual(second);
  });

  it("never makes an incident out of a change to one that is not there", async () => {
    const { incidents } = await open();
    const unknown = fixtureIncident({ version: 2 });
    expect(await incidents.replace(unknown)).toBe("conflict");
    expect(await incidents.read(unknown.id)).toBeUndefined();
  });

  it("lets one of two changes made at the same time win, whole", async () => {
    const { incidents } = await open();
    const opened = fixtureIncident();
    await incidents.open(opened);
    const changes = ["administration", "road-service"].map((authority) => ({ ...opened, version: 2, authority }));
    const answers = await Promise.all(changes.map((change) => incidents.replace(change)));
    expect(answers.toSorted()).toEqual(["conflict", "replaced"]);
    expect(await incidents.read(opened.id)).toEqual(changes[answers.indexOf("replaced")]);
  });

  it("keeps the key of a message that was deleted before it came, and lets that message alone open over it", async () => {
    const { incidents } = await open();
    const incident = fixtureIncident();
    const first = fixturePlaceholder(incident.id);
    const second = { ...first, version: 2, marks: { ...first.marks, restorations: ["r1"] } };
    expect(await incidents.awaitSignal(second)).toBe("conflict");
    expect(await incidents.awaitSignal(first)).toBe("kept");
    expect(await incidents.awaitSignal(first)).toBe("conflict");
    expect(await incidents.read(incident.id)).toBeUndefined();
    expect(await incidents.replace({ ...incident, version: 2 })).toBe("conflict");
    expect(await incidents.open(incident)).toStrictEqual({
      kind: "present",
      held: { kind: "placeholder", placeholder: first },
    });
    expect(await incidents.awaitSignal(second)).toBe("kept");
    expect((await incidents.open(incident, first)).kind).toBe("present");
    expect(await incidents.find(incident.id)).toStrictEqual({ kind: "placeholder", placeholder: second });
    expect(await incidents.open(incident, second)).toEqual({ kind: "opened" });
    expect(await incidents.find(incident.id)).toStrictEqual({ kind: "incident", incident });
    expect(await incidents.awaitSignal({ ...second, version: 2 })).toBe("conflict");
    expect(await incidents.awaitSignal(first)).toBe("conflict");
    expect(await incidents.read(incident.id)).toStrictEqual(incident);
  });

  describe("what is written together", () => {
    const incident = fixtureIncident();
    const other = fixtureSignal({ externalId: "wall_2", text: "И у нас яма" });
    const joining = (version = 1): readonly Write[] => {
      const [own, next] =
        joinSignal({ ...incident, version }, fixtureIncident({ signal: other, id: other.id }), {
          centre: fixtureCentre(),
          now: MONDAY_NOON,
        }) ?? [];
      if (own === undefined || next === undefined) throw new Error("An open incident takes a signal.");
      return [own, next];
    };
    const [own, next] = joining();

    it("is there as a whole: a signal at its own key, and the incident that knows it", async () => {
      const { incidents } = await open();
      await incidents.open(incident);
      expect(await incidents.together(joining())).toBe("written");
      expect(await incidents.find(other.id)).toStrictEqual(own?.after);
      expect(await incidents.find(incident.id)).toStrictEqual(next?.after);
      expect(await incidents.read(other.id)).toBeUndefined();
      expect((await incidents.open(fixtureIncident({ signal: other, id: other.id }))).kind).toBe("present");
    });

    it("leaves nothing behind when one of it is not as expected", async () => {
      const { incidents } = await open();
      await incidents.open({ ...incident, version: 2 });
      expect(await incidents.together(joining())).toBe("conflict");
      expect(await incidents.find(other.id)).toBeUndefined();
      await incidents.awaitSignal(fixturePlaceholder(other.id));
      expect(await incidents.together(joining(2))).toBe("conflict");
      expect((await incidents.find(other.id))?.kind).toBe("placeholder");
      expect((await incidents.read(incident.id))?.version).toBe(2);
    });

    it("happens once, however many try it at the same time", async () => {
      const { incidents } = await open();
      await incidents.open(incident);
      const answers = await Promise.all(Array.from({ length: 8 }, () => incidents.together(joining())));
      expect(answers.filter((answer) => answer === "written")).toHaveLength(1);
      expect((await incidents.read(incident.id))?.signalCount).toBe(2);
    });

    it("is kept exactly as long as the incident: from its closing on, and no longer once it is opened again", async () => {
      const { incidents } = await open();
      await incidents.open(incident);
      await incidents.together(joining());
      const joined = await incidents.read(incident.id);
      if (joined === undefined) throw new Error("The incident is there.");
      const closed: Incident = { ...joined, version: 3, state: "closed", keptUntil: MONDAY_NOON };
      expect(await incidents.replace(closed)).toBe("replaced");
      expect(await incidents.replace(closed)).toBe("conflict");
      const kept = await incidents.read(incident.id);
      expect(kept).toMatchObject({ version: 3, keptUntil: MONDAY_NOON });
      expect(await incidents.find(other.id)).toMatchObject({ joined: { keptUntil: MONDAY_NOON } });
      const { keptUntil: _, ...reopened } = { ...joined, ...kept, version: 4, state: "reopened" as const };
      expect(await incidents.replace(reopened)).toBe("replaced");
      expect(await incidents.find(other.id)).toMatchObject({ kind: "joined" });
      expect(await incidents.find(other.id)).not.toHaveProperty("joined.keptUntil");
    });
  });

  it("keeps every field of every incident", async () => {
    await fc.assert(
      fc.asyncProperty(arbitraryIncident, async (incident) => {
        const { incidents } = await open();
        expect(await incidents.open(incident)).toEqual({ kind: "opened" });
        expect(await incidents.read(incident.id)).toStrictEqual(incident);
        expect(await incidents.open(incident)).toStrictEqual({
          kind: "present",
          held: { kind: "incident", incident },
        });
      }),
    );
  });

  it("throws for an incident too large to be stored, and stores no part of it", async () => {
    const { incidents } = await open();
    const large = fixtureIncident({ signal: fixtureSignal({ text: "я".repeat(210_000) }) });
    await expect(incidents.open(large)).rejects.toThrow();
    expect(await incidents.read(large.id)).toBeUndefined();
  });
};
