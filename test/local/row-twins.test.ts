import { expect, test } from "vitest";
import { firstOfTwins, lastOfTwins } from "../../local/exchange/row-twins.ts";
import type { Fault } from "../../shared/contracts/import.ts";
import type { TableRow } from "../../shared/tables/read-table.ts";

async function* table(...numbers: readonly string[]): AsyncGenerator<TableRow> {
  for (const [place, number] of numbers.entries()) yield { number: place + 2, cells: new Map([["Номер", number]]) };
}

const taken = async (rows: AsyncIterable<TableRow>): Promise<readonly number[]> => {
  const numbers: number[] = [];
  for await (const { number } of rows) numbers.push(number);
  return numbers;
};

test("of rows with one number the last is taken, and each other one is named with it", async () => {
  const left: Fault[] = [];
  const rows = lastOfTwins(
    () => table("7", "8", "7", "", "7", ""),
    "Номер",
    (fault) => left.push(fault),
  );
  expect(await taken(rows)).toEqual([3, 5, 6, 7]);
  expect(left).toEqual([
    { row: 2, column: "Номер", why: "is that of row 6 as well, which is taken" },
    { row: 4, column: "Номер", why: "is that of row 6 as well, which is taken" },
  ]);
});

test("of rows with one ID of «Инцидент Менеджмент» the first is taken, and each other one is named with it", async () => {
  const left: Fault[] = [];
  expect(await taken(firstOfTwins(table("7", "8", "7", "", ""), "Номер", (fault) => left.push(fault)))).toEqual([
    2, 3, 5, 6,
  ]);
  expect(left).toEqual([{ row: 4, column: "Номер", why: "is that of row 2 as well" }]);
});
