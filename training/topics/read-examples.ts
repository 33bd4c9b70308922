import { readTable, type TableRow } from "../../shared/tables/read-table.ts";
import { TrainingFailure } from "../failure.ts";

export interface LabelColumn {
  readonly name: string;
  readonly values: readonly string[];
}

/** Messages with what people said they are: a value of each column for each text. */
export interface Examples {
  readonly texts: readonly string[];
  readonly columns: readonly LabelColumn[];
}

const FAULTS_TOLD = 10;

/**
 * Reads the messages and labels of a table, and refuses it whole with every row and column that lacks a label. A message
 * without words is one all the same: people send pictures.
 */
export async function readExamples(path: string, text: string, labels: readonly string[]): Promise<Examples> {
  const texts: string[] = [];
  const columns = labels.map((name) => ({ name, values: new Array<string>() }));
  const faults: string[] = [];
  for await (const row of readTable(path)) {
    if (texts.length === 0) requireColumns(path, row, [text, ...labels]);
    texts.push(row.cells.get(text) ?? "");
    for (const { name, values } of columns) {
      const value = row.cells.get(name) ?? "";
      if (value === "") faults.push(`row ${row.number}, column "${name}": empty`);
      values.push(value);
    }
  }
  if (texts.length === 0) throw new TrainingFailure(`${path} has no rows under its heading.`);
  if (faults.length > 0) throw new TrainingFailure(told(path, faults));
  return { texts, columns };
}

function requireColumns(path: string, { cells }: TableRow, wanted: readonly string[]): void {
  const missing = wanted.filter((column) => !cells.has(column));
  if (missing.length === 0) return;
  const there = [...cells.keys()].map((column) => `"${column}"`).join(", ");
  throw new TrainingFailure(
    `${path}, row 1: no column ${missing.map((column) => `"${column}"`).join(", ")}. Its columns: ${there}.`,
  );
}

function told(path: string, faults: readonly string[]): string {
  const more = faults.length > FAULTS_TOLD ? [`and ${faults.length - FAULTS_TOLD} more`] : [];
  const list = [...faults.slice(0, FAULTS_TOLD), ...more].join("\n  ");
  return `${path} is not taken:\n  ${list}\nFill the cells in, or take the rows out.`;
}
