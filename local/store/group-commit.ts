import { dirname } from "node:path";
import type { DatabaseSync } from "node:sqlite";
import * as z from "zod/mini";
import type { CommitMark } from "./commit-mark.ts";
import { fullDisk, refusedByDisk } from "./disk.ts";
import type { Database, RunnerStore, Survives } from "./store-port.ts";

interface Waiting {
  readonly survives: Survives;
  /** Runs the closure; answers what to do when the transaction is on disk. */
  readonly run: () => () => void;
  readonly reject: (error: unknown) => void;
}

/** A full disk may take one small write and refuse the next: so many milliseconds without a refusal are the end of it. */
const settledAfter = 3_000;

/** Commits together what is asked for in one turn of the event loop. */
export function groupCommit(options: {
  readonly connection: DatabaseSync;
  readonly database: Database;
  readonly file: string;
  readonly mark: CommitMark;
  readonly tell: (line: string) => void;
}): Omit<RunnerStore, "read"> {
  const { connection, database, file, mark, tell } = options;
  /** When the disk last refused a write that has been told of. */
  let refusedAt: number | undefined;
  let waiting: Waiting[] = [];
  let closed = false;
  let level: Survives = "power-cut";
  /** When the last transaction ended, and how long it took, in milliseconds. */
  let last = { endedAt: 0, took: 0 };

  const flush = (): void => {
    const group = waiting;
    waiting = [];
    if (group.length === 0) return;
    const from = performance.now();
    try {
      const wanted = group.some(({ survives }) => survives === "power-cut") ? "power-cut" : "kill";
      // In WAL mode FULL syncs the log, with all that was committed to it before; NORMAL leaves that to the checkpoint.
      if (wanted !== level) connection.exec(`PRAGMA synchronous = ${wanted === "power-cut" ? "FULL" : "NORMAL"}`);
      level = wanted;
      const { settled, promised } = transaction(connection, database, group, wanted);
      if (promised !== undefined) mark.write(promised);
      if (refusedAt !== undefined && performance.now() - refusedAt > settledAfter) {
        refusedAt = undefined;
        tell(`The disk of ${dirname(file)} takes writes again: messages are accepted.`);
      }
      last = { endedAt: performance.now(), took: performance.now() - from };
      for (const resolve of settled) resolve();
    } catch (error) {
      if (connection.isTransaction) connection.exec("ROLLBACK");
      if (refusedByDisk(error)) {
        if (refusedAt === undefined) tell(fullDisk(dirname(file), error));
        refusedAt = performance.now();
      }
      for (const { reject } of group) reject(error);
    }
  };

  /** A disk slower than the demand is given as long to breathe as it last took: the next group is the larger for it. */
  const schedule = (): void => {
    const breath = last.endedAt + last.took - performance.now();
    if (breath >= 1) setTimeout(flush, breath);
    else setImmediate(flush);
  };

  return {
    commit: (work, survives = "power-cut") =>
      new Promise((resolve, reject) => {
        if (closed) return reject(new Error(`${file} is closed`));
        const run = () => {
          const result = work(database);
          return () => resolve(result);
        };
        if (waiting.push({ survives, run, reject }) === 1) schedule();
      }),
    close: async () => {
      if (closed) return;
      closed = true;
      flush();
      connection.close();
      mark.close();
    },
  };
}

const Commits = z.object({ count: z.number() });

/** Answers what to do when it is done, and how many commits have been promised to outlive a power cut. */
function transaction(
  connection: DatabaseSync,
  database: Database,
  group: readonly Waiting[],
  survives: Survives,
): { readonly settled: readonly (() => void)[]; readonly promised: number | undefined } {
  const settled: (() => void)[] = [];
  connection.exec("BEGIN IMMEDIATE");
  for (const { run, reject } of group) {
    connection.exec("SAVEPOINT closure");
    try {
      settled.push(run());
    } catch (error) {
      // What the disk refuses it refuses to all, and SQLite may have undone the whole transaction already.
      if (refusedByDisk(error)) throw error;
      connection.exec("ROLLBACK TO closure");
      settled.push(() => reject(error));
    }
    connection.exec("RELEASE closure");
  }
  const count = "UPDATE commits SET count = count + 1 RETURNING count";
  const promised = survives === "power-cut" ? database.first(count, Commits)?.count : undefined;
  connection.exec("COMMIT");
  return { settled, promised };
}
