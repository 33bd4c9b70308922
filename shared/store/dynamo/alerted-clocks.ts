import * as z from "zod/mini";
import { clock } from "../../domain/clock/clock.ts";
import { TABLE_KEY } from "../keys.ts";
import type { AlertedClocks } from "../ports.ts";
import { itemsAt } from "./batch-get.ts";
import type { IncidentTable } from "./table.ts";

const clocksItem = z.object({ [TABLE_KEY]: z.string(), clocks: z._default(z.array(clock), []) });

/** Reads the clocks of incidents, and nothing of what citizens have written. */
export const dynamoAlertedClocks = (table: IncidentTable): AlertedClocks => ({
  clocks: async (incidentIds) => {
    const items = await itemsAt(table, incidentIds, { consistent: true, only: [TABLE_KEY, "clocks"] });
    return new Map(items.map((item) => clocksItem.parse(item)).map((item) => [item[TABLE_KEY], item.clocks]));
  },
});
