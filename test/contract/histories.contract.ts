import { expect, it } from "vitest";
import type { Incident } from "../../shared/domain/incident/incident.ts";
import type { Rejected } from "../../shared/domain/signal/rejection.ts";
import { DAY } from "../../shared/domain/time/instant.ts";
import type { AcceptedKeys, Histories, Incidents, Rejections } from "../../shared/store/ports.ts";
import { fixtureIncident, MONDAY_NOON } from "../fixtures/centre.ts";

interface Store {
  readonly incidents: Incidents;
  readonly rejections: Rejections;
  readonly acceptedKeys: AcceptedKeys;
  readonly histories: Histories;
}

const byId = <Kept extends { readonly id: string }>(kept: readonly Kept[]) =>
  kept.toSorted((a, b) => (a.id < b.id ? -1 : 1));

/** What every store of histories promises. `open` gives an empty store whose pages hold few items. */
export const historiesContract = (open: () => Promise<Store>): void => {
  it("gives every incident and every rejection once, and nothing else, page by page", async () => {
    const { incidents, rejections, acceptedKeys, histories } = await open();
    const opened = Array.from({ length: 17 }, (_, n) => fixtureIncident({ id: `incident-${n}` }));
    const rejected = Array.from({ length: 3 }, (_, n): Rejected => {
      return { id: `${n}`, channel: "vk", source: "123", reason: "no text", sealed: "c2VhbGVk", at: MONDAY_NOON };
    });
    await Promise.all(opened.map((incident) => incidents.open(incident)));
    await Promise.all(rejected.map((each) => rejections.keep(each, MONDAY_NOON + DAY)));
    for (let key = 0; key < 9; key += 1)
      await acceptedKeys.accept("school", `${key}`, { bodyHash: "body", at: MONDAY_NOON }, MONDAY_NOON + DAY);

    const found: { readonly incidents: Incident[]; readonly rejections: Rejected[] } = {
      incidents: [],
      rejections: [],
    };
    let cursor: string | undefined;
    do {
      const page = await histories.page(cursor);
      found.incidents.push(...page.incidents);
      found.rejections.push(...page.rejections);
      cursor = page.cursor;
    } while (cursor !== undefined);
    expect(byId(found.incidents)).toEqual(byId(opened));
    expect(byId(found.rejections)).toEqual(rejected);
  });
};
