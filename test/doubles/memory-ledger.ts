import * as z from "zod/mini";
import { acceptedKey, deliveredKey, rejectionKey, TABLE_KEY } from "../../shared/store/keys.ts";
import type { AcceptedKeys, DeliveredAlerts, Rejections } from "../../shared/store/ports.ts";
import { memoryTable, type StoreTable } from "./memory-table.ts";

const acceptance = z.object({ bodyHash: z.string(), at: z.int() });

const absent = (present: unknown): boolean => present === undefined;

export const memoryAcceptedKeys = (table: StoreTable = memoryTable()): AcceptedKeys => ({
  accept: async (partner, key, first, _keptUntil, forgotten = Number.NEGATIVE_INFINITY) => {
    const { written, present } = await table.write(
      { [TABLE_KEY]: acceptedKey(partner, key), ...first },
      (before) => before === undefined || acceptance.parse(before).at < forgotten,
    );
    return written ? { kind: "first" } : { kind: "again", acceptance: acceptance.parse(present) };
  },
});

export const memoryRejections = (table: StoreTable = memoryTable()): Rejections => ({
  keep: async ({ id, ...rejected }) => {
    const { written } = await table.write({ [TABLE_KEY]: rejectionKey(id), ...rejected }, absent);
    return written ? "kept" : "known";
  },
});

export const memoryDeliveredAlerts = (table: StoreTable = memoryTable()): DeliveredAlerts => ({
  untold: async (eventIds) => {
    const distinct = [...new Set(eventIds)];
    const told = await Promise.all(distinct.map((id) => table.read(deliveredKey(id))));
    return distinct.filter((_, index) => told[index] === undefined);
  },
  told: async (eventIds, at) => {
    await Promise.all(eventIds.map((id) => table.write({ [TABLE_KEY]: deliveredKey(id), at })));
  },
});
