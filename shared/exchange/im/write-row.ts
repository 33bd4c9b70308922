import { type ImColumn, imColumns, imTimes } from "../../contracts/im-columns.ts";
import type { Centre } from "../../domain/centre/centre.ts";
import type { Incident } from "../../domain/incident/incident.ts";
import { isAsImported } from "../../domain/incident/move-in.ts";
import type { Author } from "../../domain/signal/signal.ts";
import { DAY, type Instant } from "../../domain/time/instant.ts";
import { readTime, withoutMark } from "../cell-forms.ts";
import { wallClockOf } from "../wall-clock.ts";
import { durationsOf } from "./durations.ts";
import { answersOf, type ImCells, marked, ourCells } from "./our-cells.ts";

/** What an imported row said of its answers; they are kept as replies, by these ids. */
const importedAnswers = (incident: Incident): ImCells => {
  const answers = answersOf(incident);
  const text = (id: string): string => marked(answers.find((answer) => answer.id === id)?.text);
  return { answer1: text("imported-1"), answer2: text("imported-2"), answer3: text("imported-3") };
};

/** What the other system said stands as it was, until somebody works on the incident here: then what is known here does. */
const present = (incident: Incident, ours: ImCells): ImCells => {
  const { imported } = incident;
  if (imported === undefined) return ours;
  if (isAsImported(incident)) return { ...ours, ...emptied(ours), ...imported.cells, ...importedAnswers(incident) };
  const known = Object.entries(ours).filter(([, cell]) => cell !== "");
  return { ...imported.cells, ...Object.fromEntries(known), id: imported.id };
};

/** Of an imported row an empty cell was empty there: only what is kept elsewhere is ours. */
const emptied = (ours: ImCells): ImCells => {
  const { text = "", answer = "", authorUrl = "" } = ours;
  const empty: ImCells = Object.fromEntries(Object.keys(ours).map((column) => [column, ""]));
  return { ...empty, text, answer, authorUrl };
};

const momentsOf = (cells: ImCells, centre: Centre) => {
  const wall = wallClockOf(centre);
  const moments: Partial<Record<(typeof imTimes)[number], Instant>> = {};
  for (const column of imTimes) {
    const at = readTime(cells[column] ?? "", wall);
    if (at !== undefined) moments[column] = at;
  }
  return moments;
};

/** Letters that a workbook cannot hold, and the ends of lines that it makes the same. */
const UNWRITABLE = /(?![\n\t])\p{Cc}|[\ufffe\uffff]/gu;

const texts: ReadonlySet<string> = new Set<ImColumn>(["text", "answer", "answer1", "answer2", "answer3"]);

/** A cell that no spreadsheet takes for a formula. */
const guarded = (cell: string): string => (/^(?:[=+@']|-.)/.test(cell) ? `'${cell}` : cell);

const written = (column: string, cell: string): string => {
  const clean = cell.toWellFormed().replaceAll(/\r\n?/g, "\n").replaceAll(UNWRITABLE, "").replaceAll("\t", " ");
  return texts.has(column) && clean !== "" ? marked(withoutMark(clean).trim()) : guarded(clean.trim());
};

/** An incident as a row of «Инцидент Менеджмент», by headings. Durations follow from the times that stand in it. */
export const imRowOf = (incident: Incident, author: Author | undefined, centre: Centre): Record<string, string> => {
  const cells = present(incident, ourCells(incident, author, centre));
  const { createdAt = incident.createdAt, ...moments } = momentsOf(cells, centre);
  const took = Object.entries(durationsOf({ ...moments, createdAt }, centre)).map(([column, duration]) => [
    column,
    duration === undefined ? "" : String(duration / DAY),
  ]);
  const all: Readonly<Record<string, string>> = { ...cells, ...Object.fromEntries(took) };
  return Object.fromEntries(
    Object.entries(imColumns).map(([column, heading]) => [heading, written(column, all[column] ?? "")]),
  );
};
