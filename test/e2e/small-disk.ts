import { spawn, spawnSync } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

/** A file system of its own, of a few megabytes. */
export interface SmallDisk {
  /** Where it is for a command that is started by way of `inside`. */
  readonly path: string;
  /** Where its files are for everybody else. */
  readonly seen: string;
  /** What a command is preceded by to see the disk; nothing when all see it. */
  readonly inside: readonly string[];
  remove(): Promise<void>;
}

/** Of a user and mounts of its own, which anybody may have where the kernel lets them: it lasts as long as its holder. */
const unshared = async (path: string, megabytes: number): Promise<SmallDisk | undefined> => {
  const mount = `mount -t tmpfs -o size=${megabytes}m tmpfs "$0" && echo mounted && exec cat`;
  const stay = 'cd "$0" && exec "$@"';
  const holder = spawn("unshare", ["-Urm", "sh", "-c", mount, path], { stdio: ["pipe", "pipe", "ignore"] });
  const ended = new Promise((resolve) => holder.once("error", resolve).once("close", resolve));
  const isMounted = await Promise.race([once(holder.stdout, "data").then(() => true), ended.then(() => false)]);
  if (!isMounted) return undefined;
  return {
    path,
    seen: `/proc/${holder.pid}/root${path}`,
    inside: [
      "nsenter",
      "--preserve-credentials",
      "-U",
      "-m",
      "-t",
      String(holder.pid),
      "sh",
      "-c",
      stay,
      process.cwd(),
    ],
    remove: async () => {
      holder.stdin.end();
      await ended;
      rmSync(path, { recursive: true });
    },
  };
};

const mounted = (path: string, megabytes: number): SmallDisk | undefined => {
  if (process.getuid?.() !== 0) return undefined;
  if (spawnSync("mount", ["-t", "tmpfs", "-o", `size=${megabytes}m`, "tmpfs", path]).status !== 0) return undefined;
  const remove = async () => {
    spawnSync("umount", ["-l", path]);
    rmSync(path, { recursive: true });
  };
  return { path, seen: path, inside: [], remove };
};

/** A small disk, or nothing where neither namespaces nor root's rights are to be had. */
export const smallDisk = async (megabytes: number): Promise<SmallDisk | undefined> => {
  const path = mkdtempSync(join(tmpdir(), "otklik-disk-"));
  const disk = (await unshared(path, megabytes)) ?? mounted(path, megabytes);
  if (disk === undefined) rmSync(path, { recursive: true });
  return disk;
};
