import * as z from "zod/mini";
import { WATCH_INDEX } from "../../shared/store/keys.ts";
import type { WatchList } from "../../shared/store/ports.ts";
import { inOrderOfUrgency } from "../../shared/store/watch-order.ts";
import { memoryTable, type StoreTable } from "./memory-table.ts";

const USUAL_PAGE = 500;

const carried = z.object({ pk: z.string(), nextAt: z.int() });

/** A page that is full has a next one even when nothing follows, as in DynamoDB. */
export const memoryWatchList = (table: StoreTable = memoryTable(), page: number = USUAL_PAGE): WatchList =>
  inOrderOfUrgency<number>(async (shard, until, from = 0) => {
    const due = (await table.query(WATCH_INDEX, shard))
      .map((item) => carried.parse(item))
      .filter(({ nextAt }) => nextAt <= until)
      .map(({ pk, nextAt }) => ({ incidentId: pk, at: nextAt }));
    const found = due.slice(from, from + page);
    return { found, next: found.length < page ? undefined : from + page };
  });
