import type { Held } from "../../shared/domain/incident/held.ts";
import { fromHeldItem } from "../../shared/store/held-item.ts";
import type { Item } from "../doubles/memory-table.ts";
import { frozen } from "./frozen.ts";

const known = new WeakMap<Item, Held>();

/** What an item of the simulated table holds. Nobody can change either, so that each is read once. */
export const heldOf = (item: Item): Held => {
  const before = known.get(item);
  if (before !== undefined) return before;
  const held = frozen(fromHeldItem(item));
  known.set(item, held);
  return held;
};
