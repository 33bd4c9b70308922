import { ROWS_AT_ONCE } from "../../shared/contracts/import.ts";
import type { TableRow } from "../../shared/tables/read-table.ts";

/** Lambda takes 6 MB in a call, and DynamoDB 4 MB in a transaction; a letter may be three bytes. */
const LETTERS_AT_ONCE = 1_000_000;

const lettersOf = ({ cells }: TableRow): number => {
  let sum = 0;
  for (const [column, cell] of cells) sum += column.length + cell.length;
  return sum;
};

/** Rows in pages, as many as one invocation takes. */
export async function* pagesOf(rows: AsyncIterable<TableRow>): AsyncGenerator<readonly TableRow[]> {
  let page: TableRow[] = [];
  let letters = 0;
  for await (const row of rows) {
    const size = lettersOf(row);
    if (page.length === ROWS_AT_ONCE || (page.length > 0 && letters + size > LETTERS_AT_ONCE)) {
      yield page;
      [page, letters] = [[], 0];
    }
    page.push(row);
    letters += size;
  }
  if (page.length > 0) yield page;
}
