import type { Instant } from "../../shared/domain/time/instant.ts";
import { TABLE_KEY } from "../../shared/store/keys.ts";
import type { Index, Item } from "../doubles/memory-table.ts";

interface Entry {
  readonly item: Item;
  readonly partition: string;
  readonly sort: string | number;
}

/** A write on its way to the index. */
interface Arriving {
  readonly item: Item;
  readonly write: number;
  readonly at: Instant;
}

export interface LaggingIndex {
  /** Takes a write of the table, to be seen from a moment on; `write` grows with each. */
  take(item: Item, write: number, at: Instant): void;
  /** What it carries of the items of a partition that can be seen at a moment, in the order of the sort key, up to a value of it. */
  items(partition: string, now: Instant, upTo?: number): readonly Item[];
}

const keyOf = (item: Item): string => String(item[TABLE_KEY]);

const compare = (a: Entry, b: Entry): number => {
  if (a.sort !== b.sort) return a.sort < b.sort ? -1 : 1;
  return keyOf(a.item) < keyOf(b.item) ? -1 : 1;
};

/** Where an entry stands or would stand. */
const placeOf = (entries: readonly Entry[], entry: Entry): number => {
  let [from, to] = [0, entries.length];
  while (from < to) {
    const middle = (from + to) >> 1;
    const other = entries[middle];
    if (other !== undefined && other !== entry && compare(other, entry) < 0) from = middle + 1;
    else to = middle;
  }
  return from;
};

/** An index that learns of writes later than the table, and of each item's writes in any order; the newest counts. */
export const laggingIndex = ({ partition, sort, projected = [] }: Index): LaggingIndex => {
  const carried = [TABLE_KEY, partition, sort, ...projected];
  const partitions = new Map<string, Entry[]>();
  const known = new Map<string, { readonly write: number; readonly entry: Entry | undefined }>();
  let arriving: Arriving[] = [];
  /** When the next of them is to be seen. */
  let next = Number.POSITIVE_INFINITY;

  const entryOf = (item: Item): Entry | undefined => {
    const [where, order] = [item[partition], item[sort]];
    if (typeof where !== "string" || (typeof order !== "string" && typeof order !== "number")) return undefined;
    const row = Object.freeze(Object.fromEntries(carried.map((name) => [name, item[name]])));
    return { item: row, partition: where, sort: order };
  };
  const of = (name: string): Entry[] => {
    const entries = partitions.get(name) ?? [];
    partitions.set(name, entries);
    return entries;
  };
  const arrive = ({ item, write }: Arriving): void => {
    const key = keyOf(item);
    const last = known.get(key);
    if (last !== undefined && last.write > write) return;
    if (last?.entry !== undefined) {
      const entries = of(last.entry.partition);
      entries.splice(placeOf(entries, last.entry), 1);
    }
    const entry = entryOf(item);
    known.set(key, { write, entry });
    if (entry === undefined) return;
    const entries = of(entry.partition);
    entries.splice(placeOf(entries, entry), 0, entry);
  };

  return {
    take: (item, write, at) => {
      arriving.push({ item, write, at });
      next = Math.min(next, at);
    },
    items: (name, now, upTo = Number.POSITIVE_INFINITY) => {
      if (next <= now) {
        for (const each of arriving) if (each.at <= now) arrive(each);
        arriving = arriving.filter(({ at }) => at > now);
        next = arriving.reduce((soonest, { at }) => Math.min(soonest, at), Number.POSITIVE_INFINITY);
      }
      const found: Item[] = [];
      for (const { item, sort: value } of partitions.get(name) ?? []) {
        if (typeof value === "number" && value > upTo) break;
        found.push(item);
      }
      return found;
    },
  };
};
