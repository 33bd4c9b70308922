import * as z from "zod/mini";
import { ways } from "../../shared/domain/centre/duty.ts";
import { TABLE_KEY, unsentKey } from "../../shared/store/keys.ts";
import type { Unsent, UnsentNotice } from "../../shared/store/ports.ts";
import { memoryTable, type StoreTable } from "./memory-table.ts";

const unsentItem = z.object({ sets: z._default(z.partialRecord(z.enum(ways), z.array(z.string())), {}) });

export const memoryUnsent = (table: StoreTable = memoryTable()): Unsent => {
  const read = async (centre: string) => unsentItem.parse((await table.read(unsentKey(centre))) ?? {}).sets;
  const change = async (
    centre: string,
    { way, incidents }: UnsentNotice,
    of: (known: readonly string[], changed: readonly string[]) => readonly string[],
  ): Promise<void> => {
    const sets = await read(centre);
    const changed = [...new Set(of(sets[way] ?? [], incidents))];
    await table.write({ [TABLE_KEY]: unsentKey(centre), sets: { ...sets, [way]: changed } });
  };
  return {
    add: (centre, unsent) => change(centre, unsent, (known, added) => [...known, ...added]),
    read: async (centre) => {
      const sets = await read(centre);
      return ways.flatMap((way) => {
        const incidents = (sets[way] ?? []).toSorted();
        return incidents.length === 0 ? [] : [{ way, incidents }];
      });
    },
    clear: async (centre, told) => {
      for (const unsent of told)
        await change(centre, unsent, (known, cleared) => known.filter((id) => !cleared.includes(id)));
    },
  };
};
