import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { existsSync } from "node:fs";
import { createRequire } from "node:module";
import { connect } from "node:net";
import { join } from "node:path";
import { setTimeout as rest } from "node:timers/promises";
import { StartFailure } from "../start-failure.ts";

export interface DynoxideProcess {
  /** Resolves with the last thing it said when it has ended, however that came about. */
  readonly ended: Promise<string>;
  /** Lets it finish and resolves when it is gone. */
  stop(): Promise<void>;
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

/** Starts the server on a file and a port, and resolves when it answers. A file that it cannot open is a StartFailure. */
export async function startDynoxideProcess(file: string, port: number): Promise<DynoxideProcess> {
  const child = spawn(
    "/bin/sh",
    ["-c", untilInputCloses, "sh", dynoxideBinary(), "--host", "127.0.0.1", "--port", String(port), "--db-path", file],
    // A group of its own: Ctrl-C is the runner's to handle, which still needs the tables to finish.
    { stdio: ["pipe", "ignore", "pipe"], detached: true },
  );
  let said = "";
  child.stderr.on("data", (chunk: Buffer) => {
    said = (said + chunk.toString("utf8")).slice(-2000);
  });
  // The shell may be the one that was killed: its input, closed, still ends the server.
  const ended = once(child, "exit").then(() => {
    child.stdin.destroy();
    return lastLine(said);
  });
  await listening(child, port, () => lastLine(said));
  return {
    ended,
    async stop() {
      child.stdin.end();
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

async function listening(child: ChildProcess, port: number, said: () => string): Promise<void> {
  const deadline = performance.now() + bootMilliseconds;
  while (performance.now() < deadline && child.exitCode === null && child.signalCode === null) {
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
