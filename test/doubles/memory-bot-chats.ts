import { memberships } from "../../shared/domain/signal/membership.ts";
import { chatsKey, TABLE_KEY } from "../../shared/store/keys.ts";
import type { BotChats } from "../../shared/store/ports.ts";
import { memoryTable, type StoreTable } from "./memory-table.ts";

export const memoryBotChats = (table: StoreTable = memoryTable()): BotChats => ({
  read: async (channel, source) => {
    const item = await table.read(chatsKey(channel, source));
    return item === undefined ? undefined : memberships.parse(item);
  },
  replace: async (channel, source, next) => {
    const { written } = await table.write(
      { [TABLE_KEY]: chatsKey(channel, source), ...next },
      (present) => present === undefined || present["version"] === next.version - 1,
    );
    return written ? "replaced" : "conflict";
  },
});
