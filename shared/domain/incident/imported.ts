import * as z from "zod/mini";

/** Where an incident was kept before. */
export const importedFrom = z.enum(["im", "pos"]);
export type ImportedFrom = z.infer<typeof importedFrom>;

/** What an incident keeps of the other system that it came from. */
export const imported = z.object({
  from: importedFrom,
  /** What it is called there. */
  id: z.string(),
  /** Of what was understood of its row: another for a row that says something else. */
  digest: z.string(),
  /** The version of the incident that the last import made. */
  version: z.int(),
  /** What its row said beside its texts and its author, by column. Absent once its citizen's data were erased. */
  cells: z.optional(z.record(z.string(), z.string())),
});
export type Imported = z.infer<typeof imported>;
