import { readFile } from "node:fs/promises";
import { gunzipSync } from "node:zlib";
import { CsvError, type Options, parse } from "csv-parse";
import { parse as parseAtOnce } from "csv-parse/sync";
import { streamXlsxRows } from "hucre/xlsx";
import * as z from "zod/mini";

/** What stands in the way of reading a table, in words for whoever brought it. */
export class TableFailure extends Error {
  override name = "TableFailure";
}

export interface TableRow {
  /** As a spreadsheet numbers it: the heading is row 1. */
  readonly number: number;
  readonly cells: ReadonlyMap<string, string>;
}

interface RawRow {
  readonly number: number;
  readonly values: readonly string[];
}

/**
 * The rows of a table under its heading, one after another. CSV (also gzipped; comma, semicolon, tab or bar; UTF-8, UTF-16
 * with its mark as Excel's Unicode text, else Windows-1251 as Russian Excel saves it) and the first sheet of XLSX. Empty rows are passed over.
 */
export async function* readTable(path: string): AsyncGenerator<TableRow> {
  const bytes = await fileBytes(path);
  let heading: readonly string[] | undefined;
  for await (const { number, values } of isZip(bytes) ? xlsxRows(bytes, path) : csvRows(bytes, path)) {
    if (values.every((value) => value === "")) continue;
    if (heading === undefined) {
      heading = values;
      refuseTwins(heading, path);
      continue;
    }
    if (values.length > heading.length)
      throw new TableFailure(
        `${path}, row ${number}: ${values.length} cells under ${heading.length} columns. Look for a quote or a separator too many.`,
      );
    yield { number, cells: new Map(heading.map((column, at) => [column, values[at] ?? ""])) };
  }
  if (heading === undefined) throw new TableFailure(`${path} is empty: the first row must name the columns.`);
}

async function fileBytes(path: string): Promise<Uint8Array> {
  const bytes = await readFile(path).catch((thrown: unknown) => {
    throw new TableFailure(`${path} cannot be read: does the file exist?`, { cause: thrown });
  });
  if (bytes[0] !== 0x1f || bytes[1] !== 0x8b) return bytes;
  try {
    return gunzipSync(bytes);
  } catch (thrown) {
    throw new TableFailure(`${path} is a damaged gzip file. Pack it again.`, { cause: thrown });
  }
}

const isZip = (bytes: Uint8Array): boolean => bytes[0] === 0x50 && bytes[1] === 0x4b;

function refuseTwins(heading: readonly string[], path: string): void {
  const twin = heading.find((column, at) => column !== "" && heading.indexOf(column) !== at);
  if (twin !== undefined) throw new TableFailure(`${path}, row 1: two columns are called "${twin}". Rename one.`);
}

const csvRecord = z.object({ info: z.object({ records: z.number() }), record: z.array(z.string()) });

async function* csvRows(bytes: Uint8Array, path: string): AsyncGenerator<RawRow> {
  const { text, damaged } = decoded(bytes);
  if (text.includes("\0"))
    throw new TableFailure(`${path} is no table: it holds bytes that no text has. Save it as CSV UTF-8 or XLSX.`);
  const options = { bom: true, delimiter: separator(text), relax_column_count: true, trim: true };
  let heading: readonly string[] | undefined;
  try {
    for await (const item of parse(text, { ...options, info: true })) {
      const { info, record } = csvRecord.parse(item);
      const bad = damaged ? record.findIndex((value) => value.includes(NO_LETTER)) : -1;
      if (bad >= 0)
        throw new TableFailure(
          `${path}, row ${info.records}, ${columnAt(heading, bad)}: bytes that are no UTF-8. Save the table again as CSV UTF-8 or XLSX.`,
        );
      if (record.some((value) => value !== "")) heading ??= record;
      yield { number: info.records, values: withoutTail(record) };
    }
  } catch (thrown) {
    if (!(thrown instanceof CsvError)) throw thrown;
    throw new TableFailure(told(thrown, path, (rows) => headingOf(text, { ...options, to: rows })));
  }
}

