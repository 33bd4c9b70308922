import * as z from "zod/mini";
import { assignment, type Habitat, withAssignment } from "../../shared/domain/incident/assignment.ts";
import { assignedKey, TABLE_KEY } from "../../shared/store/keys.ts";
import type { Assignments } from "../../shared/store/ports.ts";
import { memoryTable, type StoreTable } from "./memory-table.ts";

const assignedItem = z.object({ given: z.array(assignment) });

export const memoryAssignments = (table: StoreTable = memoryTable()): Assignments => {
  const read = async (habitat: Habitat) => {
    const item = await table.read(assignedKey(habitat));
    return item === undefined ? [] : assignedItem.parse(item).given;
  };
  return {
    read,
    note: async (habitat, one) => {
      await table.write({ [TABLE_KEY]: assignedKey(habitat), given: withAssignment(await read(habitat), one) });
    },
  };
};
