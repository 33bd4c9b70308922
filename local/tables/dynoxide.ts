import { once } from "node:events";
import { existsSync } from "node:fs";
import { createServer } from "node:net";
import { join } from "node:path";
import * as z from "zod/mini";
import type { Part } from "../ports.ts";
import { StartFailure } from "../start-failure.ts";
import { checkDatabase } from "../store/damage.ts";
import { type DynoxideProcess, startDynoxideProcess } from "./dynoxide-process.ts";
import { endOrphans } from "./orphans.ts";

export interface Dynoxide extends Part {
  /** Known once started. */
  readonly url: URL;
  /** Absolute path of the SQLite file that the tables are in. */
  readonly file: string;
  /** Resolves when it answers: at once, or after a restart that is under way. */
  ready(): Promise<void>;
}

export interface DynoxideOptions {
  /** Absolute directory for the tables' file. */
  readonly dataDirectory: string;
  /** Takes a line for the operator. */
  readonly report: (line: string) => void;
  /** The server ends again and again, or cannot be started any more. */
  readonly onCrash: (reason: string) => void;
}

/** A server that was killed is started again; one that ends so often in so long has something wrong with it. */
const restarts = { most: 5, withinMilliseconds: 60_000 } as const;

/**
 * The embedded DynamoDB: a child process on a SQLite file. When it ends by itself it is started again on the same port:
 * what it had answered is in its file, and callers try again what it had not.
 */
export function createDynoxide({ dataDirectory, report, onCrash }: DynoxideOptions): Dynoxide {
  const file = join(dataDirectory, "tables.db");
  let url = new URL("http://127.0.0.1:0");
  let running: DynoxideProcess | undefined;
  let restarting: Promise<void> = Promise.resolve();
  let stopping = false;
  let crashes: number[] = [];

  const open = async (): Promise<void> => {
    await endOrphans(file);
    const started = await startDynoxideProcess(file, Number(url.port));
    running = started;
    void whenEnded(started);
  };
  const whenEnded = async ({ ended }: DynoxideProcess): Promise<void> => {
    const said = await ended;
    running = undefined;
    if (!stopping) restarting = restart(said);
  };
  const restart = async (said: string): Promise<void> => {
    const now = performance.now();
    crashes = [...crashes.filter((at) => now - at < restarts.withinMilliseconds), now];
    if (crashes.length > restarts.most) {
      return onCrash(
        `The embedded DynamoDB ended ${crashes.length} times in a minute${said && `: ${said}`}. ${advice}`,
      );
    }
    report(`The embedded DynamoDB ended by itself and is started again${said && `: ${said}`}`);
    try {
      await open();
    } catch (error) {
      if (!(error instanceof StartFailure)) throw error;
      onCrash(error.message);
    }
  };

  return {
    file,
    get url() {
      return url;
    },
    ready: () => restarting,
    async start() {
      await endOrphans(file);
      if (existsSync(file)) checkDatabase(file);
      url = new URL(`http://127.0.0.1:${await freePort()}`);
      await open();
    },
    async stop() {
      stopping = true;
      await restarting;
      await running?.stop();
    },
  };
}

const advice = 'See the chapter "A damaged data directory" of docs/runbook.md.';

const address = z.object({ port: z.number() });

async function freePort(): Promise<number> {
  const probe = createServer().listen(0, "127.0.0.1");
  await once(probe, "listening");
  const { port } = address.parse(probe.address());
  probe.close();
  await once(probe, "close");
  return port;
}
