import * as z from "zod/mini";
import { type Centre, centre, centreFiles } from "../domain/centre/centre.ts";
import { rulesVersionOf } from "../domain/incident/rules.ts";
import { centreKey, centreRulesKey, TABLE_KEY } from "./keys.ts";
import type { CentreRules } from "./ports.ts";

const centreItem = z.object({ data: centre });
const rulesItem = z.object({ data: z.object({ calendar: centreFiles.calendar, norms: centreFiles.norms }) });

export const toCentreItem = (data: Centre): Record<string, unknown> => ({
  [TABLE_KEY]: centreKey(data.centre.id),
  data,
});

export const toRulesItem = (data: Centre): Record<string, unknown> => ({
  [TABLE_KEY]: centreRulesKey(data.centre.id, rulesVersionOf(data)),
  data: { calendar: data.calendar, norms: data.norms },
});

/** Reads an item; throws when the table holds something that is not a centre. */
export const fromCentreItem = (item: unknown): Centre => centreItem.parse(item).data;

export const fromRulesItem = (item: unknown): CentreRules => rulesItem.parse(item).data;
