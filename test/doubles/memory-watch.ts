import * as z from "zod/mini";
import { WATCH_INDEX, watchShards } from "../../shared/store/keys.ts";
import type { WatchList } from "../../shared/store/ports.ts";
import { memoryTable, type StoreTable } from "./memory-table.ts";

const USUAL_PAGE = 500;

const carried = z.object({ pk: z.string(), nextAt: z.int() });

export const memoryWatchList = (table: StoreTable = memoryTable(), page: number = USUAL_PAGE): WatchList => ({
  async *due(until) {
    const shards = await Promise.all(watchShards.map((shard) => table.query(WATCH_INDEX, shard)));
    const due = shards.map((items) =>
      items
        .map((item) => carried.parse(item))
        .filter(({ nextAt }) => nextAt <= until)
        .map(({ pk, nextAt }) => ({ incidentId: pk, at: nextAt })),
    );
    const longest = Math.max(...due.map((found) => found.length));
    for (let start = 0; start <= longest; start += page) {
      yield due.flatMap((found) => found.slice(start, start + page)).toSorted((a, b) => a.at - b.at);
    }
  },
});
