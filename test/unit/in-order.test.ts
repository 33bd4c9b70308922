import * as fc from "fast-check";
import { expect, test } from "vitest";
import { inOrder } from "../../local/exchange/in-order.ts";

async function* arriving<Item>(items: readonly Item[]): AsyncGenerator<Item> {
  yield* items;
}

const steps = (count: number): Promise<void> =>
  count === 0 ? Promise.resolve() : Promise.resolve().then(() => steps(count - 1));

test("pages are told in their order, and no more of them are under way at once than may be", async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(fc.nat(12)), fc.integer({ min: 1, max: 4 }), async (lengths, atOnce) => {
      let [underWay, most] = [0, 0];
      const work = async (length: number): Promise<number> => {
        underWay += 1;
        most = Math.max(most, underWay);
        await steps(length);
        underWay -= 1;
        return length;
      };
      const told: number[] = [];
      for await (const length of inOrder(arriving(lengths), work, atOnce)) told.push(length);
      expect(told).toEqual(lengths);
      expect(most).toBeLessThanOrEqual(atOnce);
      if (atOnce > 1 && lengths.length > 1 && (lengths[0] ?? 0) > 8) expect(most).toBeGreaterThan(1);
    }),
  );
});

test("the first page that fails ends it, and whatever is under way is waited for", async () => {
  const done: number[] = [];
  const work = async (item: number): Promise<number> => {
    if (item === 1) throw new Error("The page failed.");
    await steps(20);
    done.push(item);
    return item;
  };
  const told: number[] = [];
  const all = async () => {
    for await (const item of inOrder(arriving([0, 1, 2, 3, 4]), work, 3)) told.push(item);
  };
  await expect(all()).rejects.toThrow("The page failed.");
  expect(told).toEqual([0]);
  expect(done).toEqual([0, 2, 3]);
});
