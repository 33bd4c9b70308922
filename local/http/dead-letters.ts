import { REASON_ATTRIBUTE } from "../../shared/contracts/queues.ts";
import type { QueueMessage, Queues, Transfer } from "../ports.ts";
import type { Deployment } from "../template/deployment.ts";

interface DeadLetter {
  readonly id: string;
  readonly reason: string | undefined;
  readonly sentAt: string;
  readonly receiveCount: number;
}

interface DeadLetterQueue {
  readonly queue: string;
  readonly count: number;
  /** Where a redrive sends back to; nothing when the letters tell of failures that no queue can repeat. */
  readonly source: string | undefined;
  readonly messages: readonly DeadLetter[];
}

export interface DeadLetters {
  readonly queueNames: readonly string[];
  /** Never holds a message's body: it may say what a citizen wrote. */
  list(): Promise<readonly DeadLetterQueue[]>;
  /** Sends the letters of one queue, or of all, back to where they came from; answers how many by queue. */
  redrive(queueName: string | undefined): Promise<readonly { readonly queue: string; readonly moved: number }[]>;
  /** Removes the letters of a citizen, who stands in them by this name alone; answers how many there were. */
  erase(pseudonym: string): Promise<number>;
}

export interface LetterQueues extends Pick<Queues, "receive" | "release" | "send" | "remove" | "depth"> {
  /** Looks without receiving, where the queues can. */
  readonly peek?: (queueName: string, most: number) => Promise<readonly QueueMessage[]>;
  /** Both or neither, where the queues can. */
  readonly transfer?: Transfer;
}

type QueueDefinitions = Pick<Deployment, "queues" | "rules" | "schedules" | "streamSources">;

const BATCH = 10;
const SHOWN = 100;
const HOLD_SECONDS = 30;

/** The letters of every queue that some part of the deployment fails into. */
export function createDeadLetters(queues: LetterQueues, deployment: QueueDefinitions): DeadLetters {
  const definitions = deadLetterQueuesOf(deployment);

  /** SQS knows no look: what is listed is received, and given back at once. */
  const look = async (queueName: string): Promise<readonly QueueMessage[]> => {
    if (queues.peek !== undefined) return queues.peek(queueName, SHOWN);
    const seen: QueueMessage[] = [];
    while (seen.length < SHOWN) {
      const batch = await queues.receive(queueName, BATCH, HOLD_SECONDS);
      if (batch.length === 0) break;
      seen.push(...batch);
    }
    await queues.release(
      queueName,
      seen.map(({ receipt }) => receipt),
      0,
    );
    return seen;
  };

  /** SQS sends before it removes: a crash in between repeats a message and loses none. */
  const sendThenRemove: Transfer = async ({ from, receipts, to, messages }) => {
    await queues.send(to, messages);
    await queues.remove(from, receipts);
  };
  const transfer = queues.transfer ?? sendThenRemove;

  const moveBack = async (queueName: string, source: string): Promise<number> => {
    // What fails again meanwhile comes back here: only those that were there at the beginning are moved.
    const { visible } = await queues.depth(queueName);
    let moved = 0;
    while (moved < visible) {
      const batch = await queues.receive(queueName, Math.min(BATCH, visible - moved), HOLD_SECONDS);
      if (batch.length === 0) break;
      const receipts = batch.map(({ receipt }) => receipt);
      await transfer({ from: queueName, receipts, to: source, messages: batch.map(revived) });
      moved += batch.length;
    }
    return moved;
  };

  /** Every letter is held meanwhile, so that each is looked at once. */
  const eraseFrom = async (queueName: string, pseudonym: string): Promise<number> => {
    const kept: string[] = [];
    let erased = 0;
    for (;;) {
      const batch = await queues.receive(queueName, BATCH, HOLD_SECONDS);
      if (batch.length === 0) break;
      const theirs = batch.filter(({ body }) => body.includes(JSON.stringify(pseudonym)));
      const receipts = theirs.map(({ receipt }) => receipt);
      await queues.remove(queueName, receipts);
      erased += theirs.length;
      kept.push(...batch.filter((letter) => !theirs.includes(letter)).map(({ receipt }) => receipt));
    }
    await queues.release(queueName, kept, 0);
    return erased;
  };

  return {
    queueNames: definitions.map(({ name }) => name),
    list: () =>
      Promise.all(
        definitions.map(async ({ name, source }) => {
          const messages = await look(name);
          const { visible, inFlight, delayed } = await queues.depth(name);
          const count = Math.max(messages.length, visible + inFlight + delayed);
          return { queue: name, count, source, messages: messages.map(letterOf) };
        }),
      ),
    erase: async (pseudonym) => {
      let erased = 0;
      for (const { name } of definitions) erased += await eraseFrom(name, pseudonym);
      return erased;
    },
    redrive: async (queueName) => {
      const chosen = definitions.filter(({ name }) => queueName === undefined || name === queueName);
      const movable = chosen.flatMap(({ name, source }) => (source === undefined ? [] : [{ name, source }]));
      return Promise.all(
        movable.map(async ({ name, source }) => ({ queue: name, moved: await moveBack(name, source) })),
      );
    },
  };
}

function deadLetterQueuesOf({ queues, rules, schedules, streamSources }: QueueDefinitions) {
  const arns = new Set([
    ...queues.map(({ redrive }) => redrive?.deadLetterArn),
    ...rules.flatMap(({ targets }) => targets.map(({ deadLetterArn }) => deadLetterArn)),
    ...schedules.map(({ target }) => target.deadLetterArn),
    ...streamSources.map(({ failureArn }) => failureArn),
  ]);
  return queues
    .filter(({ arn }) => arns.has(arn))
    .map(({ name, arn }) => ({ name, source: queues.find(({ redrive }) => redrive?.deadLetterArn === arn)?.name }));
}

function letterOf({ id, attributes, sentAt, receiveCount }: QueueMessage): DeadLetter {
  const reason = attributes[REASON_ATTRIBUTE]?.value;
  return { id, reason, sentAt: new Date(sentAt).toISOString(), receiveCount };
}

function revived({ body, attributes, groupId, id }: QueueMessage) {
  const { [REASON_ATTRIBUTE]: _said, ...kept } = attributes;
  return { body, attributes: kept, ...(groupId !== undefined && { groupId, deduplicationId: `${id}-again` }) };
}
