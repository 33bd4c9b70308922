import { DAY, HOUR, type Instant, MINUTE, SECOND } from "../domain/time/instant.ts";
import { dayNumber, type WallClock } from "../domain/time/zone.ts";

/** Tables mark a text by an apostrophe before it, so that no spreadsheet takes it for a formula. */
export const withoutMark = (cell: string): string => (cell.startsWith("'") ? cell.slice(1) : cell);

const DAY_FIRST =
  /^(?<day>\d{2})\.(?<month>\d{2})\.(?<year>20\d{2}) (?<hours>\d{1,2}):(?<minutes>\d{2})(?::(?<seconds>\d{2}))?$/;
const YEAR_FIRST =
  /^(?<year>20\d{2})-(?<month>\d{2})-(?<day>\d{2})[ T](?<hours>\d{2}):(?<minutes>\d{2})(?::(?<seconds>\d{2})(?:\.\d+)?)?Z?$/;

/**
 * A moment of a zone's wall clock, as `2025-12-24 20:06:02` or `24.12.2025 20:06`, of this century; nothing when the text is none. A
 * workbook's own dates come with a Z and mean the same: a spreadsheet knows no zones.
 */
export const readTime = (cell: string, wall: WallClock): Instant | undefined => {
  const { groups } = YEAR_FIRST.exec(cell) ?? DAY_FIRST.exec(cell) ?? {};
  if (groups === undefined) return undefined;
  const [hours, minutes, seconds] = [groups["hours"], groups["minutes"], groups["seconds"] ?? 0].map(Number);
  const date = `${groups["year"]}-${groups["month"]}-${groups["day"]}`;
  const day = dayNumber(date);
  if (hours === undefined || minutes === undefined || seconds === undefined) return undefined;
  if (Number.isNaN(day) || new Date(day * DAY).toISOString().slice(0, 10) !== date) return undefined;
  if (hours > 23 || minutes > 59 || seconds > 59) return undefined;
  return wall.instantOf(day, hours * 60 + minutes) + seconds * SECOND;
};

const DAYS_AND_TIME =
  /^(?:(?<days>-?\d{1,6}) days?,? )?\+?(?<hours>\d{1,9}):(?<minutes>[0-5]\d):(?<seconds>[0-5]\d(?:\.\d{1,9})?)$/;
/** Of a part of a second some programs write more than twenty decimals. */
const FRACTION = /^-?\d{1,9}(?:[.,]\d{1,30})?(?:[eE]-?\d{1,2})?$/;

/** Milliseconds of a duration: a fraction of a day, `11 days 12:10:25.217000` or `12:10:25`; nothing for another text. */
export const readDuration = (cell: string): number | undefined => {
  if (FRACTION.test(cell)) return Math.round(Number(cell.replace(",", ".")) * DAY);
  const { groups } = DAYS_AND_TIME.exec(cell) ?? {};
  if (groups === undefined) return undefined;
  const [days, hours, minutes, seconds] = [
    groups["days"] ?? 0,
    groups["hours"],
    groups["minutes"],
    groups["seconds"],
  ].map(Number);
  if (days === undefined || hours === undefined || minutes === undefined || seconds === undefined) return undefined;
  return Math.round(days * DAY + hours * HOUR + minutes * MINUTE + seconds * SECOND);
};

const flags: ReadonlySet<string> = new Set(["да", "нет", "-", "–", "—"]);

/** «Да», «Нет», or a dash where it does not apply. */
export const isFlag = (cell: string): boolean => flags.has(cell.toLowerCase());

/** A number as tables write it; nothing when it is none, or below zero. */
export const readFigure = (cell: string): number | undefined => {
  const figure = FRACTION.test(cell) ? Number(cell.replace(",", ".")) : Number.NaN;
  return figure >= 0 && Number.isSafeInteger(Math.round(figure)) ? Math.round(figure) : undefined;
};
