import * as fc from "fast-check";
import { expect, it } from "vitest";
import type { Incidents } from "../../shared/store/ports.ts";
import { arbitraryIncident } from "../fixtures/arbitrary-incident.ts";
import { fixtureIncident, fixturePlaceholder, fixtureSignal } from "../fixtures/centre.ts";

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
