import { parseArgs } from "node:util";
import * as z from "zod/mini";
import { citizenErasure, citizenExport, type CitizenRequest, citizenRequest } from "../../shared/contracts/citizen.ts";
import { problem } from "../../shared/contracts/problem.ts";
import { DEFAULT_CENTRE } from "../../shared/contracts/secrets.ts";
import { readRunningEdition } from "../data-directory.ts";
import { readSettings } from "../settings.ts";
import { StartFailure } from "../start-failure.ts";
import { runCommand } from "./run-command.ts";
import { staffToken } from "./staff-token.ts";

const usage = "npm run citizen -- export|erase <channel>:<source>:<author id> [--centre <id>]";

await runCommand(async () => {
  const { verb, citizen, centre } = readArguments(process.argv.slice(2));
  const settings = readSettings(process.env);
  const edition = readRunningEdition(settings.dataDirectory);
  if (edition === undefined) throw silent(settings.dataDirectory);
  const token = await staffToken({ role: "administrator", centre, authority: undefined }, settings);
  const ask = (path: string) => post(`${edition.address}/api/citizens/${path}`, token, citizen, settings.dataDirectory);
  return verb === "export" ? collect(ask) : erase(ask);
});

type Ask = (path: string) => Promise<unknown>;

async function collect(ask: Ask): Promise<string> {
  return JSON.stringify(citizenExport.parse(await ask("export")), undefined, 2);
}

/** Asks until nothing remains: a citizen with many messages takes more than one answer. */
async function erase(ask: Ask): Promise<string> {
  let erased = 0;
  for (;;) {
    const done = citizenErasure.parse(await ask("erase"));
    erased += done.erased;
    if (done.remaining > 0) continue;
    return erased === 0 ? "Nothing of such a citizen was kept." : `Erased: ${erased} message(s), and who wrote them.`;
  }
}

interface Asked {
  readonly verb: "export" | "erase";
  readonly citizen: CitizenRequest;
  readonly centre: string;
}

function readArguments(args: readonly string[]): Asked {
  const { values, positionals } = parsed(args);
  const [verb, address = "", ...rest] = positionals;
  const [, channel, source, author] = /^([^:]+):([^:]+):(.+)$/s.exec(address) ?? [];
  const citizen = citizenRequest.safeParse({ channel, source, author });
  if ((verb !== "export" && verb !== "erase") || rest.length > 0) throw new StartFailure(`Usage: ${usage}`);
  if (!citizen.success)
    throw new StartFailure(
      `"${address}" is no citizen: write the channel, the source and the author's id, as vk:1:77.`,
    );
  return { verb, citizen: citizen.data, centre: values.centre ?? DEFAULT_CENTRE };
}

function parsed(args: readonly string[]) {
  try {
    return parseArgs({ args: [...args], options: { centre: { type: "string" } }, allowPositionals: true });
  } catch (thrown) {
    if (thrown instanceof TypeError) throw new StartFailure(`${thrown.message.split(".")[0]}. Usage: ${usage}`);
    throw thrown;
  }
}

async function post(url: string, token: string, body: CitizenRequest, directory: string): Promise<unknown> {
  const headers = { authorization: `Bearer ${token}`, "content-type": "application/json" };
  const answer = await fetch(url, { method: "POST", headers, body: JSON.stringify(body) }).catch(() => {
    throw silent(directory);
  });
  const json: unknown = await answer.json();
  if (answer.ok) return json;
  const { detail, title } = z.partial(problem).parse(json);
  throw new StartFailure(detail ?? title ?? `${url} answered ${answer.status}.`);
}

const silent = (directory: string) =>
  new StartFailure(`No Otklik runs on ${directory}: start it with npm start, then ask again.`);
