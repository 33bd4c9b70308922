import { SECOND } from "../../shared/domain/time/instant.ts";
import { readTable } from "../../shared/tables/read-table.ts";
import { type Sketch, sketchOf } from "../../shared/understanding/same-matter/sketch.ts";
import { TrainingFailure } from "../failure.ts";
import { usualSubjects } from "../subjects/usual-subjects.ts";

export interface ReadPair {
  readonly one: Sketch;
  readonly other: Sketch;
  readonly same: boolean;
}

const aboutOf = usualSubjects();
const COLUMNS = ["textA", "textB", "same"];
const YES = new Set(["1", "true", "yes", "да"]);
const NO = new Set(["0", "false", "no", "нет"]);

/** Reads pairs of a table; coordinates and times may be missing on either side. Refuses it at the first cell that says nothing. */
export async function readPairs(path: string): Promise<readonly ReadPair[]> {
  const pairs: ReadPair[] = [];
  for await (const { number, cells } of readTable(path)) {
    const missing = COLUMNS.filter((column) => !cells.has(column));
    if (missing.length > 0) throw new TrainingFailure(`${path}, row 1: no column ${missing.join(", ")}.`);
    const cell = (column: string): string => cells.get(column)?.trim() ?? "";
    const refuse = (column: string): never => {
      throw new TrainingFailure(`${path}, row ${number}, column "${column}": "${cell(column)}" is not understood.`);
    };
    const times = [timeOf(cell("timeA")), timeOf(cell("timeB"))];
    if (Number.isNaN(times[0])) refuse("timeA");
    if (Number.isNaN(times[1])) refuse("timeB");
    const [first = times[1] ?? 0, second = times[0] ?? 0] = times;
    const side = (name: "A" | "B", at: number): Sketch => sketchOf(cell(`text${name}`), placeAt(name), at, aboutOf);
    const placeAt = (name: "A" | "B") => {
      const [lat, lon] = [`lat${name}`, `lon${name}`].map((column) => {
        const value = Number(cell(column).replace(",", "."));
        return Math.abs(value) <= (column.startsWith("lat") ? 90 : 180) ? value : refuse(column);
      });
      return cell(`lat${name}`) === "" || cell(`lon${name}`) === "" ? undefined : { lat, lon };
    };
    const word = cell("same").toLowerCase();
    if (!YES.has(word) && !NO.has(word)) refuse("same");
    pairs.push({ one: side("A", first), other: side("B", second), same: YES.has(word) });
  }
  if (pairs.length === 0) throw new TrainingFailure(`${path} has no rows under its heading.`);
  return pairs;
}

const ZONED = /(?:Z|[+-]\d{2}:?\d{2})$/i;
const EPOCH_SECONDS = /^\d{9,10}$/;
const EPOCH_MILLISECONDS = /^\d{12,13}$/;
/** As 05.03.2026 14:20. */
const DAY_FIRST = /^(\d{2})\.(\d{2})\.(\d{4})(.*)$/;

/** February has no thirtieth day, and `Date.parse` takes it for the second of March. */
const isOfCalendar = (written: string): boolean => {
  const [day] = /^\d{4}-\d{2}-\d{2}/.exec(written) ?? [];
  if (day === undefined) return true;
  const parsed = Date.parse(day);
  return !Number.isNaN(parsed) && new Date(parsed).toISOString().startsWith(day);
};

/** A time without a zone is taken for UTC: what counts is how far two are apart. */
const timeOf = (cell: string): number | undefined => {
  if (cell === "") return undefined;
  if (EPOCH_SECONDS.test(cell)) return Number(cell) * SECOND;
  if (EPOCH_MILLISECONDS.test(cell)) return Number(cell);
  const day = cell.replace(DAY_FIRST, "$3-$2-$1$4").replace(" ", "T");
  if (!isOfCalendar(day)) return Number.NaN;
  return Date.parse(ZONED.test(day) || !day.includes("T") ? day : `${day}Z`);
};
