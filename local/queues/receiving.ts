import { randomUUID } from "node:crypto";
import * as z from "zod/mini";
import type { QueueDepth, QueueMessage } from "../ports.ts";
import type { Database } from "../store/store-port.ts";
import type { Queue } from "../template/deployment.ts";
import { MessageRow, messageState, moveMessage, received } from "./message-rows.ts";

const columns = "sequence, id, body, attributes, group_id, sent_at, receive_count, first_received_at";
const standardOrder = `SELECT ${columns} FROM messages WHERE queue = ? AND state = 0 ORDER BY sequence LIMIT ?`;
// A message group is received again only when nothing of it is in flight.
const openGroup = `NOT EXISTS (
  SELECT 1 FROM messages AS held WHERE held.queue = m.queue AND held.group_id = m.group_id AND held.state = 2)`;
const fifoOrder = `SELECT ${columns} FROM messages AS m WHERE queue = ? AND state = 0 AND ${openGroup} ORDER BY sequence LIMIT ?`;

export interface Reception {
  readonly messages: readonly QueueMessage[];
  /** Whether something was moved to the dead-letter queue on the way. */
  readonly deadLettered: boolean;
}

/** Leases up to `most` messages; one that has been received as often as allowed goes to the dead-letter queue instead. */
export function receiveMessages(
  database: Database,
  queue: Queue,
  deadLetterQueue: Queue | undefined,
  request: { most: number; leaseEndsAt: number; now: number },
): Reception {
  const messages: QueueMessage[] = [];
  const most = queue.redrive?.maxReceiveCount ?? Number.POSITIVE_INFINITY;
  let deadLettered = false;
  for (;;) {
    const order = queue.fifo ? fifoOrder : standardOrder;
    const rows = database.all(order, MessageRow, queue.name, request.most - messages.length);
    let moved = 0;
    for (const row of rows) {
      if (deadLetterQueue !== undefined && row.receive_count >= most) {
        moveMessage(database, row.sequence, deadLetterQueue);
        moved += 1;
        continue;
      }
      const receipt = `${row.sequence}.${randomUUID()}`;
      database.run(
        `UPDATE messages SET state = ${messageState.leased}, lease_ends_at = ?, receipt = ?, receive_count = ?,
           first_received_at = coalesce(first_received_at, ?)
         WHERE sequence = ?`,
        request.leaseEndsAt,
        receipt,
        row.receive_count + 1,
        request.now,
        row.sequence,
      );
      messages.push(received(row, receipt, request.now));
    }
    deadLettered ||= moved > 0;
    if (moved === 0 || messages.length === request.most) return { messages, deadLettered };
  }
}

export function peekMessages(database: Database, queue: Queue, most: number): readonly QueueMessage[] {
  return database
    .all(`SELECT ${columns} FROM messages WHERE queue = ? ORDER BY sequence LIMIT ?`, MessageRow, queue.name, most)
    .map((row) => ({ ...received(row, "", row.sent_at), receiveCount: row.receive_count }));
}

const Count = z.object({ count: z.number() });
const Visible = z.object({ count: z.number(), oldest: z.nullable(z.number()) });

export function measureDepth(database: Database, queue: Queue, now: number): QueueDepth {
  const visible = database.first(
    `SELECT count(*) AS count, min(sent_at) AS oldest FROM messages AS m
     WHERE queue = ? AND state = 0 ${queue.fifo ? `AND ${openGroup}` : ""}`,
    Visible,
    queue.name,
  );
  const inState = (state: number): number =>
    database.first("SELECT count(*) AS count FROM messages WHERE queue = ? AND state = ?", Count, queue.name, state)
      ?.count ?? 0;
  const oldest = visible?.oldest ?? now;
  return {
    visible: visible?.count ?? 0,
    inFlight: inState(messageState.leased),
    delayed: inState(messageState.delayed),
    oldestAgeSeconds: Math.max(0, Math.floor((now - oldest) / 1_000)),
  };
}
