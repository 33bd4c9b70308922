import { join } from "node:path";
import { DatabaseSync, type StatementSync } from "node:sqlite";
import * as z from "zod/mini";
import { StartFailure } from "../start-failure.ts";
import { openCommitMark } from "./commit-mark.ts";
import { damaged, mustBeSound, reasonOf } from "./damage.ts";
import { refusedByDisk } from "./disk.ts";
import { groupCommit } from "./group-commit.ts";
import { openLogSync } from "./log-sync.ts";
import { migrations } from "./migrations.ts";
import type { Database, RunnerStore } from "./store-port.ts";

const Commits = z.object({ count: z.number() });

/** Opens the store; `tell` takes a line for the one who runs it, should the disk refuse a write. */
export function openRunnerStore(dataDirectory: string, tell: (line: string) => void = () => {}): RunnerStore {
  const file = join(dataDirectory, "runner.db");
  const connection = openFile(file);
  const database = preparedStatements(connection);
  const mark = openCommitMark(join(dataDirectory, "runner.mark"));
  const held = database.first("SELECT count FROM commits", Commits)?.count ?? 0;
  const promised = mark.read() ?? 0;
  if (held < promised) {
    mark.close();
    connection.close();
    throw damaged(file, `or its -wal has lost ${promised - held} of its latest commits, what was accepted among them`);
  }
  // In WAL mode FULL syncs the log at each commit and stops the event loop for it; see log-sync.ts for who does it instead.
  connection.exec("PRAGMA synchronous = NORMAL");
  const commits = groupCommit({ connection, database, file, mark, log: openLogSync(file), tell });
  return { ...commits, read: (work) => work(database) };
}

function openFile(file: string): DatabaseSync {
  let connection: DatabaseSync | undefined;
  try {
    connection = new DatabaseSync(file, { timeout: 5_000 });
    connection.exec("PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; PRAGMA foreign_keys = ON;");
    mustBeSound(connection);
    migrate(connection, file);
    return connection;
  } catch (error) {
    connection?.close();
    if (error instanceof StartFailure || refusedByDisk(error)) throw error;
    throw damaged(file, `cannot be read as the runner's store (${reasonOf(error)})`, error);
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
