import { parseArgs } from "node:util";
import { imColumns, imDurations } from "../../shared/contracts/im-columns.ts";
import { type ExportRequest, exportReport, exportRequest } from "../../shared/contracts/export.ts";
import { DEFAULT_CENTRE } from "../../shared/contracts/secrets.ts";
import { TableFailure } from "../../shared/tables/read-table.ts";
import { writeTable } from "../../shared/tables/write-table.ts";
import { readRunningEdition } from "../data-directory.ts";
import { readSettings } from "../settings.ts";
import { StartFailure } from "../start-failure.ts";
import { askEdition } from "./ask-edition.ts";
import { runCommand } from "./run-command.ts";
import { staffToken } from "./staff-token.ts";

const usage =
  "npm run export -- im --out <file.xlsx|file.csv> [--from <ISO instant>] [--to <ISO instant>] [--centre <id>] [--url <address>]";

type Row = Readonly<Record<string, string>>;

/** Oldest first; of one second by their ID. */
const order = (row: Row): string => `${row[imColumns.createdAt]} ${row[imColumns.id]}`;

await runCommand(async () => {
  const { out, centre, period, url } = readArguments(process.argv.slice(2));
  const { address, token } = await installation(url, centre);
  const rows: Row[] = [];
  let cursor: string | undefined;
  do {
    const body: ExportRequest = { ...period, ...(cursor === undefined ? {} : { cursor }) };
    const headers = { authorization: `Bearer ${token}` };
    const answer = await askEdition(`${address}/api/centres/${encodeURIComponent(centre)}/export`, body, headers);
    if (answer === undefined) throw new StartFailure(`Nobody answers at ${address}.`);
    const page = exportReport.parse(answer);
    rows.push(...page.rows);
    cursor = page.cursor;
    process.stderr.write(`${rows.length} incidents\n`);
  } while (cursor !== undefined);
  const table = {
    columns: Object.values(imColumns),
    rows: rows.toSorted((a, b) => (order(a) < order(b) ? -1 : 1)),
    figures: new Set<string>(imDurations.map((column) => imColumns[column])),
  };
  await writeTable(out, table).catch((thrown: unknown) => {
    throw thrown instanceof TableFailure ? new StartFailure(thrown.message) : thrown;
  });
  return `${rows.length} incidents are in ${out}. It names citizens: keep it where only those may read it who have to.`;
});

/** The edition of this machine; or any other at its address, with an administrator's token in OTKLIK_TOKEN. */
async function installation(url: string | undefined, centre: string) {
  if (url !== undefined) {
    if (!/^https?:\/\/./.test(url)) throw new StartFailure(`--url ${url} is no address: write https://… `.trim());
    const token = process.env["OTKLIK_TOKEN"];
    if (token === undefined) throw new StartFailure("Put an administrator's token into OTKLIK_TOKEN.");
    return { address: url.replace(/\/$/, ""), token };
  }
  const settings = readSettings(process.env);
  const edition = readRunningEdition(settings.dataDirectory);
  if (edition === undefined)
    throw new StartFailure(`No Otklik runs on ${settings.dataDirectory}: start it with npm start, then ask again.`);
  return {
    address: edition.address,
    token: await staffToken({ role: "administrator", centre, authority: undefined }, settings),
  };
}

function readArguments(args: readonly string[]) {
  try {
    const text = { type: "string" } as const;
    const { values, positionals } = parseArgs({
      args: [...args],
      options: { out: text, from: text, to: text, centre: text, url: text },
      allowPositionals: true,
    });
    const { out, from, to, centre = DEFAULT_CENTRE, url } = values;
    const period = exportRequest.safeParse({ ...(from && { from }), ...(to && { to }) });
    const [form, ...rest] = positionals;
    if (form === "im" && rest.length === 0 && out !== undefined && /\.(?:xlsx|csv)$/i.test(out) && period.success)
      return { out, centre, url, period: period.data };
  } catch (thrown) {
    if (!(thrown instanceof TypeError)) throw thrown;
  }
  throw new StartFailure(`Usage: ${usage}`);
}
