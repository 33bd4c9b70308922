import { TABLE_KEY } from "../../shared/store/keys.ts";
import { storedItem } from "./stored-item.ts";

export type Item = Readonly<Record<string, unknown>>;

export interface Index {
  readonly partition: string;
  readonly sort: string;
  /** Attributes it carries besides the keys. */
  readonly projected?: readonly string[];
}

/** What a table of DynamoDB says to a write while somebody else's transaction is at the item. */
export class TransactionConflict extends Error {
  override readonly name = "TransactionConflict";
}

/** A write on condition of what is there. */
export interface ConditionalWrite {
  readonly item: Item;
  readonly allowed: (present: Item | undefined) => boolean;
}

/** What a store asks of its table. Stores over the same table see each other's writes, as they do in DynamoDB. */
export interface StoreTable {
  read(key: string): Promise<Item | undefined>;
  /** Writes an item if `allowed` says so of what is there; answers what was there before. */
  write(
    item: Item,
    allowed?: (present: Item | undefined) => boolean,
  ): Promise<{ readonly written: boolean; readonly present: Item | undefined }>;
  /** Makes all of these writes or none; whether every one was allowed. */
  writeAll(writes: readonly ConditionalWrite[]): Promise<boolean>;
  /** The items of one partition of an index, in the order of its sort key, with what the index carries. */
  query(index: Index, partition: string): Promise<readonly Item[]>;
}

/** The table of a test, in memory. */
export interface MemoryTable extends StoreTable {
  /** Every item, in no order. */
  everything(): Promise<readonly Item[]>;
  /** From now on the indexes are behind the table by so many writes; 0 lets them catch up. */
  lag(writes: number): void;
  /** The next call of any store over this table throws. Several are thrown by as many calls, in this order. */
  failNext(error: Error): void;
}

/** Items of one transaction, as DynamoDB limits them. */
const MOST_WRITES = 100;

const keyOf = (item: Item): string => String(item[TABLE_KEY]);

const before = (a: unknown, b: unknown): number => {
  if (typeof a === "number" && typeof b === "number") return a - b;
  return String(a) < String(b) ? -1 : 1;
};

export const memoryTable = (): MemoryTable => {
  const items = new Map<string, Item>();
  const indexed = new Map<string, Item>();
  const toIndex: Item[] = [];
  const failures: Error[] = [];
  let behind = 0;

  /** Every call is answered later than it was made: callers interleave here as they do over a network. */
  const arrive = async (): Promise<void> => {
    await Promise.resolve();
    const failure = failures.shift();
    if (failure !== undefined) throw failure;
  };
  const catchUp = (): void => {
    for (const item of toIndex.splice(0, Math.max(0, toIndex.length - behind))) indexed.set(keyOf(item), item);
  };

  return {
    read: async (key) => {
      await arrive();
      const item = items.get(key);
      return item === undefined ? undefined : structuredClone(item);
    },
    write: async (item, allowed = () => true) => {
      await arrive();
      const stored = storedItem(item);
      const key = keyOf(stored);
      const present = items.get(key);
      if (!allowed(present)) return { written: false, present: structuredClone(present) };
      items.set(key, stored);
      toIndex.push(stored);
      catchUp();
      return { written: true, present: structuredClone(present) };
    },
    writeAll: async (writes) => {
      await arrive();
      const all = writes.map(({ item, allowed }) => ({ stored: storedItem(item), allowed }));
      const keys = all.map(({ stored }) => keyOf(stored));
      if (new Set(keys).size < keys.length) throw new TypeError("A transaction cannot write an item twice.");
      if (all.length > MOST_WRITES) throw new RangeError("A transaction writes at most 100 items.");
      if (!all.every(({ stored, allowed }) => allowed(items.get(keyOf(stored))))) return false;
      for (const { stored } of all) {
        items.set(keyOf(stored), stored);
        toIndex.push(stored);
      }
      catchUp();
      return true;
    },
    query: async ({ partition, sort, projected = [] }, value) => {
      await arrive();
      const carried = new Set([TABLE_KEY, partition, sort, ...projected]);
      return [...indexed.values()]
        .filter((item) => item[partition] === value && item[sort] !== undefined)
        .toSorted((a, b) => before(a[sort], b[sort]))
        .map((item) => structuredClone(Object.fromEntries(Object.entries(item).filter(([name]) => carried.has(name)))));
    },
    everything: async () => {
      await arrive();
      return [...items.values()].map((item) => structuredClone(item));
    },
    lag: (writes) => {
      behind = writes;
      catchUp();
    },
    failNext: (error) => {
      failures.push(error);
    },
  };
};
