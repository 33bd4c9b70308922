import { createHash } from "node:crypto";
import * as z from "zod/mini";
import { REASON_ATTRIBUTE } from "../../shared/contracts/queues.ts";
import type { MessageAttribute, NewMessage, QueueMessage } from "../ports.ts";
import type { Database } from "../store/store-port.ts";
import type { Queue } from "../template/deployment.ts";

/** Where a message is in its life; the numbers are in the store's schema. */
export const messageState = { receivable: 0, delayed: 1, leased: 2 } as const;

const deduplicationMilliseconds = 5 * 60_000;

export const MessageRow = z.object({
  sequence: z.number(),
  id: z.string(),
  body: z.string(),
  attributes: z.string(),
  group_id: z.nullable(z.string()),
  sent_at: z.number(),
  receive_count: z.number(),
  first_received_at: z.nullable(z.number()),
});
export type MessageRow = z.infer<typeof MessageRow>;

const Attributes = z.record(z.string(), z.object({ type: z.string(), value: z.string() }));

function attributesOf(row: MessageRow): Readonly<Record<string, MessageAttribute>> {
  return row.attributes === "{}" ? {} : Attributes.parse(JSON.parse(row.attributes));
}

export function received(row: MessageRow, receipt: string, now: number): QueueMessage {
  return {
    id: row.id,
    receipt,
    body: row.body,
    attributes: attributesOf(row),
    sentAt: row.sent_at,
    firstReceivedAt: row.first_received_at ?? now,
    receiveCount: row.receive_count + 1,
    ...(row.group_id === null ? {} : { groupId: row.group_id }),
  };
}

export class InvalidReceipt extends Error {
  override readonly name = "InvalidReceipt";
  constructor(receipt: string) {
    super(`The input receipt handle "${receipt}" is not a valid receipt handle.`);
  }
}

/** A row's number is in its receipt, so that a receipt finds it without an index of its own. */
export function sequenceOf(receipt: string): number {
  const sequence = Number.parseInt(receipt, 10);
  if (Number.isNaN(sequence)) throw new InvalidReceipt(receipt);
  return sequence;
}

const Deduplicated = z.object({ message_id: z.string() });

/** Inserts a message at a product's instant; answers the id it has, which is an earlier message's when it repeats it. */
export function insertMessage(
  database: Database,
  queue: Queue,
  message: NewMessage,
  at: { id: string; now: number },
): string {
  if (queue.fifo) {
    const token = message.deduplicationId ?? createHash("sha256").update(message.body).digest("hex");
    const earlier = database.first(
      "SELECT message_id FROM deduplications WHERE queue = ? AND token = ? AND until > ?",
      Deduplicated,
      queue.name,
      token,
      at.now,
    );
    if (earlier !== undefined) return earlier.message_id;
    database.run(
      "INSERT OR REPLACE INTO deduplications (queue, token, message_id, until) VALUES (?, ?, ?, ?)",
      queue.name,
      token,
      at.id,
      at.now + deduplicationMilliseconds,
    );
  }
  const delay = message.delaySeconds ?? queue.delaySeconds;
  database.run(
    `INSERT INTO messages (queue, id, body, attributes, group_id, sent_at, expires_at, state, due_at)
     VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)`,
    queue.name,
    at.id,
    message.body,
    message.attributes === undefined ? "{}" : JSON.stringify(message.attributes),
    message.groupId ?? null,
    at.now,
    at.now + queue.retentionSeconds * 1_000,
    delay > 0 ? messageState.delayed : messageState.receivable,
    at.now + delay * 1_000,
  );
  return at.id;
}

/** Removes a message that was received under the receipt; nothing when its lease has ended since. */
export function removeMessage(database: Database, receipt: string): void {
  database.run("DELETE FROM messages WHERE sequence = ? AND receipt = ?", sequenceOf(receipt), receipt);
}

/**
 * Moves a message to the end of another queue as it is, with its id, its attributes and the time it was sent; why it
 * failed last is added as an attribute when it is known.
 */
export function moveMessage(database: Database, sequence: number, queue: Queue): void {
  database.run(
    `INSERT INTO messages (queue, id, body, attributes, group_id, sent_at, expires_at, state, due_at, receive_count, first_received_at)
     SELECT ?, m.id, body,
       iif(f.reason IS NULL, attributes, json_insert(attributes, ?, json_object('type', 'String', 'value', f.reason))),
       group_id, sent_at, sent_at + ?, ${messageState.receivable}, due_at, receive_count, first_received_at
     FROM messages AS m LEFT JOIN failures AS f ON f.message_id = m.id WHERE sequence = ?`,
    queue.name,
    `$."${REASON_ATTRIBUTE}"`,
    queue.retentionSeconds * 1_000,
    sequence,
  );
  database.run("DELETE FROM messages WHERE sequence = ?", sequence);
}
