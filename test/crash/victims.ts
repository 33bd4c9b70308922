import { join } from "node:path";
import { setTimeout as rest } from "node:timers/promises";
import { serversOn } from "../../local/tables/orphans.ts";

export const targets = ["runner", "tables", "all"] as const;
export type Target = (typeof targets)[number];

/** Kills at once, without a word: the runner's process, one of the processes around the tables, or all of them. */
export const kill = (target: Target, runner: number, directory: string, chance: () => number): void => {
  const servers = serversOf(directory);
  const one = servers[Math.floor(chance() * servers.length)];
  const victims = { runner: [runner], tables: one === undefined ? [] : [one], all: [runner, ...servers] }[target];
  for (const pid of victims) process.kill(pid, "SIGKILL");
};

const serversOf = (directory: string): readonly number[] => serversOn(join(directory, "tables.db"));

/** Resolves when no child of an edition on the directory is left; throws when one outlives it. */
export const childrenGone = async (directory: string): Promise<void> => {
  const deadline = performance.now() + 5_000;
  while (serversOf(directory).length > 0) {
    if (performance.now() > deadline)
      throw new Error(`Process ${serversOf(directory).join(", ")} outlived its runner.`);
    await rest(20);
  }
};
