import { dirname } from "node:path";
import type { DatabaseSync } from "node:sqlite";
import * as z from "zod/mini";
import type { CommitMark } from "./commit-mark.ts";
import { fullDisk, refusedByDisk } from "./disk.ts";
import type { LogSync } from "./log-sync.ts";
import type { Database, RunnerStore, Survives } from "./store-port.ts";

interface Waiting {
  readonly survives: Survives;
  /** Runs the closure; answers what to do when the transaction is on disk. */
  readonly run: () => () => void;
  readonly reject: (error: unknown) => void;
}

interface Settled extends Pick<Waiting, "survives" | "reject"> {
  readonly settle: () => void;
}

interface Committed {
  readonly settled: readonly Settled[];
  /** How many commits are promised to outlive a power cut. */
  readonly promised: number | undefined;
}

/** A full disk may take one small write and refuse the next: so many milliseconds without a refusal are the end of it. */
const settledAfter = 3_000;

/**
 * Commits together what is asked for in one turn of the event loop. A transaction is with the operating system when it
 * ends; whoever must outlive a power cut waits for the log to be synced, and the event loop waits for nobody.
 */
export function groupCommit(options: {
  readonly connection: DatabaseSync;
  readonly database: Database;
  readonly file: string;
  readonly mark: CommitMark;
  readonly log: LogSync;
  readonly tell: (line: string) => void;
}): Omit<RunnerStore, "read"> {
  const { connection, database, file, mark, log, tell } = options;
  /** When the disk last refused a write that has been told of. */
  let refusedAt: number | undefined;
  /** Why nothing is accepted any more. */
  let broken: Error | undefined;
  let waiting: Waiting[] = [];
  let closed = false;

  const refused = (error: unknown): void => {
    if (refusedAt === undefined) tell(fullDisk(dirname(file), error));
    refusedAt = performance.now();
  };

  /** After a sync that failed nobody knows what is on the disk, and a later one that succeeds does not say. */
  const lost = (error: unknown): void => {
    refused(error);
    broken ??= new Error(`${file} could not be synced: start again, which reads what the disk has`, { cause: error });
  };

  const synced = async ({ promised, settled }: Committed): Promise<void> => {
    try {
      await log.sync();
      if (broken !== undefined) throw broken;
      if (promised !== undefined) mark.write(promised);
    } catch (error) {
      lost(error);
      for (const { reject } of settled) reject(error);
      return;
    }
    for (const { settle } of settled) settle();
  };

  const flush = (): void => {
    const group = waiting;
    waiting = [];
    if (group.length === 0) return;
    try {
      if (broken !== undefined) throw broken;
      const { settled, promised } = transaction(connection, database, group);
      if (refusedAt !== undefined && performance.now() - refusedAt > settledAfter) {
        refusedAt = undefined;
        tell(`The disk of ${dirname(file)} takes writes again: messages are accepted.`);
      }
      for (const { survives, settle } of settled) if (survives === "kill") settle();
      const awaiting = settled.filter(({ survives }) => survives === "power-cut");
      if (awaiting.length > 0) void synced({ promised, settled: awaiting });
    } catch (error) {
      if (connection.isTransaction) connection.exec("ROLLBACK");
      if (refusedByDisk(error)) refused(error);
      for (const { reject } of group) reject(error);
    }
  };

  return {
    commit: (work, survives = "power-cut") =>
      new Promise((resolve, reject) => {
        if (closed) return reject(new Error(`${file} is closed`));
        const run = () => {
          const result = work(database);
          return () => resolve(result);
        };
        if (waiting.push({ survives, run, reject }) === 1) setImmediate(flush);
      }),
    close: async () => {
      if (closed) return;
      closed = true;
      flush();
      await log.close();
      connection.close();
      mark.close();
    },
  };
}

const Commits = z.object({ count: z.number() });

/** Answers what to do when it is safe, and how many commits the log then holds. */
function transaction(connection: DatabaseSync, database: Database, group: readonly Waiting[]): Committed {
  const settled: Settled[] = [];
  connection.exec("BEGIN IMMEDIATE");
  for (const { survives, run, reject } of group) {
    connection.exec("SAVEPOINT closure");
    try {
      settled.push({ survives, settle: run(), reject });
    } catch (error) {
      // What the disk refuses it refuses to all, and SQLite may have undone the whole transaction already.
      if (refusedByDisk(error)) throw error;
      connection.exec("ROLLBACK TO closure");
      settled.push({ survives, settle: () => reject(error), reject });
    }
    connection.exec("RELEASE closure");
  }
  const count = "UPDATE commits SET count = count + 1 RETURNING count";
  const promised = group.some(({ survives }) => survives === "power-cut")
    ? database.first(count, Commits)?.count
    : undefined;
  connection.exec("COMMIT");
  return { settled, promised };
}
