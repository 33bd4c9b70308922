import { readFileSync } from "node:fs";
import { parseArgs } from "node:util";
import { imColumns } from "../../shared/contracts/im-columns.ts";
import { type Fault, type ImportReport, type ImportRequest, importReport } from "../../shared/contracts/import.ts";
import { functionName } from "../../shared/contracts/names.ts";
import { DEFAULT_CENTRE } from "../../shared/contracts/secrets.ts";
import { type PosImport, posImport } from "../../shared/domain/centre/imports.ts";
import { SECOND } from "../../shared/domain/time/instant.ts";
import { complaints } from "../../shared/platform/parse.ts";
import { readTable, TableFailure, type TableRow } from "../../shared/tables/read-table.ts";
import { pagesOf } from "../exchange/import-pages.ts";
import { importSum } from "../exchange/import-sum.ts";
import { inOrder } from "../exchange/in-order.ts";
import { firstOfTwins, lastOfTwins } from "../exchange/row-twins.ts";
import { StartFailure } from "../start-failure.ts";
import { type InvokeFunction, invokeHere, invokeOnAws } from "./invoke-function.ts";
import { runCommand } from "./run-command.ts";

const usage = "npm run import -- im|pos <file.xlsx|file.csv> [--apply] [--centre <id>] [--mapping <file.json>] [--aws]";

/** While one page is written the next one is read. */
const PAGES_AT_ONCE = 2;

await runCommand(async () => {
  const { form, path, centre, apply, mapping, invoke } = readArguments(process.argv.slice(2));
  const sum = importSum(apply);
  try {
    const ask = async (rows: readonly TableRow[], dryRun: boolean): Promise<ImportReport> => {
      const asked = { centre, form, dryRun, rows: rows.map(plain) };
      const request: ImportRequest = mapping === undefined ? asked : { ...asked, mapping };
      return importReport.parse(await invoke(functionName("import"), request));
    };
    const leaveOut = (fault: Fault): void => sum.leaveOut(fault);
    const table = form === "im" ? ofIm(path, leaveOut) : ofPos(path, ask, leaveOut);
    const pages = inOrder(pagesOf(table), (rows) => ask(rows, !apply), PAGES_AT_ONCE);
    const from = performance.now();
    for await (const report of pages) process.stderr.write(`${progress(sum.add(report), performance.now() - from)}\n`);
  } catch (thrown) {
    if (thrown instanceof TableFailure) throw new StartFailure(thrown.message);
    throw thrown;
  }
  return sum.told();
});

/** How many rows there have been, and how fast they go. */
function progress(rows: number, milliseconds: number): string {
  return `${rows} rows, ${Math.round((rows / milliseconds) * SECOND)} a second`;
}

function plain({ number, cells }: TableRow): ImportRequest["rows"][number] {
  return { number, cells: Object.fromEntries(cells) };
}

/** A heading that is written otherwise would lose its whole column in silence. */
async function* requireColumns(rows: AsyncIterable<TableRow>, path: string): AsyncGenerator<TableRow> {
  let isFirst = true;
  for await (const row of rows) {
    const missing = isFirst ? Object.values(imColumns).filter((column) => !row.cells.has(column)) : [];
    if (missing.length > 0)
      throw new StartFailure(
        `${path}, row 1: no column ${missing.map((column) => `"${column}"`).join(", ")}. Export it with all 47 columns.`,
      );
    isFirst = false;
    yield row;
  }
}

/** The rows of «Инцидент Менеджмент», by the columns that they must have. */
function ofIm(path: string, leaveOut: (fault: Fault) => void): AsyncIterable<TableRow> {
  return firstOfTwins(requireColumns(readTable(path), path), imColumns.id, leaveOut);
}

/** The rows of «Решаем вместе», by the column that the centre says holds their number: its data are asked for it. */
async function* ofPos(
  path: string,
  ask: (rows: readonly TableRow[], dryRun: boolean) => Promise<ImportReport>,
  leaveOut: (fault: Fault) => void,
): AsyncGenerator<TableRow> {
  for await (const first of readTable(path)) {
    const { keyColumn } = await ask([first], true);
    yield* lastOfTwins(() => readTable(path), keyColumn, leaveOut);
    return;
  }
}

function readMapping(path: string): PosImport {
  try {
    const mapping = posImport.safeParse(JSON.parse(readFileSync(path, "utf8")));
    if (mapping.success) return mapping.data;
    const wrong = complaints(mapping.error).map(({ pointer, detail }) => `${pointer} ${detail}`);
    throw new StartFailure(`${path}: ${wrong.join("; ")}`);
  } catch (thrown) {
    if (thrown instanceof StartFailure) throw thrown;
    throw new StartFailure(`${path} cannot be read as JSON.`, { cause: thrown });
  }
}

interface Arguments {
  readonly form: ImportRequest["form"];
  readonly path: string;
  readonly centre: string;
  readonly apply: boolean;
  readonly mapping: PosImport | undefined;
  readonly invoke: InvokeFunction;
}

function readArguments(args: readonly string[]): Arguments {
  try {
    const { values, positionals } = parseArgs({
      args: [...args],
      options: {
        apply: { type: "boolean" },
        centre: { type: "string" },
        mapping: { type: "string" },
        aws: { type: "boolean" },
      },
      allowPositionals: true,
    });
    const [form, path, ...rest] = positionals;
    if ((form === "im" || form === "pos") && path !== undefined && rest.length === 0)
      return {
        form,
        path,
        centre: values.centre ?? DEFAULT_CENTRE,
        apply: values.apply ?? false,
        mapping: values.mapping === undefined ? undefined : readMapping(values.mapping),
        invoke: values.aws === true ? invokeOnAws : invokeHere,
      };
  } catch (thrown) {
    if (!(thrown instanceof TypeError)) throw thrown;
  }
  throw new StartFailure(`Usage: ${usage}`);
}
