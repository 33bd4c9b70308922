import type { AttributeValue } from "@aws-sdk/client-dynamodb";
import type { Instant } from "../../shared/domain/time/instant.ts";
import { QUEUE_INDEX, TABLE_KEY, UNSETTLED_INDEX, WATCH_INDEX } from "../../shared/store/keys.ts";
import type { Pending } from "../../shared/store/ports.ts";
import { nativesOf } from "../doubles/attributes.ts";
import type { ConditionalWrite, Index, Item } from "../doubles/memory-table.ts";
import { storedAttributes } from "../doubles/stored-item.ts";
import { frozen } from "./frozen.ts";
import { type LaggingIndex, laggingIndex } from "./lagging-index.ts";

type Attributes = Readonly<Record<string, AttributeValue>>;

/** A change of the table, as its stream tells it. */
export interface Change {
  readonly sequence: number;
  readonly at: Instant;
  readonly before: Attributes | undefined;
  readonly after: Attributes;
  /** What was written, as it is read. */
  readonly item: Item;
}

/** The table: every call happens at once, whole, when it arrives. */
export interface SimulatedTable {
  read(key: string): Item | undefined;
  write(
    item: Item,
    allowed?: (present: Item | undefined) => boolean,
  ): { readonly written: boolean; readonly present: Item | undefined };
  /** Makes all of these writes or none; whether every one was allowed. */
  writeAll(writes: readonly ConditionalWrite[]): boolean;
  query(index: Index, partition: string): readonly Item[];
  /** What one shard of the watch index shows up to a moment: `most` of it, from a place on. */
  due(shard: string, until: Instant, from: number, most: number): readonly Pending[];
  /** Every write that happened, in order. */
  readonly changes: readonly Change[];
}

interface Parts {
  readonly now: () => Instant;
  /** Milliseconds that the indexes are behind with a write. */
  readonly lag: () => number;
  readonly onChange: (change: Change) => void;
}

export const simulatedTable = ({ now, lag, onChange }: Parts): SimulatedTable => {
  const kept = new Map<string, { readonly attributes: Attributes; readonly item: Item }>();
  const changes: Change[] = [];
  const indexes = new Map<string, LaggingIndex>(
    [WATCH_INDEX, QUEUE_INDEX, UNSETTLED_INDEX].map((index) => [index.partition, laggingIndex(index)]),
  );

  const write: SimulatedTable["write"] = (given, allowed = () => true) => {
    const attributes = storedAttributes(given);
    const key = attributes[TABLE_KEY]?.S ?? "";
    const present = kept.get(key);
    if (!allowed(present?.item)) return { written: false, present: present?.item };
    const item = frozen(nativesOf(attributes));
    kept.set(key, { attributes, item });
    const change = { sequence: changes.length + 1, at: now(), before: present?.attributes, after: attributes, item };
    changes.push(change);
    for (const index of indexes.values()) index.take(item, changes.length, now() + lag());
    onChange(change);
    return { written: true, present: present?.item };
  };

  return {
    changes,
    read: (key) => {
      return kept.get(key)?.item;
    },
    write,
    writeAll: (writes) => {
      if (!writes.every(({ item, allowed }) => allowed(kept.get(String(item[TABLE_KEY]))?.item))) return false;
      for (const { item } of writes) write(item);
      return true;
    },
    due: (shard, until, from, most) => {
      const found = indexes.get(WATCH_INDEX.partition)?.items(shard, now(), until) ?? [];
      return found
        .slice(from, from + most)
        .map((item) => ({ incidentId: String(item[TABLE_KEY]), at: Number(item[WATCH_INDEX.sort]) }));
    },
    query: ({ partition }, value) => indexes.get(partition)?.items(value, now()) ?? [],
  };
};
