import { imColumns } from "../../shared/contracts/im-columns.ts";
import type { Difference, ImportRequest } from "../../shared/contracts/import.ts";
import type { Centre } from "../../shared/domain/centre/centre.ts";
import { Rejection } from "../../shared/domain/signal/rejection.ts";
import type { Instant } from "../../shared/domain/time/instant.ts";
import { differencesOf } from "../../shared/exchange/im/durations.ts";
import { translated } from "../../shared/exchange/im/former.ts";
import { readImRow } from "../../shared/exchange/im/read-row.ts";
import { posTranslated } from "../../shared/exchange/pos/former.ts";
import { readPosRow } from "../../shared/exchange/pos/read-row.ts";
import type { CellFault, Translated } from "../../shared/exchange/translated.ts";
import { wallClockOf } from "../../shared/exchange/wall-clock.ts";

type Reading =
  | { readonly kind: "faults"; readonly faults: readonly CellFault[] }
  | (Translated & { readonly kind: "row"; readonly differences: readonly Omit<Difference, "row">[] });

/** Reads a row's cells by their columns' headings. */
export type ReadRow = (cells: Readonly<Record<string, string>>) => Reading;

interface Reader {
  /** The column by which rows are told apart. */
  readonly keyColumn: string;
  readonly read: ReadRow;
}

/** How the rows of a request are read. */
export const readerOf = ({ form, mapping }: ImportRequest, data: Centre, now: Instant): Reader => {
  const wall = wallClockOf(data);
  switch (form) {
    case "im":
      return {
        keyColumn: imColumns.id,
        read: (cells) => {
          const reading = readImRow(cells, wall, now);
          if (reading.kind === "faults") return reading;
          const { row } = reading;
          return { kind: "row", ...translated(row, data), differences: differencesOf(row, data) };
        },
      };
    case "pos": {
      const by = mapping ?? data.imports?.pos;
      if (by === undefined)
        throw new Rejection(
          "Nothing says which column holds what: give --mapping, or put it under pos into imports.json.",
        );
      return {
        keyColumn: by.columns.number,
        read: (cells) => {
          const reading = readPosRow(cells, by, wall, now);
          if (reading.kind === "faults") return reading;
          return { kind: "row", ...posTranslated(reading.row, by, data), differences: [] };
        },
      };
    }
    default:
      return form satisfies never;
  }
};
