import { centre } from "../../shared/domain/centre.ts";
import { centreKey, TABLE_KEY } from "../../shared/store/keys.ts";
import type { Centres } from "../../shared/store/ports.ts";
import { memoryTable, type StoreTable } from "./memory-table.ts";

export const memoryCentres = (table: StoreTable = memoryTable()): Centres => ({
  read: async (id) => {
    const item = await table.read(centreKey(id));
    return item === undefined ? undefined : centre.parse(item["data"]);
  },
  put: async (data) => {
    await table.write({ [TABLE_KEY]: centreKey(data.centre.id), data });
  },
});
