import { type ImColumn, imColumns, imDurations, imTimes } from "../../contracts/im-columns.ts";
import type { Instant } from "../../domain/time/instant.ts";
import type { WallClock } from "../../domain/time/zone.ts";
import { isFlag, readDuration, readFigure, readTime, withoutMark } from "../cell-forms.ts";
import type { CellFault } from "../translated.ts";

type TimeColumn = (typeof imTimes)[number];
type DurationColumn = (typeof imDurations)[number];

/** A row of «Инцидент Менеджмент» whose every cell has the form of its column. */
export interface ImRow {
  /** What is not empty, without the marks of texts. */
  readonly cells: Readonly<Partial<Record<ImColumn, string>>>;
  readonly times: Readonly<Partial<Record<TimeColumn, Instant>>>;
  /** In milliseconds. */
  readonly durations: Readonly<Partial<Record<DurationColumn, number>>>;
  readonly createdAt: Instant;
  readonly id: string;
}

export type ImReading =
  | { readonly kind: "row"; readonly row: ImRow }
  | { readonly kind: "faults"; readonly faults: readonly CellFault[] };

const flagColumns = ["inTime", "mediaInAnswer", "mediaInMessage", "surveySent"] as const satisfies readonly ImColumn[];
const figureColumns = ["audience", "engagement"] as const satisfies readonly ImColumn[];

/** As long as texts may be here, of which a row has six: an incident is one item of the table, of at most 400 KB. */
const LONGEST_TEXT = 20_000;
const LONGEST_WORDS = 2_000;
const texts: ReadonlySet<ImColumn> = new Set(["text", "answer", "answer1", "answer2", "answer3", "note"]);

/** Stands where something does not apply. */
const NONE = "-";

const TIME = "must be a time as 2025-12-24 20:06:02";
const DURATION = "must be a duration: a fraction of a day as 0.25, or as 1 days 06:00:00";

const columns = Object.entries(imColumns).flatMap(([key, heading]) => (isColumn(key) ? [{ key, heading }] : []));

function isColumn(key: string): key is ImColumn {
  return key in imColumns;
}

const given = (cell: string | undefined): string | undefined => {
  const words = cell === undefined ? "" : withoutMark(cell.trim());
  return words === "" ? undefined : words;
};

/** Reads a row by the headings of its columns, or says of each cell that has another form than its column what is wrong. */
export const readImRow = (raw: Readonly<Record<string, string>>, wall: WallClock, now: Instant): ImReading => {
  const cells: Partial<Record<ImColumn, string>> = {};
  for (const { key, heading } of columns) {
    const words = given(raw[heading]);
    if (words !== undefined) cells[key] = words;
  }
  const faults: CellFault[] = [];
  const fault = (column: ImColumn, why: string): void => void faults.push({ column: imColumns[column], why });
  for (const { key } of columns) {
    const longest = texts.has(key) ? LONGEST_TEXT : LONGEST_WORDS;
    if ((cells[key]?.length ?? 0) > longest) fault(key, `is longer than ${longest} letters`);
  }
  const read = <Column extends ImColumn, Value>(
    of: readonly Column[],
    form: (cell: string) => Value | undefined,
    why: string,
  ): Partial<Record<Column, Value>> => {
    const values: Partial<Record<Column, Value>> = {};
    for (const column of of) {
      const cell = cells[column];
      if (cell === undefined || cell === NONE) continue;
      const value = form(cell);
      if (value === undefined) fault(column, why);
      else values[column] = value;
    }
    return values;
  };
  const times = read(imTimes, (cell) => readTime(cell, wall), TIME);
  const durations = read(imDurations, readDuration, DURATION);
  read(flagColumns, (cell) => isFlag(cell) || undefined, "must be Да, Нет or -");
  read(figureColumns, readFigure, "must be a number from 0 on");
  const { id } = cells;
  const { createdAt, closedAt } = times;
  if (id === undefined) fault("id", "is empty");
  if (cells.createdAt === undefined || cells.createdAt === NONE) fault("createdAt", "is empty");
  if (createdAt !== undefined && createdAt > now) fault("createdAt", "lies ahead of now");
  if (createdAt !== undefined && closedAt !== undefined && closedAt < createdAt)
    fault("closedAt", `lies before "${imColumns.createdAt}"`);
  if (faults.length > 0 || id === undefined || createdAt === undefined) return { kind: "faults", faults };
  return { kind: "row", row: { cells, times, durations, createdAt, id } };
};
