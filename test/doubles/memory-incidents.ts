import { fromItem, toItem } from "../../shared/store/incident-item.ts";
import type { Incidents } from "../../shared/store/ports.ts";
import { memoryTable, type StoreTable } from "./memory-table.ts";

export const memoryIncidents = (table: StoreTable = memoryTable()): Incidents => ({
  open: async (incident) => {
    const { present } = await table.write(toItem(incident), (existing) => existing === undefined);
    return present === undefined ? { kind: "opened" } : { kind: "present", incident: fromItem(present) };
  },
  read: async (id) => {
    const item = await table.read(id);
    return item === undefined ? undefined : fromItem(item);
  },
  replace: async (incident) => {
    const { written } = await table.write(
      toItem(incident),
      (existing) => existing?.["version"] === incident.version - 1,
    );
    return written ? "replaced" : "conflict";
  },
});
