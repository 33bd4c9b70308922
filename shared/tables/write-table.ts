import { writeFile } from "node:fs/promises";
import { writeCsv } from "hucre/csv";
import { writeXlsx } from "hucre/xlsx";
import { TableFailure } from "./read-table.ts";

/** What becomes a table: its columns in their order, and rows by column. */
export interface Table {
  readonly columns: readonly string[];
  readonly rows: readonly Readonly<Record<string, string>>[];
  /** Columns whose cells are numbers. */
  readonly figures: ReadonlySet<string>;
}

const cellOf = (column: string, cell: string, figures: ReadonlySet<string>): string | number =>
  figures.has(column) && cell !== "" && Number.isFinite(Number(cell)) ? Number(cell) : cell;

/**
 * Writes a table to a new file: XLSX or CSV, by the file's ending. CSV is as Russian Excel opens it: semicolons, UTF-8
 * with its mark.
 */
export const writeTable = async (path: string, { columns, rows, figures }: Table): Promise<void> => {
  const values = rows.map((row) => columns.map((column) => cellOf(column, row[column] ?? "", figures)));
  const bytes = path.toLowerCase().endsWith(".xlsx")
    ? await writeXlsx({ sheets: [{ name: "Инциденты", rows: [[...columns], ...values] }] })
    : writeCsv([[...columns], ...values], { delimiter: ";", bom: true });
  await writeFile(path, bytes, { flag: "wx" }).catch((thrown: unknown) => {
    throw new TableFailure(`${path} cannot be written: is there such a file already?`, { cause: thrown });
  });
};
