import { join } from "node:path";
import { DatabaseSync, type StatementSync } from "node:sqlite";
import type * as z from "zod/mini";
import { StartFailure } from "../start-failure.ts";
import { migrations } from "./migrations.ts";

type SqlValue = string | number | null;

/** What a closure may do with the store: prepared statements, every row parsed. Valid during the closure only. */
export interface Database {
  /** Answers how many rows were changed. */
  run(sql: string, ...values: readonly SqlValue[]): number;
  all<Row>(sql: string, row: z.ZodMiniType<Row>, ...values: readonly SqlValue[]): Row[];
  first<Row>(sql: string, row: z.ZodMiniType<Row>, ...values: readonly SqlValue[]): Row | undefined;
}

/**
 * What a commit outlives: `power-cut` is on the disk itself, `kill` is with the operating system and enough where doing it
 * again does no harm.
 */
export type Survives = "power-cut" | "kill";

/** The one durable store of the runner: `runner.db` in the data directory. */
export interface RunnerStore {
  /**
   * Runs the closure in a transaction together with whatever else was asked for in the same turn of the event loop, and
   * resolves once that transaction is as safe as asked. A closure that throws is undone alone. What a power cut takes is
   * always the latest: nothing is kept that came after something lost.
   */
  commit<T>(work: (database: Database) => T, survives?: Survives): Promise<T>;
  read<T>(work: (database: Database) => T): T;
  /** Commits what is waiting, then closes the file. */
  close(): Promise<void>;
}

export function openRunnerStore(dataDirectory: string): RunnerStore {
  const file = join(dataDirectory, "runner.db");
  const connection = openFile(file);
  const database = preparedStatements(connection);
  return { ...groupCommit(connection, database, file), read: (work) => work(database) };
}

function openFile(file: string): DatabaseSync {
  let connection: DatabaseSync | undefined;
  try {
    connection = new DatabaseSync(file, { timeout: 5_000 });
    connection.exec("PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; PRAGMA foreign_keys = ON;");
    const check = Object.values(connection.prepare("PRAGMA quick_check(1)").get() ?? {})[0];
    if (check !== "ok") throw new Error(String(check));
    migrate(connection, file);
    return connection;
  } catch (error) {
    connection?.close();
    if (error instanceof StartFailure) throw error;
    const reason = error instanceof Error ? error.message : String(error);
    throw new StartFailure(
      `${file} cannot be read as the runner's store (${reason}): see the chapter "A damaged data directory" of docs/runbook.md`,
      { cause: error },
    );
  }
}

function migrate(connection: DatabaseSync, file: string): void {
  const version = Number(Object.values(connection.prepare("PRAGMA user_version").get() ?? {})[0]);
  if (version > migrations.length) {
    throw new StartFailure(
      `${file} was written by a newer version of Otklik (schema ${version}, this one knows ${migrations.length}): start that version, or restore a backup`,
    );
  }
  for (const [index, step] of migrations.entries()) {
    if (index < version) continue;
    connection.exec(`BEGIN IMMEDIATE; ${step}; PRAGMA user_version = ${index + 1}; COMMIT;`);
  }
}

function preparedStatements(connection: DatabaseSync): Database {
  const statements = new Map<string, StatementSync>();
  const prepared = (sql: string): StatementSync => {
    const known = statements.get(sql);
    if (known !== undefined) return known;
    const statement = connection.prepare(sql);
    statements.set(sql, statement);
    return statement;
  };
  return {
    run: (sql, ...values) => Number(prepared(sql).run(...values).changes),
    all: (sql, row, ...values) =>
      prepared(sql)
        .all(...values)
        .map((found) => row.parse(found)),
    first: (sql, row, ...values) => {
      const found = prepared(sql).get(...values);
      return found === undefined ? undefined : row.parse(found);
    },
  };
}

interface Waiting {
  readonly survives: Survives;
  /** Runs the closure; answers what to do when the transaction is on disk. */
  readonly run: () => () => void;
  readonly reject: (error: unknown) => void;
}

function groupCommit(connection: DatabaseSync, database: Database, file: string): Omit<RunnerStore, "read"> {
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
      const settled = transaction(connection, group);
      last = { endedAt: performance.now(), took: performance.now() - from };
      for (const resolve of settled) resolve();
    } catch (error) {
      if (connection.isTransaction) connection.exec("ROLLBACK");
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
    },
  };
}

function transaction(connection: DatabaseSync, group: readonly Waiting[]): readonly (() => void)[] {
  const settled: (() => void)[] = [];
  connection.exec("BEGIN IMMEDIATE");
  for (const { run, reject } of group) {
    connection.exec("SAVEPOINT closure");
    try {
      settled.push(run());
    } catch (error) {
      connection.exec("ROLLBACK TO closure");
      settled.push(() => reject(error));
    }
    connection.exec("RELEASE closure");
  }
  connection.exec("COMMIT");
  return settled;
}
