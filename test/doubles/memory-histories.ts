import { fromItem } from "../../shared/store/incident-item.ts";
import { itemKindOf } from "../../shared/store/keys.ts";
import type { Histories } from "../../shared/store/ports.ts";
import { fromRejectionItem } from "../../shared/store/rejection-item.ts";
import type { MemoryTable } from "./memory-table.ts";

/** A page is so many items of the table, whatever they are; one that is full has a next one even when nothing follows. */
export const memoryHistories = (table: MemoryTable, page: number): Histories => ({
  page: async (cursor = "0") => {
    const from = Number(cursor);
    const items = (await table.everything()).slice(from, from + page);
    const of = (kind: string) => items.filter((item) => itemKindOf(item) === kind);
    return {
      incidents: of("incident").map(fromItem),
      rejections: of("rejection").map(fromRejectionItem),
      ...(items.length < page ? {} : { cursor: String(from + page) }),
    };
  },
});
