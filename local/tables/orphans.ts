import { readdirSync, readFileSync } from "node:fs";
import { setTimeout as rest } from "node:timers/promises";
import { StartFailure } from "../start-failure.ts";

const patienceMilliseconds = 5_000;

/**
 * Ends what an earlier runner left behind on a tables' file, and resolves when it is gone. Only to be called by who holds
 * the directory's lock: then nothing on its file can belong to anyone alive.
 */
export async function endOrphans(file: string): Promise<void> {
  const deadline = performance.now() + patienceMilliseconds;
  for (let orphans = serversOn(file); orphans.length > 0; orphans = serversOn(file)) {
    for (const pid of orphans) end(pid);
    if (performance.now() > deadline) {
      throw new StartFailure(
        `Process ${orphans.join(", ")} holds ${file} and cannot be ended: end it, then start again.`,
      );
    }
    await rest(10);
  }
}

/** Processes, and the shells around them, that were started with the file. One that has ended has no arguments left. */
export function serversOn(file: string): readonly number[] {
  return readdirSync("/proc")
    .filter((name) => /^\d+$/.test(name))
    .filter((name) => {
      const given = argumentsOf(name);
      const place = given.indexOf("--db-path");
      return place !== -1 && given[place + 1] === file;
    })
    .map(Number);
}

function argumentsOf(pid: string): readonly string[] {
  try {
    return readFileSync(`/proc/${pid}/cmdline`, "utf8").split("\0");
  } catch {
    // It ended while we looked, or is another user's.
    return [];
  }
}

function end(pid: number): void {
  try {
    process.kill(pid, "SIGKILL");
  } catch (error) {
    if (!(error instanceof Error && "code" in error && error.code === "ESRCH")) throw error;
  }
}
