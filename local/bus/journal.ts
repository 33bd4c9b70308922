import * as z from "zod/mini";
import type { BusEvent } from "../ports.ts";
import type { Database, RunnerStore } from "../store/store-port.ts";

interface JournalEntry {
  readonly id: string;
  readonly type: string;
  readonly time: string;
  readonly data: unknown;
  /** How many times the event was put on the bus. */
  readonly deliveries: number;
}

interface JournalQuery {
  readonly type?: string;
  /** The id of an entry, or an ISO instant: what follows it. */
  readonly after?: string;
  readonly limit?: number;
}

/** Every event that was put on the bus, oldest first, each id once. */
export interface Journal {
  /** Nothing when `after` is neither an entry's id nor an instant. */
  list(query: JournalQuery): { readonly items: readonly JournalEntry[] } | undefined;
}

const Envelope = z.object({ id: z.string(), time: z.string(), data: z.unknown() });
const EntryRow = z.object({
  id: z.string(),
  type: z.string(),
  at: z.string(),
  data: z.string(),
  deliveries: z.number(),
});
const Sequence = z.object({ sequence: z.number() });
const Deliveries = z.object({ deliveries: z.number() });

/**
 * Writes an event down by the id of its detail's own envelope, or by the bus's id when it has none. Answers whether it
 * is new to its bus.
 */
export function writeDown(database: Database, event: BusEvent): boolean {
  const envelope = Envelope.safeParse(event.detail);
  const { id, time, data } = envelope.success
    ? envelope.data
    : { id: event.id, time: new Date(event.time).toISOString(), data: event.detail };
  const written = database.first(
    `INSERT INTO journal (bus, id, source, type, at, data, deliveries) VALUES (?, ?, ?, ?, ?, ?, 1)
     ON CONFLICT (bus, id) DO UPDATE SET deliveries = deliveries + 1 RETURNING deliveries`,
    Deliveries,
    event.busName,
    id,
    event.source,
    event.type,
    time,
    JSON.stringify(data ?? null),
  );
  return written?.deliveries === 1;
}

export function createJournal(store: RunnerStore): Journal {
  return {
    list: ({ type, after, limit }) =>
      store.read((database) => {
        const known =
          after === undefined
            ? { sequence: 0 }
            : database.first("SELECT sequence FROM journal WHERE id = ? ORDER BY sequence DESC", Sequence, after);
        const since = known === undefined ? Date.parse(after ?? "") / 1_000 : null;
        if (Number.isNaN(since)) return undefined;
        const rows = database.all(
          `SELECT id, type, at, data, deliveries FROM journal
           WHERE sequence > ? AND (? IS NULL OR type = ?) AND (? IS NULL OR unixepoch(at, 'subsec') > ?)
           ORDER BY sequence LIMIT ?`,
          EntryRow,
          known?.sequence ?? 0,
          type ?? null,
          type ?? null,
          since,
          since,
          limit ?? -1,
        );
        return {
          items: rows.map((row) => ({
            id: row.id,
            type: row.type,
            time: row.at,
            data: JSON.parse(row.data),
            deliveries: row.deliveries,
          })),
        };
      }),
  };
}
