import { once } from "node:events";
import { createServer } from "node:net";
import { setTimeout as rest } from "node:timers/promises";
import * as z from "zod/mini";
import { openDataDirectory } from "../../local/data-directory.ts";
import { dataDirectory, type Edition, startEdition } from "../e2e/edition.ts";
import { chanceOf } from "./chance.ts";
import { startLoad } from "./load.ts";
import { allIncidents, judge, toldLines, type Verdict } from "./verdict.ts";
import { childrenGone, kill, type Target, targets } from "./victims.ts";

export interface CrashPlan {
  readonly signals: number;
  readonly kills: number;
  readonly seed: number;
  readonly say: (line: string) => void;
}

export interface CrashReport extends Verdict {
  readonly acknowledged: number;
  readonly kills: number;
  /** Milliseconds, the longest: from a start to ready, and from ready until what had been acknowledged was worked off. */
  readonly ready: number;
  readonly caughtUp: number;
  /** Alerts that people on duty read, and how many of them were repeats of one they had read. */
  readonly told: number;
  readonly toldAgain: number;
}

/** What the product promises after a crash, in milliseconds. */
export const CAUGHT_UP_WITHIN = 15_000;
const RECENT = 20;
const TUESDAY = Date.parse("2026-03-10T09:00:00+03:00");
const DAYS_LATER = new Date(TUESDAY + 3 * 86_400_000).toISOString();

/** An edition under load, killed at random moments and started again; then what was acknowledged is compared with what is there. */
export const crashTest = async ({ signals, kills, seed, say }: CrashPlan): Promise<CrashReport> => {
  const chance = chanceOf(seed);
  const data = dataDirectory();
  const environment = {
    PORT: String(await freePort()),
    OTKLIK_CLOCK: new Date(TUESDAY).toISOString(),
    OTKLIK_RATE: "off",
  };
  const slowest = { ready: 0, caughtUp: 0 };
  let edition = await startEdition(data.path, environment);

  const startAgain = async (): Promise<void> => {
    await childrenGone(data.path);
    const from = performance.now();
    edition = await startEdition(data.path, environment);
    slowest.ready = Math.max(slowest.ready, performance.now() - from);
  };
  const killAndStart = async (target: Target, acknowledged: readonly string[]): Promise<void> => {
    kill(target, edition.pid, data.path, chance);
    const recent = acknowledged.slice(-RECENT);
    if (target !== "tables") {
      await edition.ended;
      await startAgain();
    }
    const took = await workedOff(edition, recent);
    slowest.caughtUp = Math.max(slowest.caughtUp, took);
    say(`killed ${target} at ${acknowledged.length} acknowledged; worked off after ${Math.round(took)} ms`);
  };

  try {
    const load = startLoad(edition, signals, chance);
    const moments = Array.from({ length: kills }, () => chance() * 0.95 * signals).toSorted((a, b) => a - b);
    for (const [at, moment] of moments.entries()) {
      await Promise.race([load.reached(moment), load.finished]);
      await rest(chance() * 100);
      await killAndStart(targets[at % targets.length] ?? "all", load.acknowledged);
    }
    await load.finished;
    await killAndStart("all", load.acknowledged);
    slowest.caughtUp = Math.max(slowest.caughtUp, await backlogWorkedOff(edition, load.acknowledged.length));

    say("days pass, with kills on the way");
    for (const target of targets) {
      const advancing = edition.advance({ to: DAYS_LATER, step: "PT1H" }).catch(() => "broken off");
      await Promise.race([advancing, rest(200 + chance() * 2_000)]);
      await killAndStart(target, []);
      await advancing;
    }
    await edition.advance({ to: DAYS_LATER, step: "PT1H" });
    const verdict = await judge(edition, load.acknowledged);
    await edition.stop();
    await childrenGone(data.path);
    await mustBeFree(Number(environment.PORT), data.path);
    const told = toldLines(data.path);
    const toldAgain = told.length - new Set(told).size;
    return {
      ...verdict,
      ...slowest,
      acknowledged: load.acknowledged.length,
      kills: kills + 4,
      told: told.length,
      toldAgain,
    };
  } finally {
    await edition.kill();
    data.remove();
  }
};

/** Milliseconds until every signal is an incident. */
const workedOff = async (edition: Edition, ids: readonly string[]): Promise<number> => {
  const from = performance.now();
  for (const id of ids) {
    while (!(await isIncident(edition, id))) {
      if (performance.now() - from > 10 * CAUGHT_UP_WITHIN) throw new Error(`Signal ${id} is still no incident.`);
      await rest(50);
    }
  }
  return performance.now() - from;
};

/** Milliseconds until there are as many incidents as signals. */
const backlogWorkedOff = async (edition: Edition, signals: number): Promise<number> => {
  const from = performance.now();
  while ((await allIncidents(edition)).length < signals) {
    if (performance.now() - from > 10 * CAUGHT_UP_WITHIN) throw new Error("Signals are still no incidents.");
    await rest(50);
  }
  return performance.now() - from;
};

/** A 5xx is the answer of a moment in which the tables are away. */
const isIncident = async (edition: Edition, id: string): Promise<boolean> => {
  const headers = { authorization: `Bearer ${edition.token("operator")}` };
  const response = await fetch(`${edition.url}/api/incidents/${id}`, { headers });
  await response.arrayBuffer();
  return response.status === 200;
};

const address = z.object({ port: z.number() });

const freePort = async (): Promise<number> => {
  const server = createServer().listen(0, "127.0.0.1");
  await once(server, "listening");
  const { port } = address.parse(server.address());
  server.close();
  await once(server, "close");
  return port;
};

/** Throws when the port or the directory is still taken by someone. */
const mustBeFree = async (port: number, directory: string): Promise<void> => {
  const server = createServer().listen(port, "127.0.0.1");
  await once(server, "listening");
  server.close();
  openDataDirectory(directory).release();
};
