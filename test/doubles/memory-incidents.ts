import { fromHeldItem, toPlaceholderItem } from "../../shared/store/held-item.ts";
import { toItem } from "../../shared/store/incident-item.ts";
import { itemKindOf } from "../../shared/store/keys.ts";
import type { Held, Incidents } from "../../shared/store/ports.ts";
import { type Item, memoryTable, type StoreTable } from "./memory-table.ts";

const isWaiting = (present: Item | undefined, version: number | undefined): boolean =>
  version === undefined || present === undefined
    ? present === undefined && version === undefined
    : itemKindOf(present) === "placeholder" && present["version"] === version;

export const memoryIncidents = (table: StoreTable = memoryTable()): Incidents => {
  const find = async (id: string): Promise<Held | undefined> => {
    const item = await table.read(id);
    return item === undefined ? undefined : fromHeldItem(item);
  };
  return {
    open: async (incident, awaited) => {
      const { written, present } = await table.write(toItem(incident), (existing) =>
        isWaiting(existing, awaited?.version),
      );
      if (written) return { kind: "opened" };
      if (present === undefined) throw new Error("The placeholder is gone.");
      return { kind: "present", held: fromHeldItem(present) };
    },
    find,
    read: async (id) => {
      const held = await find(id);
      return held?.kind === "incident" ? held.incident : undefined;
    },
    awaitSignal: async (placeholder) => {
      const before = placeholder.version === 1 ? undefined : placeholder.version - 1;
      const { written } = await table.write(toPlaceholderItem(placeholder), (existing) => isWaiting(existing, before));
      return written ? "kept" : "conflict";
    },
    replace: async (incident) => {
      const { written } = await table.write(
        toItem(incident),
        (existing) =>
          existing !== undefined && itemKindOf(existing) === "incident" && existing["version"] === incident.version - 1,
      );
      return written ? "replaced" : "conflict";
    },
  };
};
