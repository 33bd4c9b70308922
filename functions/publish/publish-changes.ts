import type { AttributeValue } from "@aws-sdk/client-dynamodb";
import { unmarshall } from "@aws-sdk/util-dynamodb";
import type { DynamoDBBatchResponse, DynamoDBRecord, DynamoDBStreamEvent } from "aws-lambda";
import * as z from "zod/mini";
import type { DueMessage } from "../../shared/contracts/due-message.ts";
import type { ProductEvent } from "../../shared/contracts/events.ts";
import { incidentEvents, rejectionEvent } from "../../shared/contracts/events-of.ts";
import { Metric } from "../../shared/contracts/metrics.ts";
import type { Bus } from "../../shared/platform/bus.ts";
import type { DeadLetters } from "../../shared/platform/dead-letters.ts";
import { failureFacts, type Log } from "../../shared/platform/log.ts";
import type { Counter } from "../../shared/platform/metrics.ts";
import { persist } from "../../shared/platform/persist.ts";
import type { Queue } from "../../shared/platform/queue.ts";
import type { Now } from "../../shared/platform/time.ts";
import { fromItem } from "../../shared/store/incident-item.ts";
import { HOLDS, itemKindOf, TABLE_KEY } from "../../shared/store/keys.ts";
import { fromRejectionItem } from "../../shared/store/rejection-item.ts";
import { soonDue } from "./soon-due.ts";

interface Parts {
  readonly bus: Bus;
  readonly due: Queue<DueMessage>;
  readonly deadLetters: DeadLetters;
  readonly counter: Counter;
  readonly log: Log;
  readonly now: Now;
}

const image = z.custom<Record<string, AttributeValue>>((value) => typeof value === "object" && value !== null);

const streamRecord = z.object({
  eventName: z.enum(["INSERT", "MODIFY", "REMOVE"]),
  dynamodb: z.object({ SequenceNumber: z.string(), NewImage: z.optional(image), OldImage: z.optional(image) }),
});

/** What is due soon is tried to be queued so often: a sweep sees to it otherwise. */
const MOST_TRIES = 2;

const versioned = z.object({ version: z.int() });

/** The version an incident had before a change; 0 when there was none: what held its key has versions of its own. */
const versionBefore = (old: z.infer<typeof image> | undefined): number => {
  if (old === undefined) return 0;
  // Nothing else is asked of it, and to read the whole takes as long as to read the new one.
  const asked = [TABLE_KEY, HOLDS, "version"].flatMap((name) => (old[name] === undefined ? [] : [[name, old[name]]]));
  const item = unmarshall(Object.fromEntries(asked));
  return itemKindOf(item) !== "incident" ? 0 : versioned.parse(item).version;
};

/** An image with those steps alone that a change added: the rest of a history was told before, and only grows. */
const withNewSteps = (whole: z.infer<typeof image>, before: number): z.infer<typeof image> => {
  const steps = whole["history"]?.L;
  if (steps === undefined) return whole;
  return { ...whole, history: { L: steps.filter((step) => !(Number(step.M?.["version"]?.N) <= before)) } };
};

/** What a change of the table says to the world: an incident's steps since its old image, or a new rejection. */
const eventsOf = (record: unknown): readonly ProductEvent[] => {
  const { eventName, dynamodb } = streamRecord.parse(record);
  if (eventName === "REMOVE" || dynamodb.NewImage === undefined) return [];
  const before = versionBefore(dynamodb.OldImage);
  const item = unmarshall(withNewSteps(dynamodb.NewImage, before));
  const kind = itemKindOf(item);
  switch (kind) {
    case "incident":
      return incidentEvents(fromItem(item), before);
    case "rejection":
      return eventName === "INSERT" ? [rejectionEvent(fromRejectionItem(item))] : [];
    case "joined":
    case "placeholder":
    case "accepted":
    case "delivered":
    case "centre":
    case "unsent":
    case "cursor":
    case "chats":
    case "assigned":
    case "pos":
      return [];
    default:
      return kind satisfies never;
  }
};

/** A record with what it says; `unreadable` is why it could not be read. */
interface ReadRecord {
  readonly sequence: string;
  readonly events: readonly ProductEvent[];
  readonly unreadable?: string;
}

const read = (record: DynamoDBRecord): ReadRecord => {
  const sequence = record.dynamodb?.SequenceNumber ?? "";
  try {
    return { sequence, events: eventsOf(record) };
  } catch (error) {
    return { sequence, events: [], unreadable: failureFacts(error).error };
  }
};

/**
 * Puts on the bus what each record of the table's stream says, in order. The first record whose events the bus did not
 * take is given back, and with it all that follow; events have fixed ids, so what is put twice is known as the same. A
 * record that is not understood is named among the dead letters and holds up nobody's alert. What is due before a sweep is
 * sure to see it goes to the due queue.
 */
export const publishChanges = ({ bus, due, deadLetters, counter, log, now }: Parts) => {
  const bury = async (sequence: string, error: string): Promise<void> => {
    await deadLetters.bury(
      { messageId: sequence, body: JSON.stringify({ sequence }) },
      `A record of the table's stream was not understood (${error}).`,
    );
    counter.add(Metric.DeadLetter);
    log.error("A record of the stream was not understood and went to the dead letters.", { sequence, error });
  };

  /** Spares a stage the wait for the next sweep, which finds it in any case: no event is held up for it. */
  const hurry = async (changes: readonly DynamoDBRecord[]): Promise<void> => {
    const at = now();
    const messages = changes.flatMap((change) => soonDue(change, at));
    try {
      await persist(MOST_TRIES, () => due.sendAll(messages));
    } catch (error) {
      log.warn("What is due soon was not queued; the next sweep sees to it.", {
        messages: messages.length,
        ...failureFacts(error),
      });
    }
  };

  return async ({ Records }: DynamoDBStreamEvent): Promise<DynamoDBBatchResponse> => {
    const records = Records.map(read);
    const events = records.flatMap((record) => record.events);
    const refused = new Set(await bus.put(events));
    counter.add(Metric.EventPublished, events.length - refused.size);
    await hurry(Records);
    const back = records.findIndex((record) => record.events.some((event) => refused.has(event)));
    // What comes after the first that is given back comes again, and is buried then.
    for (const { sequence, unreadable } of back === -1 ? records : records.slice(0, back))
      if (unreadable !== undefined) await bury(sequence, unreadable);
    const first = records[back];
    if (first === undefined) return { batchItemFailures: [] };
    log.warn("The bus did not take every event; they will be put again.", { refused: refused.size });
    return { batchItemFailures: [{ itemIdentifier: first.sequence }] };
  };
};
