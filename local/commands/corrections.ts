import { existsSync } from "node:fs";
import { dirname, resolve } from "node:path";
import { parseArgs } from "node:util";
import * as z from "zod/mini";
import { incidentDetail, incidentPage, LARGEST_PAGE } from "../../shared/contracts/api.ts";
import { problem } from "../../shared/contracts/problem.ts";
import { DEFAULT_CENTRE } from "../../shared/contracts/secrets.ts";
import { type Correction, correctionOf, correctionTable } from "../corrections/correction.ts";
import { readRunningEdition, replaceFile } from "../data-directory.ts";
import { readSettings } from "../settings.ts";
import { StartFailure } from "../start-failure.ts";
import { runCommand } from "./run-command.ts";
import { staffToken } from "./staff-token.ts";

const usage =
  "Usage: npm run corrections -- --out <file.csv> [--centre <id>], or OTKLIK_TOKEN=<an auditor's token> npm run corrections -- --out <file.csv> --url <address>";

await runCommand(async () => {
  const { out, centre, url } = readArguments();
  if (!existsSync(dirname(out))) throw new StartFailure(`${dirname(out)} is not there: make it, or name another file.`);
  const ask = url === undefined ? await askHere(centre) : asking(url, tokenGiven());
  const found: Correction[] = [];
  let read = 0;
  let cursor: string | undefined;
  do {
    const more = cursor === undefined ? "" : `&cursor=${cursor}`;
    const page = incidentPage.parse(await ask(`/api/incidents?limit=${LARGEST_PAGE}${more}`));
    // What nobody has touched has the version it was opened with.
    for (const { id } of page.items.filter(({ version }) => version > 1)) {
      const correction = correctionOf(incidentDetail.parse(await ask(`/api/incidents/${id}`)));
      if (correction !== undefined) found.push(correction);
    }
    read += page.items.length;
    cursor = page.cursor;
  } while (cursor !== undefined);
  replaceFile(out, correctionTable(found));
  return `${read} incidents were read; ${found.length} that people have corrected are in ${out}, personal data masked.`;
});

type Ask = (path: string) => Promise<unknown>;

/** An auditor is shown texts with personal data masked, and can change nothing. */
async function askHere(centre: string): Promise<Ask> {
  const settings = readSettings(process.env);
  const edition = readRunningEdition(settings.dataDirectory);
  if (edition === undefined)
    throw new StartFailure(`No Otklik runs on ${settings.dataDirectory}: start it with npm start, then ask again.`);
  return asking(edition.address, await staffToken({ role: "auditor", centre, authority: undefined }, settings));
}

function tokenGiven(): string {
  const token = process.env["OTKLIK_TOKEN"];
  if (token === undefined || token === "") throw new StartFailure(`OTKLIK_TOKEN is not set. ${usage}`);
  return token;
}

function asking(address: string, token: string): Ask {
  return async (path) => {
    const answer = await fetch(new URL(path, address), { headers: { authorization: `Bearer ${token}` } }).catch(() => {
      throw new StartFailure(`Nobody answers at ${address}.`);
    });
    const json: unknown = await answer.json();
    if (answer.ok) return json;
    const { detail, title } = z.partial(problem).parse(json);
    throw new StartFailure(detail ?? title ?? `${address} answered ${answer.status}.`);
  };
}

function readArguments() {
  const text = { type: "string" } as const;
  try {
    const { out, centre, url } = parseArgs({ options: { out: text, centre: text, url: text } }).values;
    if (out === undefined || (url !== undefined && !URL.canParse(url))) throw new StartFailure(usage);
    return { out: resolve(out), centre: centre ?? DEFAULT_CENTRE, url };
  } catch (thrown) {
    if (thrown instanceof TypeError) throw new StartFailure(`${thrown.message.split(".")[0]}. ${usage}`);
    throw thrown;
  }
}
