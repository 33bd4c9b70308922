import * as z from "zod/mini";
import { rowOf, searchedLine } from "../../shared/store/incident-item.ts";
import { QUEUE_INDEX, queueOf, UNSETTLED_INDEX } from "../../shared/store/keys.ts";
import type { IncidentQueue, QueueFilter } from "../../shared/store/ports.ts";
import { searchedNames } from "../../shared/store/searched-names.ts";
import { type Item, memoryTable, type StoreTable } from "./memory-table.ts";

/** Rows that are looked at for one page when a filter drops some of them. */
const MOST_READ = 5_000;

const searched = z.object({ externalId: z.string(), address: z.optional(z.string()) });

const found = (item: Readonly<Record<string, unknown>>, q: string): boolean => {
  const { externalId, address } = searched.parse(item);
  return (
    item["pk"] === q ||
    searchedNames(q).some((name) => externalId === name || externalId.includes(searchedLine(name))) ||
    (address?.startsWith(q) ?? false)
  );
};

const matches = (item: Readonly<Record<string, unknown>>, { q, ...exactly }: Omit<QueueFilter, "replies">): boolean =>
  Object.entries(exactly).every(([name, value]) => value === undefined || item[name] === value) &&
  (q === undefined || found(item, q));

/** A small `mostRead` gives the short pages of a filter that finds little. */
export const memoryQueue = (table: StoreTable = memoryTable(), { mostRead = MOST_READ } = {}): IncidentQueue => ({
  page: async ({ centre, open, filter: { replies, ...filter }, limit, cursor }) => {
    const partitions = [true, false].filter((each) => open === undefined || each === open);
    const index = replies === "unsettled" ? UNSETTLED_INDEX : QUEUE_INDEX;
    const items = await Promise.all(partitions.map((each) => table.query(index, queueOf(centre, each))));
    const sortOf = (item: Item): string => String(item[index.sort]);
    const below = items
      .flat()
      .filter((item) => cursor === undefined || sortOf(item) < cursor)
      .toSorted((a, b) => (sortOf(a) < sortOf(b) ? 1 : -1));
    const read = below.slice(0, mostRead);
    const kept = read.filter((item) => matches(item, filter));
    const shown = kept.slice(0, limit);
    const more = kept.length > limit ? shown.at(-1) : read.length < below.length ? read.at(-1) : undefined;
    return { items: shown.map(rowOf), ...(more === undefined ? {} : { cursor: sortOf(more) }) };
  },
});
