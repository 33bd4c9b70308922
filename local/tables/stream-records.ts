import { DatabaseSync } from "node:sqlite";
import * as z from "zod/mini";

const newestRow = z.optional(z.object({ sequence_number: z.string() }));

/** The embedded server's own table of stream records, which it never shortens by itself. */
export interface StreamRecords {
  /** Forgets the records of a table before a sequence number. */
  trim(tableName: string, before: string): void;
  /** The number of a table's newest record. */
  latest(tableName: string): string | undefined;
  close(): void;
}

/**
 * The server numbers a new record by the highest number there is, searching without an index: a write would cost more
 * with every write before it, and a table whose records were all forgotten would begin again at 1. So the index is
 * added, and the last record always stays.
 */
export function openStreamRecords(file: string): StreamRecords {
  const database = new DatabaseSync(file, { timeout: 5_000 });
  database.exec(`PRAGMA synchronous = NORMAL;
    CREATE INDEX IF NOT EXISTS otklik_stream_order ON _stream_records (table_name, CAST(sequence_number AS INTEGER))`);
  const forget = database.prepare(`DELETE FROM _stream_records
    WHERE table_name = :table AND CAST(sequence_number AS INTEGER) < CAST(:before AS INTEGER)`);
  const newest = database.prepare(`SELECT sequence_number FROM _stream_records WHERE table_name = ?
    ORDER BY CAST(sequence_number AS INTEGER) DESC LIMIT 1`);
  return {
    latest: (tableName) => newestRow.parse(newest.get(tableName))?.sequence_number,
    trim: (tableName, before) => {
      forget.run({ table: tableName, before });
    },
    close: () => database.close(),
  };
}
