import * as z from "zod/mini";
import type { Database } from "../store/store-port.ts";
import { messageState } from "./message-rows.ts";

const QueueName = z.object({ queue: z.string() });
const Instant = z.object({ at: z.nullable(z.number()) });

/**
 * Makes receivable what ripened: delays that passed on the product's clock, leases that ran out in real time. Removes
 * what outlived its queue's retention. Answers the queues in which something became receivable.
 */
export function ripen(database: Database, now: { product: number; real: number }): readonly string[] {
  database.run("DELETE FROM messages WHERE expires_at <= ?", now.product);
  const delayed = database.all(
    `UPDATE messages SET state = ${messageState.receivable} WHERE state = 1 AND due_at <= ? RETURNING queue`,
    QueueName,
    now.product,
  );
  const leased = database.all(
    `UPDATE messages SET state = ${messageState.receivable} WHERE state = 2 AND lease_ends_at <= ? RETURNING queue`,
    QueueName,
    now.real,
  );
  return [...delayed, ...leased].map((row) => row.queue);
}

const Ripe = z.object({ ripe: z.number() });

/** Whether there is anything to ripen: a look that writes nothing. */
export function anythingRipe(database: Database, now: { product: number; real: number }): boolean {
  const select = `SELECT EXISTS (SELECT 1 FROM messages WHERE expires_at <= ?)
    OR EXISTS (SELECT 1 FROM messages WHERE state = 1 AND due_at <= ?)
    OR EXISTS (SELECT 1 FROM messages WHERE state = 2 AND lease_ends_at <= ?) AS ripe`;
  return database.first(select, Ripe, now.product, now.product, now.real)?.ripe === 1;
}

/** The product's instant at which the next delayed message becomes receivable. */
export function nextDelayEnd(database: Database): number | undefined {
  return database.first("SELECT min(due_at) AS at FROM messages WHERE state = 1", Instant)?.at ?? undefined;
}

/** The real instant at which the next lease runs out. */
export function nextLeaseEnd(database: Database): number | undefined {
  return database.first("SELECT min(lease_ends_at) AS at FROM messages WHERE state = 2", Instant)?.at ?? undefined;
}

/**
 * Gives back what was being worked on when the process died. The receive that was cut short is not counted, or a
 * message would reach its dead-letter queue by restarts alone.
 */
export function releaseLeases(database: Database): void {
  database.run(
    `UPDATE messages SET state = ${messageState.receivable}, lease_ends_at = NULL, receipt = NULL,
       receive_count = max(receive_count - 1, 0)
     WHERE state = 2`,
  );
}
