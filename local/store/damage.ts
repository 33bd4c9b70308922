import { DatabaseSync } from "node:sqlite";
import { StartFailure } from "../start-failure.ts";
import { refusedByDisk } from "./disk.ts";

/** What stops a start over a file that cannot be relied on: which, why, and where to read on. */
export const damaged = (file: string, why: string, cause?: unknown): StartFailure =>
  new StartFailure(`${file} ${why}: see the chapter "A damaged data directory" of docs/runbook.md`, { cause });

export const reasonOf = (thrown: unknown): string => (thrown instanceof Error ? thrown.message : String(thrown));

/** Throws when a page of the open database is not what its place asks for. */
export function mustBeSound(connection: DatabaseSync): void {
  const check = Object.values(connection.prepare("PRAGMA quick_check(1)").get() ?? {})[0];
  if (check !== "ok") throw new Error(String(check).trim().replaceAll("\n", "; "));
}

/** Looks through a database before anything is written to it; a damaged one is a StartFailure that names it. */
export function checkDatabase(file: string): void {
  let connection: DatabaseSync | undefined;
  try {
    connection = new DatabaseSync(file, { timeout: 5_000 });
    mustBeSound(connection);
  } catch (error) {
    if (refusedByDisk(error)) throw error;
    throw damaged(file, `is damaged (${reasonOf(error)})`, error);
  } finally {
    connection?.close();
  }
}
