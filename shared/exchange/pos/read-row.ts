import type { PosImport } from "../../domain/centre/imports.ts";
import { DAY, type Instant, SECOND } from "../../domain/time/instant.ts";
import type { WallClock } from "../../domain/time/zone.ts";
import { readTime, withoutMark } from "../cell-forms.ts";
import type { CellFault } from "../translated.ts";

type Field = keyof PosImport["columns"];

/** A row of an export of «Решаем вместе», by what its columns hold. */
export interface PosRow {
  readonly cells: Readonly<Partial<Record<Field, string>>>;
  readonly number: string;
  readonly createdAt: Instant;
  readonly dueAt?: Instant | undefined;
  readonly closedAt?: Instant | undefined;
  readonly answeredAt?: Instant | undefined;
}

export type PosReading =
  | { readonly kind: "row"; readonly row: PosRow }
  | { readonly kind: "faults"; readonly faults: readonly CellFault[] };

const LONGEST = 20_000;
const TIME = "must be a time as 20.03.2026 18:00, or a date";

/** A date without a time is its beginning; as a deadline its end. */
const readMoment = (cell: string, wall: WallClock, isEnd: boolean): Instant | undefined => {
  const beginning = readTime(`${cell} 00:00`, wall);
  if (beginning === undefined) return readTime(cell, wall);
  return isEnd ? wall.instantOf(wall.dayOf(beginning) + 1, 0) - SECOND : beginning;
};

/** Reads a row by the centre's own mapping, or says what is wrong with which cell. */
export const readPosRow = (
  raw: Readonly<Record<string, string>>,
  { columns }: Pick<PosImport, "columns">,
  wall: WallClock,
  now: Instant,
): PosReading => {
  const faults: CellFault[] = [];
  const cellOf = (field: Field): string | undefined => {
    const column = columns[field];
    if (column === undefined) return undefined;
    if (raw[column] === undefined) faults.push({ column, why: "is not in the file" });
    const cell = withoutMark((raw[column] ?? "").trim());
    if (cell.length > LONGEST) faults.push({ column, why: `is longer than ${LONGEST} letters` });
    return cell === "" ? undefined : cell;
  };
  const cells = {
    number: cellOf("number"),
    text: cellOf("text"),
    status: cellOf("status"),
    group: cellOf("group"),
    topic: cellOf("topic"),
    territory: cellOf("territory"),
    address: cellOf("address"),
    authority: cellOf("authority"),
    author: cellOf("author"),
    answer: cellOf("answer"),
  };
  const momentOf = (field: "createdAt" | "dueAt" | "closedAt" | "answeredAt"): Instant | undefined => {
    const cell = cellOf(field);
    const at = cell === undefined ? undefined : readMoment(cell, wall, field === "dueAt");
    if (cell !== undefined && at === undefined) faults.push({ column: columns[field] ?? field, why: TIME });
    return at;
  };
  const times = { dueAt: momentOf("dueAt"), closedAt: momentOf("closedAt"), answeredAt: momentOf("answeredAt") };
  const createdAt = momentOf("createdAt");
  const { number } = cells;
  if (number === undefined) faults.push({ column: columns.number, why: "is empty" });
  if (createdAt === undefined && faults.every(({ column }) => column !== columns.createdAt))
    faults.push({ column: columns.createdAt, why: "is empty" });
  if (createdAt !== undefined && createdAt > now + DAY)
    faults.push({ column: columns.createdAt, why: "lies ahead of now" });
  if (faults.length > 0 || number === undefined || createdAt === undefined) return { kind: "faults", faults };
  const present = Object.fromEntries(Object.entries(cells).filter(([, cell]) => cell !== undefined));
  return { kind: "row", row: { cells: present, number, createdAt, ...times } };
};
