import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { existsSync } from "node:fs";
import { createRequire } from "node:module";
import { connect, createServer } from "node:net";
import { join } from "node:path";
import { setTimeout as rest } from "node:timers/promises";
import * as z from "zod/mini";
import type { Part } from "../ports.ts";
import { StartFailure } from "../start-failure.ts";

export interface Dynoxide extends Part {
  /** Known once started. */
  readonly url: URL;
  /** Absolute path of the SQLite file that the tables are in. */
  readonly file: string;
}

export interface DynoxideOptions {
  /** Absolute directory for the tables' file. */
  readonly dataDirectory: string;
  /** The server ended though nobody stopped it. */
  readonly onCrash: (reason: string) => void;
}

const bootMilliseconds = 10_000;

/**
 * The shell in between ends the server when its own input closes, which happens however the runner dies: a server that
 * outlived a killed runner would hold the file. It ends by itself when the server does.
 */
const untilInputCloses = `
exec 3<&0
"$@" 3<&- & server=$!
{ read _ <&3; kill $server; } & reader=$!
wait $server; code=$?
kill $reader 2>/dev/null
exit $code`;

/** The embedded DynamoDB: a child process on a SQLite file. A file that it cannot open is a StartFailure. */
export function createDynoxide({ dataDirectory, onCrash }: DynoxideOptions): Dynoxide {
  const file = join(dataDirectory, "tables.db");
  let url = new URL("http://127.0.0.1:0");
  let child: ChildProcess | undefined;
  let stopping = false;

  return {
    file,
    get url() {
      return url;
    },
    async start() {
      const binary = dynoxideBinary();
      const port = await freePort();
      url = new URL(`http://127.0.0.1:${port}`);
      const started = spawn(
        "/bin/sh",
        ["-c", untilInputCloses, "sh", binary, "--host", "127.0.0.1", "--port", String(port), "--db-path", file],
        // A group of its own: Ctrl-C is the runner's to handle, which still needs the tables to finish.
        { stdio: ["pipe", "ignore", "pipe"], detached: true },
      );
      child = started;
      let said = "";
      started.stderr?.on("data", (chunk: Buffer) => {
        said = (said + chunk.toString("utf8")).slice(-2000);
      });
      await listening(started, port, () => lastLine(said));
      started.once("exit", () => {
        if (!stopping) onCrash(lastLine(said) || "the embedded DynamoDB ended by itself");
      });
    },
    async stop() {
      stopping = true;
      if (child === undefined || child.exitCode !== null) return;
      const ended = once(child, "exit");
      child.stdin?.end();
      await ended;
    },
  };
}

function dynoxideBinary(): string {
  const manifest = "@dynoxide/linux-x64/package.json";
  const require = createRequire(import.meta.url);
  try {
    const binary = join(require.resolve(manifest), "..", "dynoxide");
    if (existsSync(binary)) return binary;
  } catch (error) {
    if (!(error instanceof Error && "code" in error && error.code === "MODULE_NOT_FOUND")) throw error;
  }
  throw new StartFailure(
    "The embedded DynamoDB is made for Linux on x64 and is not installed: run npm ci there, or set OTKLIK_DYNAMODB_ENDPOINT to a compatible server.",
  );
}

const address = z.object({ port: z.number() });

async function freePort(): Promise<number> {
  const probe = createServer().listen(0, "127.0.0.1");
  await once(probe, "listening");
  const { port } = address.parse(probe.address());
  probe.close();
  await once(probe, "close");
  return port;
}

async function listening(child: ChildProcess, port: number, said: () => string): Promise<void> {
  const deadline = performance.now() + bootMilliseconds;
  while (performance.now() < deadline) {
    if (child.exitCode !== null) break;
    if (await answers(port)) return;
    await rest(5);
  }
  child.stdin?.end();
  throw new StartFailure(`The tables cannot be opened: ${said() || "the embedded DynamoDB does not answer"}.`);
}

const answers = (port: number) =>
  new Promise<boolean>((resolve) => {
    const socket = connect(port, "127.0.0.1");
    const settle = (open: boolean) => {
      socket.destroy();
      resolve(open);
    };
    socket.once("connect", () => settle(true));
    socket.once("error", () => settle(false));
  });

const lastLine = (text: string) => text.trim().split("\n").at(-1)?.trim() ?? "";
