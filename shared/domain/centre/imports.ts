import * as z from "zod/mini";
import { incidentState } from "../incident/incident-state.ts";

const column = z.string().check(z.minLength(1));

/** Which column of an export of «Решаем вместе» holds what: its exports are not the same everywhere. */
const posColumns = z.strictObject({
  number: column,
  createdAt: column,
  text: column,
  status: z.optional(column),
  dueAt: z.optional(column),
  closedAt: z.optional(column),
  group: z.optional(column),
  topic: z.optional(column),
  territory: z.optional(column),
  address: z.optional(column),
  authority: z.optional(column),
  /** What names the citizen: kept sealed. */
  author: z.optional(column),
  answer: z.optional(column),
  answeredAt: z.optional(column),
});

/** How a centre reads an export of «Решаем вместе». */
export const posImport = z.strictObject({
  columns: posColumns,
  /** What its statuses mean here. */
  states: z._default(z.record(z.string(), incidentState), {}),
});
export type PosImport = z.infer<typeof posImport>;

/** How a centre reads what other systems export. */
export const imports = z.strictObject({ pos: z.optional(posImport) });
