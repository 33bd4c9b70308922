import type { Instant } from "../domain/time/instant.ts";
import { watchShards } from "./keys.ts";
import type { Pending, WatchList } from "./ports.ts";

/** A page of one shard, the oldest first; `next` is where the following one begins, absent at the end. */
export interface ShardPage<Place> {
  readonly found: readonly Pending[];
  readonly next?: Place | undefined;
}

type ReadShard<Place> = (shard: string, until: Instant, from: Place | undefined) => Promise<ShardPage<Place>>;

interface Reading<Place> {
  readonly shard: string;
  from: Place | undefined;
  more: boolean;
  /** The moment up to which it has been read. */
  readTo: Instant;
  waiting: readonly Pending[];
}

/** The pages of some shards in the order of their moments. A shard is read on only when all that was read of it has been given. */
const merged = async function* <Place>(
  names: readonly string[],
  until: Instant,
  read: ReadShard<Place>,
): AsyncGenerator<readonly Pending[]> {
  const shards = names.map(
    (shard): Reading<Place> => ({
      shard,
      from: undefined,
      more: true,
      readTo: Number.NEGATIVE_INFINITY,
      waiting: [],
    }),
  );
  const readOn = async (reading: Reading<Place>): Promise<void> => {
    const { found, next } = await read(reading.shard, until, reading.from);
    reading.waiting = found;
    reading.from = next;
    reading.more = next !== undefined;
    reading.readTo = found.at(-1)?.at ?? reading.readTo;
  };
  while (shards.some(({ more }) => more)) {
    await Promise.all(shards.filter(({ more, waiting }) => more && waiting.length === 0).map(readOn));
    // Beyond this something older may still be unread.
    const known = Math.min(...shards.map(({ more, readTo }) => (more ? readTo : Number.POSITIVE_INFINITY)));
    const page = shards.flatMap(({ waiting }) => waiting.filter(({ at }) => at <= known));
    for (const reading of shards) reading.waiting = reading.waiting.filter(({ at }) => at > known);
    if (page.length > 0) yield page.toSorted((a, b) => a.at - b.at);
  }
};

/**
 * A watch list whose pages follow one another in the order of urgency, however much is due: first what is urgent, and of
 * that, as of the rest, what waits longest first across shards.
 */
export const inOrderOfUrgency = <Place>(read: ReadShard<Place>): WatchList => ({
  async *due(until) {
    for (const names of watchShards) yield* merged(names, until, read);
  },
});
