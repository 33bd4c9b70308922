import type { Fault } from "../../shared/contracts/import.ts";
import type { TableRow } from "../../shared/tables/read-table.ts";

type LeaveOut = (fault: Fault) => void;

/** Of rows that bear one id the first; the others would take turns in its place. */
export async function* firstOfTwins(
  rows: AsyncIterable<TableRow>,
  column: string,
  leaveOut: LeaveOut,
): AsyncGenerator<TableRow> {
  const seen = new Map<string, number>();
  for await (const row of rows) {
    const id = row.cells.get(column) ?? "";
    const first = seen.get(id);
    if (first === undefined || id === "") {
      seen.set(id, row.number);
      yield row;
    } else leaveOut({ row: row.number, column, why: `is that of row ${first} as well` });
  }
}

/** Of rows that bear one id the last, which says what the ones before it have become. The table is read twice. */
export async function* lastOfTwins(
  read: () => AsyncIterable<TableRow>,
  column: string,
  leaveOut: LeaveOut,
): AsyncGenerator<TableRow> {
  const idOf = ({ cells }: TableRow): string => cells.get(column) ?? "";
  const last = new Map<string, number>();
  for await (const row of read()) last.set(idOf(row), row.number);
  for await (const row of read()) {
    const taken = last.get(idOf(row));
    if (taken === row.number || idOf(row) === "") yield row;
    else leaveOut({ row: row.number, column, why: `is that of row ${taken} as well, which is taken` });
  }
}
