import * as z from "zod/mini";
import { posNumberKey, TABLE_KEY } from "../../shared/store/keys.ts";
import type { PosNumbers } from "../../shared/store/ports.ts";
import { memoryTable, type StoreTable } from "./memory-table.ts";

const posNumberItem = z.object({ incidentId: z.string() });

export const memoryPosNumbers = (table: StoreTable = memoryTable()): PosNumbers => ({
  incidentsOf: async (centre, numbers) => {
    const found = new Map<string, string>();
    for (const number of numbers) {
      const item = await table.read(posNumberKey(centre, number));
      if (item !== undefined) found.set(number, posNumberItem.parse(item).incidentId);
    }
    return found;
  },
  note: async (centre, number, incidentId) => {
    await table.write({ [TABLE_KEY]: posNumberKey(centre, number), incidentId });
  },
});
