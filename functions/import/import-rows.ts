import {
  type Difference,
  type Fault,
  type ImportReport,
  type ImportRequest,
  importRequest,
  type RowOutcome,
  type UnknownName,
} from "../../shared/contracts/import.ts";
import type { Centre } from "../../shared/domain/centre.ts";
import { Rejection } from "../../shared/domain/rejection.ts";
import type { ReadCentre } from "../../shared/platform/centre-data.ts";
import { complaints } from "../../shared/platform/parse.ts";
import { type ReadRow, readerOf } from "./reader-of.ts";
import { takeIn, type TakeInParts } from "./take-in.ts";

type Parts = TakeInParts & { readonly centre: ReadCentre };

type Row = ImportRequest["rows"][number];

interface RowReport {
  readonly outcome: RowOutcome;
  readonly faults: readonly Fault[];
  readonly differences: readonly Difference[];
  readonly unknown: readonly UnknownName[];
}

/** Rows that are under way at once. */
const AT_ONCE = 20;

/**
 * Takes in rows of another system's export, or says what that would do. A row whose cells have not the form of their
 * columns is named and left out. Rows that were taken in before change nothing.
 */
export const importRows = ({ centre, ...parts }: Parts) => {
  const take = takeIn(parts);

  const rowOf = async (
    { number: row, cells }: Row,
    read: ReadRow,
    data: Centre,
    dryRun: boolean,
  ): Promise<RowReport> => {
    const reading = read(cells);
    if (reading.kind === "faults") {
      const faults = reading.faults.map((fault) => ({ row, ...fault }));
      return { outcome: "refused", faults, differences: [], unknown: [] };
    }
    const { former, author, unknown, differences } = reading;
    return {
      outcome: await take({ former, author }, data, dryRun),
      faults: [],
      differences: differences.map((difference) => ({ row, ...difference })),
      unknown: unknown.map((name) => ({ row, ...name })),
    };
  };

  return async (request: unknown): Promise<ImportReport> => {
    const asked = importRequest.safeParse(request);
    if (!asked.success) {
      const fields = complaints(asked.error).map(({ pointer, detail }) => `${pointer} ${detail}`);
      throw new Rejection(`The rows were not understood: ${fields.join("; ")}.`);
    }
    const { centre: id, dryRun, rows } = asked.data;
    const data = await centre(id);
    const { keyColumn, read } = readerOf(asked.data, data, parts.now());
    const reports: RowReport[] = [];
    for (let start = 0; start < rows.length; start += AT_ONCE)
      reports.push(
        ...(await Promise.all(rows.slice(start, start + AT_ONCE).map((row) => rowOf(row, read, data, dryRun)))),
      );
    const outcomes: Partial<Record<RowOutcome, number>> = {};
    for (const { outcome } of reports) outcomes[outcome] = (outcomes[outcome] ?? 0) + 1;
    return {
      keyColumn,
      outcomes,
      faults: reports.flatMap(({ faults }) => faults),
      differences: reports.flatMap(({ differences }) => differences),
      unknown: reports.flatMap(({ unknown }) => unknown),
    };
  };
};
