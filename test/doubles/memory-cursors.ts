import { cursor } from "../../shared/domain/signal/cursor.ts";
import { cursorKey, TABLE_KEY } from "../../shared/store/keys.ts";
import type { Cursors } from "../../shared/store/ports.ts";
import { memoryTable, type StoreTable } from "./memory-table.ts";

export const memoryCursors = (table: StoreTable = memoryTable()): Cursors => ({
  read: async (channel, source) => {
    const item = await table.read(cursorKey(channel, source));
    return item === undefined ? undefined : cursor.parse(item);
  },
  write: async (channel, source, given) => {
    await table.write({ [TABLE_KEY]: cursorKey(channel, source), ...given });
  },
});
