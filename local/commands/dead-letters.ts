import * as z from "zod/mini";
import { readRunningEdition } from "../data-directory.ts";
import { readSettings } from "../settings.ts";
import { StartFailure } from "../start-failure.ts";
import { runCommand } from "./run-command.ts";
import { table } from "./table.ts";

const listing = z.object({
  queues: z.array(
    z.object({
      queue: z.string(),
      count: z.number(),
      source: z.optional(z.string()),
      messages: z.array(
        z.object({ id: z.string(), reason: z.optional(z.string()), sentAt: z.string(), receiveCount: z.number() }),
      ),
    }),
  ),
});
const moves = z.object({ queues: z.array(z.object({ queue: z.string(), moved: z.number() })) });
const problem = z.object({ detail: z.string() });

await runCommand(async () => {
  const [verb, queue, ...rest] = process.argv.slice(2);
  if (verb === undefined) return list();
  if (verb === "redrive" && rest.length === 0) return redrive(queue);
  throw new StartFailure("Usage: npm run dead-letters, or npm run dead-letters -- redrive [queue]");
});

async function list(): Promise<string> {
  const { queues } = listing.parse(await ask("GET", "/local/dead-letters"));
  const held = queues.filter(({ count }) => count > 0);
  if (held.length === 0) return "No dead letters.";
  const rows = held.flatMap(({ queue, messages }) =>
    messages.map(({ id, reason, sentAt, receiveCount }) => [queue, id, sentAt, String(receiveCount), reason ?? "—"]),
  );
  const unsendable = held.filter(({ source }) => source === undefined).map(({ queue }) => queue);
  return [
    table(["queue", "id", "sent", "received", "reason"], rows),
    "",
    ...held.map(({ queue, count }) => `${queue}: ${count}`),
    ...unsendable.map((queue) => `${queue} tells of failures that no queue can repeat; see the runbook.`),
    "Send them back with: npm run dead-letters -- redrive [queue]",
  ].join("\n");
}

async function redrive(queue: string | undefined): Promise<string> {
  const { queues } = moves.parse(await ask("POST", "/local/dead-letters/redrive", { ...(queue && { queue }) }));
  const moved = queues.filter((one) => one.moved > 0);
  if (moved.length === 0) return "Nothing to send back.";
  return table(
    ["queue", "sent back"],
    moved.map((one) => [one.queue, String(one.moved)]),
  );
}

/** The queues belong to the edition that runs: it is asked over loopback. */
async function ask(method: string, path: string, body?: unknown): Promise<unknown> {
  const { dataDirectory } = readSettings(process.env);
  const edition = readRunningEdition(dataDirectory);
  const silent = new StartFailure(`No Otklik runs on ${dataDirectory}: start it with npm start, then ask again.`);
  if (edition === undefined) throw silent;
  const sent = { method, ...(body !== undefined && { body: JSON.stringify(body) }) };
  const answer = await fetch(edition.address + path, sent).catch(() => {
    throw silent;
  });
  const json: unknown = await answer.json();
  if (answer.ok) return json;
  throw new StartFailure(problem.safeParse(json).data?.detail ?? `${edition.address} answered ${answer.status}.`);
}
