import type { AlertedClocks } from "../../shared/store/ports.ts";
import { memoryIncidents } from "./memory-incidents.ts";
import { memoryTable, type StoreTable } from "./memory-table.ts";

export const memoryAlertedClocks = (table: StoreTable = memoryTable()): AlertedClocks => {
  const incidents = memoryIncidents(table);
  return {
    clocks: async (incidentIds) => {
      const held = await incidents.findAll(incidentIds);
      return new Map([...held].map(([id, each]) => [id, each.kind === "incident" ? each.incident.clocks : []]));
    },
  };
};
