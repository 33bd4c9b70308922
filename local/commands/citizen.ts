import { parseArgs } from "node:util";
import * as z from "zod/mini";
import {
  citizenErasure,
  citizenExport,
  type CitizenRequest,
  citizenRequest,
  type ErasedCitizen,
} from "../../shared/contracts/citizen.ts";
import { problem } from "../../shared/contracts/problem.ts";
import { DEFAULT_CENTRE } from "../../shared/contracts/secrets.ts";
import { readRunningEdition } from "../data-directory.ts";
import { noteErasure, readErasures } from "../erased.ts";
import { OWNER_HEADER } from "../http/owner.ts";
import { readSettings } from "../settings.ts";
import { StartFailure } from "../start-failure.ts";
import { askEdition } from "./ask-edition.ts";
import { runCommand } from "./run-command.ts";
import { staffToken } from "./staff-token.ts";

const usage = "npm run citizen -- export|erase <channel>:<source>:<author id> [--centre <id>], or erase --again";

const letters = z.object({ erased: z.int() });

await runCommand(async () => {
  const asked = readArguments(process.argv.slice(2));
  const settings = readSettings(process.env);
  const edition = readRunningEdition(settings.dataDirectory);
  if (edition === undefined) throw silent(settings.dataDirectory);
  const askedOf = async (centre: string) => {
    const token = await staffToken({ role: "administrator", centre, authority: undefined }, settings);
    return (path: string, body: unknown) =>
      post(`${edition.address}/api/citizens/${path}`, token, body, settings.dataDirectory);
  };
  /** Of a citizen's messages that were set aside: nobody else will look at them, and a redrive would bring them back. */
  const eraseLetters = async (pseudonym: string): Promise<number> => {
    const owner = { [OWNER_HEADER]: edition.ownerKey };
    const answer = await askEdition(`${edition.address}/local/dead-letters/erase`, { pseudonym }, owner);
    return letters.parse(answer).erased;
  };
  switch (asked.verb) {
    case "export":
      return JSON.stringify(
        citizenExport.parse(await (await askedOf(asked.centre))("export", asked.citizen)),
        undefined,
        2,
      );
    case "erase": {
      const { erased, pseudonym } = await erase(await askedOf(asked.centre), asked.citizen);
      if (pseudonym === undefined) return said(erased, 0);
      const at = new Date().toISOString();
      noteErasure(settings.dataDirectory, { at, centre: asked.centre, pseudonym });
      return said(erased, await eraseLetters(pseudonym));
    }
    case "erase-again": {
      let again = 0;
      const noted = readErasures(settings.dataDirectory);
      for (const { centre, pseudonym } of noted) {
        again += (await erase(await askedOf(centre), { pseudonym })).erased;
        again += await eraseLetters(pseudonym);
      }
      return `Erased again: ${again} message(s) of ${noted.length} citizen(s).`;
    }
    default:
      return asked satisfies never;
  }
});

function said(messages: number, letters: number): string {
  const aside = letters === 0 ? "" : ` Of the dead letters: ${letters}.`;
  if (messages === 0) return `Nothing of such a citizen was kept.${aside}`;
  return `Erased: ${messages} message(s), and who wrote them.${aside}`;
}

/** Asks until nothing remains: a citizen with many messages takes more than one answer. */
async function erase(ask: (path: string, body: unknown) => Promise<unknown>, citizen: CitizenRequest | ErasedCitizen) {
  let erased = 0;
  for (;;) {
    const done = citizenErasure.parse(await ask("erase", citizen));
    erased += done.erased;
    if (done.remaining === 0) return { erased, pseudonym: done.pseudonym };
  }
}

type Asked =
  | { readonly verb: "export" | "erase"; readonly citizen: CitizenRequest; readonly centre: string }
  | { readonly verb: "erase-again" };

function readArguments(args: readonly string[]): Asked {
  const { values, positionals } = parsed(args);
  const [verb, address = "", ...rest] = positionals;
  if (values.again === true && verb === "erase" && address === "") return { verb: "erase-again" };
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
    return parseArgs({
      args: [...args],
      options: { centre: { type: "string" }, again: { type: "boolean" } },
      allowPositionals: true,
    });
  } catch (thrown) {
    if (thrown instanceof TypeError) throw new StartFailure(`${thrown.message.split(".")[0]}. Usage: ${usage}`);
    throw thrown;
  }
}

async function post(url: string, token: string, body: unknown, directory: string): Promise<unknown> {
  const headers = { authorization: `Bearer ${token}`, "content-type": "application/json" };
  const answer = await fetch(url, { method: "POST", headers, body: JSON.stringify(body) }).catch(() => {
    throw silent(directory);
  });
  const json: unknown = await answer.json();
  if (answer.ok) return json;
  const { detail, title } = z.partial(problem).parse(json);
  throw new StartFailure(detail ?? title ?? `${url} answered ${answer.status}.`);
}

function silent(directory: string): StartFailure {
  return new StartFailure(`No Otklik runs on ${directory}: start it with npm start, then ask again.`);
}
