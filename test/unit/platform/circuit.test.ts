import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import { MINUTE } from "../../../shared/domain/time/instant.ts";
import { circuit } from "../../../shared/platform/circuit.ts";

const open = (patience: number) => {
  let age = 0;
  const present = circuit({ age: () => age, patience });
  return { ...present, pass: (milliseconds: number) => void (age += milliseconds) };
};

describe("who does not answer", () => {
  test("is left alone for four minutes once patience is over, tried once, and then left alone for twice as long", () => {
    const { shutFor, silent, pass } = open(2);
    silent("vk:1");
    expect(shutFor("vk:1")).toBe(0);
    silent("vk:1");
    expect([shutFor("vk:1"), shutFor("vk:2")]).toEqual([4 * MINUTE, 0]);
    pass(4 * MINUTE);
    expect(shutFor("vk:1")).toBe(0);
    silent("vk:1");
    expect(shutFor("vk:1")).toBe(8 * MINUTE);
  });

  test("is called as ever once they have answered", () => {
    const { shutFor, silent, answered, pass } = open(1);
    silent("vk:1");
    pass(4 * MINUTE);
    answered("vk:1");
    silent("vk:1");
    expect(shutFor("vk:1")).toBe(4 * MINUTE);
  });

  test("is tried again within sixteen minutes, however long they have been silent", () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 2_000 }), fc.integer({ min: 1, max: 5 }), (silences, patience) => {
        const { shutFor, silent } = open(patience);
        for (let count = 0; count < silences; count += 1) silent("vk:1");
        expect(shutFor("vk:1")).toBeLessThanOrEqual(16 * MINUTE);
        expect(shutFor("vk:1") > 0).toBe(silences >= patience);
      }),
    );
  });
});
