import { MATTERS_INDEX, TABLE_KEY } from "../../shared/store/keys.ts";
import type { OpenMatters } from "../../shared/store/ports.ts";
import { memoryTable, type StoreTable } from "./memory-table.ts";

export const memoryMatters = (table: StoreTable = memoryTable()): OpenMatters => ({
  newest: async ({ centre, since, most }) =>
    (await table.query(MATTERS_INDEX, centre))
      .filter((item) => String(item[MATTERS_INDEX.sort]) >= String(since))
      .toReversed()
      .slice(0, most)
      .map((item) => ({ id: String(item[TABLE_KEY]), sketch: String(item["sketch"]) })),
});
