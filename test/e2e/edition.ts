import { type ChildProcess, execFileSync, spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import * as z from "zod/mini";
import { incidentDetail, incidentPage, type Role } from "../../shared/contracts/api.ts";
import { secrets } from "../../shared/contracts/secrets.ts";

const root = resolve(import.meta.dirname, "../..");
const READY_WITHIN = 60_000;

const journal = z.object({
  items: z.array(
    z.object({
      id: z.string(),
      type: z.string(),
      time: z.string(),
      data: z.looseObject({
        incidentId: z.optional(z.string()),
        stage: z.optional(z.string()),
        clock: z.optional(z.string()),
      }),
      deliveries: z.number(),
    }),
  ),
});

/** The one-machine edition as its user starts it, in a process of its own on a directory of its own. */
export interface Edition {
  readonly url: string;
  readonly pid: number;
  readonly directory: string;
  /** What it has printed so far. */
  readonly screen: () => string;
  readonly partnerKey: string;
  readonly vk: { readonly groupId: number; readonly secret: string; readonly confirmation: string };
  token(role: Role, centre?: string): string;
  postVk(body: Record<string, unknown>): Promise<Response>;
  postSignal(body: Record<string, unknown>, key: string): Promise<Response>;
  incidents(query?: string): Promise<z.infer<typeof incidentPage>>;
  incident(id: string): Promise<z.infer<typeof incidentDetail>>;
  command(id: string, name: string, version: number, body: Record<string, unknown>): Promise<Response>;
  advance(move: { readonly advance?: string; readonly to?: string; readonly step?: string }): Promise<void>;
  events(type?: string): Promise<z.infer<typeof journal>["items"]>;
  /** Stops it as Ctrl-C does; answers the exit code. */
  stop(): Promise<number | null>;
  /** Resolves when the process has ended, however that came about. */
  readonly ended: Promise<unknown>;
  /** Ends the process as a power cut would. */
  kill(): Promise<void>;
}

export const dataDirectory = (): { readonly path: string; remove(): void } => {
  const path = mkdtempSync(join(tmpdir(), "otklik-edition-"));
  return { path, remove: () => rmSync(path, { recursive: true, force: true }) };
};

const readyAddress = (child: ChildProcess, screen: () => string): Promise<string> =>
  new Promise((found, reject) => {
    const timer = setTimeout(() => reject(new Error(`not ready in time:\n${screen()}`)), READY_WITHIN);
    const look = () => {
      const address = /^otklik ready (http:\/\/\S+)$/m.exec(screen())?.[1];
      if (address === undefined) return;
      clearTimeout(timer);
      found(address);
    };
    child.stdout?.on("data", look);
    child.once("exit", (code) => {
      clearTimeout(timer);
      reject(new Error(`ended with ${code} before it was ready:\n${screen()}`));
    });
  });

/** Where an edition runs that does not see the disks that its test sees. */
interface Surroundings {
  /** The data directory, as the test sees it. */
  readonly seen?: string;
  /** The command, with its arguments, that starts another inside. */
  readonly inside?: readonly string[];
}

export const startEdition = async (
  directory: string,
  environment: Readonly<Record<string, string>> = {},
  { seen = directory, inside = [] }: Surroundings = {},
): Promise<Edition> => {
  const [program, ...before] = [...inside, process.execPath];
  const child = spawn(program, [...before, "local/start.ts"], {
    cwd: root,
    env: { ...process.env, PORT: "0", DATA_DIR: directory, ...environment },
    stdio: ["ignore", "pipe", "pipe"],
  });
  let printed = "";
  const screen = () => printed;
  for (const stream of [child.stdout, child.stderr]) stream.on("data", (text: Buffer) => (printed += text.toString()));
  const url = await readyAddress(child, screen);
  const ended = once(child, "exit");
  const known = secrets.parse(JSON.parse(readFileSync(join(seen, "secrets.json"), "utf8")));
  const [vk] = known.vk;
  const [partner] = known.partners;
  if (vk === undefined || partner === undefined) throw new Error("The first secrets hold no community and no partner.");

  const tokens = new Map<string, string>();
  const token = (role: Role, centre = "lipetsk"): string => {
    const made =
      tokens.get(role + centre) ??
      execFileSync(program, [...before, "local/commands/token.ts", "--role", role, "--centre", centre], {
        cwd: root,
        env: { ...process.env, DATA_DIR: directory },
        encoding: "utf8",
      }).trim();
    tokens.set(role + centre, made);
    return made;
  };
  const json = { "content-type": "application/json" };
  const staff = () => ({ ...json, authorization: `Bearer ${token("operator")}` });
  const get = async (path: string): Promise<unknown> => {
    const response = await fetch(url + path, { headers: staff() });
    if (response.status !== 200) throw new Error(`${path} answered ${response.status}: ${await response.text()}`);
    return response.json();
  };

  return {
    url,
    pid: child.pid ?? 0,
    directory,
    screen,
    partnerKey: partner.key,
    vk: { groupId: Number(vk.groupId), secret: vk.secret, confirmation: vk.confirmation },
    ended,
    token,
    postVk: (body) =>
      fetch(`${url}/webhooks/vk`, {
        method: "POST",
        headers: json,
        body: JSON.stringify({ group_id: Number(vk.groupId), secret: vk.secret, v: "5.199", ...body }),
      }),
    postSignal: (body, key) =>
      fetch(`${url}/signals`, {
        method: "POST",
        headers: { ...json, authorization: `Bearer ${partner.key}`, "idempotency-key": key },
        body: JSON.stringify(body),
      }),
    incidents: async (query = "") => incidentPage.parse(await get(`/api/incidents${query}`)),
    incident: async (id) => incidentDetail.parse(await get(`/api/incidents/${id}`)),
    command: (id, name, version, body) =>
      fetch(`${url}/api/incidents/${id}/${name}`, {
        method: "POST",
        headers: { ...staff(), "if-match": `"${version}"` },
        body: JSON.stringify(body),
      }),
    advance: async (move) => {
      const response = await fetch(`${url}/local/clock`, { method: "POST", headers: json, body: JSON.stringify(move) });
      if (response.status !== 200)
        throw new Error(`/local/clock answered ${response.status}: ${await response.text()}`);
    },
    events: async (type) => {
      const items = journal.parse(await get("/local/events")).items;
      return type === undefined ? items : items.filter((item) => item.type === type);
    },
    stop: async () => {
      child.kill("SIGINT");
      await ended;
      return child.exitCode;
    },
    kill: async () => {
      child.kill("SIGKILL");
      await ended;
    },
  };
};
