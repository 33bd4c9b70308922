import { describe, expect, test } from "vitest";
import { memoryIncidents } from "../doubles/memory-incidents.ts";
import { toHeldItem } from "../../shared/store/held-item.ts";
import { toItem } from "../../shared/store/incident-item.ts";
import { everyOrder } from "./runs.ts";
import { afternoon, fortnight } from "./settings.ts";
import { simulate } from "./simulate.ts";
import type { Sabotage } from "./wiring.ts";

const SIGNALS = 60;
const MOST_SEEDS = 20;

describe("two weeks of a centre", { timeout: 120_000 }, () => {
  test("in which nothing goes wrong lose nothing, raise every alert within two seconds, and tell each once", async () => {
    const { violations, accepted, placed, toldAgain, redriven, lateness } = await simulate(fortnight(1, SIGNALS, 0));
    expect(violations).toEqual([]);
    expect({ accepted, placed, toldAgain, redriven }).toEqual({
      accepted: SIGNALS,
      placed: SIGNALS,
      toldAgain: 0,
      redriven: 0,
    });
    expect(Math.max(...lateness)).toBeLessThan(2_000);
  });

  test.each([1, 2, 3])("in which every twentieth thing goes wrong lose and double nothing: seed %i", async (seed) => {
    const { violations, accepted, placed } = await simulate(fortnight(seed, SIGNALS, 0.05));
    expect(violations).toEqual([]);
    expect({ accepted, placed }).toEqual({ accepted: SIGNALS, placed: SIGNALS });
  });

  test("are the same two weeks again for the same seed, and others for another", async () => {
    const digests = await Promise.all(
      [7, 7, 8].map(async (seed) => (await simulate(fortnight(seed, 20, 0.05))).digest),
    );
    expect(digests[0]).toBe(digests[1]);
    expect(digests[0]).not.toBe(digests[2]);
  });
});

test("any fault after any other loses and doubles nothing", { timeout: 600_000 }, async () => {
  for (const { settings, replay } of everyOrder(2)) {
    const { violations } = await simulate(settings);
    expect(violations, `npm run simulate -- ${replay}`).toEqual([]);
  }
});

describe("the simulator notices", { timeout: 120_000 }, () => {
  /** What it finds with a part of the product taken out, in the first run that finds anything. */
  const firstViolations = async (sabotage: Sabotage): Promise<string> => {
    for (let seed = 1; seed <= MOST_SEEDS; seed += 1) {
      const { violations } = await simulate(afternoon(seed, SIGNALS, { share: 0.1 }), sabotage);
      if (violations.length > 0) return violations.join("\n");
    }
    return "nothing";
  };

  test("a claim without its condition", async () => {
    const unconditional: Sabotage = {
      incidents: (table) => ({
        ...memoryIncidents(table),
        replace: async (incident) => {
          await table.write(toItem(incident));
          return "replaced";
        },
      }),
    };
    expect(await firstViolations(unconditional)).toMatch(/forgot|was written/);
  });

  test("a join without its conditions", async () => {
    const unconditional: Sabotage = {
      incidents: (table) => ({
        ...memoryIncidents(table),
        together: async (writes) => {
          await table.writeAll(writes.map(({ after }) => ({ item: toHeldItem(after), allowed: () => true })));
          return "written";
        },
      }),
    };
    expect(await firstViolations(unconditional)).toMatch(/is in|points to|was written|forgot/);
  });

  test("an intake that answers before the queue has the signal", async () => {
    const hasty: Sabotage = {
      signals: (queue) => ({
        ...queue,
        send: async (message) => {
          queue.send(message).catch(() => {});
        },
      }),
    };
    expect(await firstViolations(hasty)).toMatch(/was accepted and is in no incident/);
  });

  test("a reply that is sent once more where the platform knows no repeat", async () => {
    const hopeful: Sabotage = {
      waysBack: (find) => (place, surroundings) => {
        const way = find(place, surroundings);
        return "byHand" in way ? way : { ...way, knowsRepeats: true };
      },
    };
    expect(await firstViolations(hopeful)).toMatch(/was read [2-9] times/);
  });

  test("a publication that forgets what the bus did not take", async () => {
    const forgetful: Sabotage = {
      bus: (bus) => ({
        put: async (events) => {
          await bus.put(events);
          return [];
        },
      }),
    };
    expect(await firstViolations(forgetful)).toMatch(/never raised|claimed and not raised/);
  });
});
