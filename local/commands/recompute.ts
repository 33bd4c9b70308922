import { parseArgs } from "node:util";
import { type RecomputeReport, recomputeReport } from "../../shared/contracts/recompute.ts";
import { DEFAULT_CENTRE } from "../../shared/contracts/secrets.ts";
import { readRunningEdition } from "../data-directory.ts";
import { readSettings } from "../settings.ts";
import { StartFailure } from "../start-failure.ts";
import { askEdition } from "./ask-edition.ts";
import { runCommand } from "./run-command.ts";
import { staffToken } from "./staff-token.ts";
import { table } from "./table.ts";

const usage = "npm run recompute -- [--centre <id>] [--dry-run]";

await runCommand(async () => {
  const { centre, dryRun } = readArguments(process.argv.slice(2));
  const settings = readSettings(process.env);
  const edition = readRunningEdition(settings.dataDirectory);
  const silent = new StartFailure(
    `No Otklik runs on ${settings.dataDirectory}: start it with npm start, then ask again.`,
  );
  if (edition === undefined) throw silent;
  const token = await staffToken({ role: "administrator", centre, authority: undefined }, settings);
  const ask = async (cursor: string | undefined): Promise<RecomputeReport> => {
    const url = `${edition.address}/api/centres/${encodeURIComponent(centre)}/recompute`;
    const body = { dryRun, ...(cursor !== undefined && { cursor }) };
    const answer = await askEdition(url, body, { authorization: `Bearer ${token}` });
    if (answer === undefined) throw silent;
    return recomputeReport.parse(answer);
  };

  const sum = { seen: 0, changed: 0 };
  const moved: RecomputeReport["moved"] = [];
  let page = await ask(undefined);
  for (;;) {
    sum.seen += page.seen;
    sum.changed += page.changed;
    moved.push(...page.moved);
    if (page.cursor === undefined) return reportOf(sum, moved, dryRun);
    page = await ask(page.cursor);
  }
});

function readArguments(args: readonly string[]): { readonly centre: string; readonly dryRun: boolean } {
  try {
    const options = { centre: { type: "string" }, "dry-run": { type: "boolean" } } as const;
    const { values } = parseArgs({ args: [...args], options });
    return { centre: values.centre ?? DEFAULT_CENTRE, dryRun: values["dry-run"] ?? false };
  } catch (thrown) {
    if (thrown instanceof TypeError) throw new StartFailure(`${thrown.message.split(".")[0]}. Usage: ${usage}`);
    throw thrown;
  }
}

function reportOf(
  { seen, changed }: { readonly seen: number; readonly changed: number },
  moved: RecomputeReport["moved"],
  dryRun: boolean,
): string {
  const summary = dryRun
    ? `${seen} open incidents, ${changed} would change; nothing was written.`
    : `${seen} open incidents, ${changed} changed.`;
  if (moved.length === 0) return `${summary} No deadline ${dryRun ? "would move" : "moved"}.`;
  const rows = moved.map(({ incidentId, clock, from, to }) => [incidentId, clock, from, to]);
  return [table(["incident", "clock", "from", "to"], rows), "", summary].join("\n");
}
