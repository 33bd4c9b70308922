import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import * as z from "zod/mini";

const counted = z.object({ what: z.string(), count: z.number() });

/**
 * Work that the runner's store still holds, which no other edition would go on with: messages by queue, deliveries, and
 * changes of tables that are not announced yet. `left` names queues that may be left as they are.
 */
export function unfinishedWork(directory: string, left: readonly string[]): readonly string[] {
  const runner = new DatabaseSync(join(directory, "runner.db"));
  const tables = new DatabaseSync(join(directory, "tables.db"));
  try {
    const messages = rows(runner, "SELECT queue AS what, count(*) AS count FROM messages GROUP BY queue");
    const deliveries = rows(runner, "SELECT 'deliveries of events' AS what, count(*) AS count FROM deliveries");
    const seen = rows(runner, "SELECT source AS what, CAST(sequence AS INTEGER) AS count FROM checkpoints");
    const latest = rows(
      tables,
      "SELECT 'stream' AS what, coalesce(max(CAST(sequence_number AS INTEGER)), 0) AS count FROM _stream_records",
    );
    const behind = (latest[0]?.count ?? 0) - Math.min(...seen.map(({ count }) => count));
    const changes = seen.length > 0 && behind > 0 ? [{ what: "changes to be announced", count: behind }] : [];
    return [...messages, ...deliveries, ...changes]
      .filter(({ what, count }) => count > 0 && !left.includes(what))
      .map(({ what, count }) => `${what}: ${count}`);
  } finally {
    runner.close();
    tables.close();
  }
}

const rows = (database: DatabaseSync, sql: string) =>
  database
    .prepare(sql)
    .all()
    .map((row) => counted.parse(row));