/** The parser runs ahead of who reads its rows: the heading may not have been handed over yet. */
const headingOf = (text: string, options: Options): readonly string[] | undefined =>
  z
    .array(z.array(z.string()))
    .parse(parseAtOnce(text, options))
    .find((row) => row.some((value) => value !== ""));

const columnAt = (heading: readonly string[] | undefined, at: number): string =>
  heading?.[at] === undefined ? `cell ${at + 1}` : `column "${heading[at]}"`;

const csvFault = z.object({ records: z.number(), column: z.number() });

/** What is wrong, where, and what to do. What stands in the cell may be a citizen's. */
function told(thrown: CsvError, path: string, headingWithin: (rows: number) => readonly string[] | undefined): string {
  const fault = csvFault.safeParse(thrown);
  if (!fault.success) return `${path} is no table: ${thrown.code}. Save it again as CSV UTF-8 or XLSX.`;
  const { records, column } = fault.data;
  const heading = records === 0 ? undefined : headingWithin(records);
  const wrong =
    thrown.code === "CSV_QUOTE_NOT_CLOSED"
      ? "a quote is opened and never closed. Close it, or double it if it is part of the words"
      : "a quote stands within a cell. Put the cell into quotes and double those within it";
  return `${path}, row ${records + 1}, ${columnAt(heading, column)}: ${wrong}. Or save the table as XLSX.`;
}

/** What stands for bytes that are no letter. */
const NO_LETTER = "\ufffd";

interface Decoded {
  readonly text: string;
  /** UTF-8 with bytes in it that are none. */
  readonly damaged: boolean;
}

function decoded(bytes: Uint8Array): Decoded {
  if (bytes[0] === 0xff && bytes[1] === 0xfe)
    return { text: new TextDecoder("utf-16le").decode(bytes), damaged: false };
  if (bytes[0] === 0xfe && bytes[1] === 0xff)
    return { text: new TextDecoder("utf-16be").decode(bytes), damaged: false };
  try {
    return { text: new TextDecoder("utf-8", { fatal: true }).decode(bytes), damaged: false };
  } catch (thrown) {
    if (!(thrown instanceof TypeError)) throw thrown;
    return damagedOrRussian(bytes);
  }
}

/** Russian letters of Windows-1251 are hardly ever letters of UTF-8 as well: a file that is mostly UTF-8 is so, damaged. */
function damagedOrRussian(bytes: Uint8Array): Decoded {
  const text = new TextDecoder("utf-8").decode(bytes);
  const lost = text.split(NO_LETTER).length - 1;
  const letters = text.match(/[^\0-\u007f\ufffd]/g)?.length ?? 0;
  return letters > lost
    ? { text, damaged: true }
    : { text: new TextDecoder("windows-1251").decode(bytes), damaged: false };
}

/** The one of the usual separators that the heading has most of. */
function separator(text: string): string {
  const heading = text.slice(0, text.indexOf("\n") + 1 || undefined);
  const count = (mark: string) => heading.split(mark).length;
  return [",", ";", "\t", "|"].reduce((best, mark) => (count(mark) > count(best) ? mark : best));
}

/** Spreadsheets like to end rows with empty cells. */
function withoutTail(values: readonly string[]): readonly string[] {
  const last = values.findLastIndex((value) => value !== "");
  return values.slice(0, last + 1);
}

async function* xlsxRows(bytes: Uint8Array, path: string): AsyncGenerator<RawRow> {
  const rows = streamXlsxRows(bytes);
  for (;;) {
    const next = await rows.next().catch((thrown: unknown) => {
      throw new TableFailure(`${path} is no XLSX workbook, or a damaged one. Save it again as XLSX or CSV.`, {
        cause: thrown,
      });
    });
    if (next.done === true) return;
    yield { number: next.value.index + 1, values: withoutTail(next.value.values.map(cellText)) };
  }
}

const cellText = (value: string | number | boolean | Date | null): string => {
  if (value === null) return "";
  return value instanceof Date ? value.toISOString() : String(value).trim();
};
