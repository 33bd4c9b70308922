import {
  type Difference,
  type Fault,
  type ImportReport,
  importRequest,
  type RowOutcome,
  type UnknownName,
} from "../../shared/contracts/import.ts";
import { Rejection } from "../../shared/domain/signal/rejection.ts";
import type { ReadCentre } from "../../shared/platform/centre-data.ts";
import { complaints } from "../../shared/platform/parse.ts";
import type { PseudonymOf } from "../../shared/platform/pseudonyms.ts";
import type { Arrival } from "./keep-authors.ts";
import { readerOf } from "./reader-of.ts";
import { type TakeInParts, takeIn } from "./take-in.ts";

type Parts = TakeInParts & { readonly pseudonymOf: PseudonymOf; readonly centre: ReadCentre };

/**
 * Takes in rows of another system's export, or says what that would do. A row whose cells have not the form of their
 * columns is named and left out. Rows that were taken in before change nothing.
 */
export const importRows = ({ centre, pseudonymOf, ...parts }: Parts) => {
  const take = takeIn(parts);

  const named = async ({ former, author }: Arrival): Promise<Arrival> => {
    if (author === undefined) return { former, author };
    const { channel, source } = former.signal;
    const citizen = await pseudonymOf({ channel, source, id: author.id });
    return { former: { ...former, signal: { ...former.signal, citizen } }, author };
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
    const faults: Fault[] = [];
    const differences: Difference[] = [];
    const unknown: UnknownName[] = [];
    const arrivals: Arrival[] = [];
    for (const { number: row, cells } of rows) {
      const reading = read(cells);
      if (reading.kind === "faults") faults.push(...reading.faults.map((fault) => ({ row, ...fault })));
      else {
        differences.push(...reading.differences.map((difference) => ({ row, ...difference })));
        unknown.push(...reading.unknown.map((name) => ({ row, ...name })));
        arrivals.push(await named(reading));
      }
    }
    const refused = rows.length - arrivals.length;
    const outcomes: Partial<Record<RowOutcome, number>> = refused === 0 ? {} : { refused };
    for (const outcome of await take(arrivals, data, dryRun)) outcomes[outcome] = (outcomes[outcome] ?? 0) + 1;
    return { keyColumn, outcomes, faults, differences, unknown };
  };
};
