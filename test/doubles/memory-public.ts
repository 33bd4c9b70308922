import { signalAt } from "../../shared/domain/incident/tell-signal.ts";
import { fromHeldItem } from "../../shared/store/held-item.ts";
import { PUBLIC_INDEX, TABLE_KEY } from "../../shared/store/keys.ts";
import type { PublicIncidents } from "../../shared/store/ports.ts";
import { readPlaces } from "../../shared/store/read-places.ts";
import { memoryTable, type StoreTable } from "./memory-table.ts";

export const memoryPublicIncidents = (table: StoreTable = memoryTable(), page = 100): PublicIncidents => {
  const read = readPlaces(async (ids) => {
    const items = await Promise.all([...new Set(ids)].map((id) => table.read(id)));
    return items.filter((item) => item !== undefined).map(fromHeldItem);
  });
  return {
    read,
    page: async ({ centre, from, to, cursor }) => {
      const padded = (at: number): string => String(at).padStart(13, "0");
      const [lowest, highest] = [padded(from), `${padded(to + 1)}#`];
      const found = (await table.query(PUBLIC_INDEX, centre))
        .map((item) => ({ id: String(item[TABLE_KEY]), sort: String(item[PUBLIC_INDEX.sort]) }))
        .filter(({ sort }) => sort >= lowest && sort < highest && (cursor === undefined || sort < cursor))
        .toReversed();
      const shown = found.slice(0, page);
      const order = new Map((await read(shown.map(({ id }) => id))).map((place) => [signalAt(place).id, place]));
      const items = shown.flatMap(({ id }) => order.get(id) ?? []);
      const last = found.length > page ? shown.at(-1) : undefined;
      return { items, ...(last === undefined ? {} : { cursor: last.sort }) };
    },
  };
};
