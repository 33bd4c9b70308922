import type { Instant } from "../../shared/domain/time/instant.ts";
import type { Pending, WatchList } from "../../shared/store/ports.ts";
import { inOrderOfUrgency } from "../../shared/store/watch-order.ts";

/** Reads what one shard shows up to a moment: `most` of it, from a place on. */
type ReadDue = (shard: string, until: Instant, from: number, most: number) => Promise<readonly Pending[]>;

/** A page that is full has a next one even when nothing follows, as in DynamoDB. */
export const simulatedWatchList = (due: ReadDue, page: number): WatchList =>
  inOrderOfUrgency<number>(async (shard, until, from = 0) => {
    const found = await due(shard, until, from, page);
    return { found, next: found.length < page ? undefined : from + page };
  });
