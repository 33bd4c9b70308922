import * as z from "zod/mini";
import { posImport } from "../domain/centre/imports.ts";

const word = z.string().check(z.minLength(1));

/** Rows of one invocation: what they come to is answered within its minute, and fits into a request to Lambda. */
export const ROWS_AT_ONCE = 200;

/** What `import` is asked: to take in rows of another system's export, or to say what that would do. */
export const importRequest = z.object({
  centre: word,
  form: z.enum(["im", "pos"]),
  /** How the columns of «Решаем вместе» are read, in the place of what the centre's data say. */
  mapping: z.optional(posImport),
  dryRun: z.boolean(),
  rows: z
    .array(z.object({ number: z.int(), cells: z.record(z.string(), z.string()) }))
    .check(z.minLength(1), z.maxLength(ROWS_AT_ONCE)),
});
export type ImportRequest = z.infer<typeof importRequest>;

/**
 * What becomes of a row. `updated`: it says something else than when it was imported, and nobody has worked on it since.
 * `known`: it says the same. `worked-on`: somebody has, so it stays as it is. `arrived`: the message has come here by
 * itself. `expired`: the centre keeps no incident that was closed so long ago.
 */
export const rowOutcome = z.enum(["opened", "updated", "known", "worked-on", "arrived", "expired", "refused"]);
export type RowOutcome = z.infer<typeof rowOutcome>;

const at = { row: z.int(), column: z.string() };

/** Why a row is not imported. Never with what stands in the cell: that may be a citizen's. */
const fault = z.object({ ...at, why: z.string() });
export type Fault = z.infer<typeof fault>;

/** A duration of the file that does not follow from its times, in milliseconds. */
const difference = z.object({ ...at, given: z.number(), reckoned: z.number() });
export type Difference = z.infer<typeof difference>;

/** A name that the centre's data do not have. */
const unknownName = z.object({ ...at, name: z.string() });
export type UnknownName = z.infer<typeof unknownName>;

export const importReport = z.object({
  /** The column by which rows are told apart. */
  keyColumn: z.string(),
  outcomes: z.partialRecord(rowOutcome, z.int()),
  faults: z.array(fault),
  differences: z.array(difference),
  unknown: z.array(unknownName),
});
export type ImportReport = z.infer<typeof importReport>;
