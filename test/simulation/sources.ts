import type { DynamoDBRecord, DynamoDBStreamEvent, SQSBatchResponse, SQSEvent } from "aws-lambda";
import * as z from "zod/mini";
import type { QueueMessage } from "../../local/ports.ts";
import { type Instant, MINUTE, SECOND } from "../../shared/domain/time/instant.ts";
import { type Invocation, invoke, type Outcome, type Surroundings } from "./invocation.ts";
import type { SimulatedQueue } from "./simulated-queue.ts";
import type { Change, SimulatedTable } from "./simulated-table.ts";

type BatchWork<Event> = (invocation: Invocation, event: Event) => Promise<SQSBatchResponse>;

export interface QueueSource {
  readonly functionName: string;
  readonly queue: SimulatedQueue;
  readonly batchSize: number;
  readonly windowSeconds: number;
  readonly concurrency: number;
  readonly timeout: number;
  readonly work: BatchWork<SQSEvent>;
}

const recordOf = (message: QueueMessage): SQSEvent["Records"][number] => ({
  messageId: message.id,
  receiptHandle: message.receipt,
  body: message.body,
  attributes: {
    ApproximateReceiveCount: String(message.receiveCount),
    SentTimestamp: String(message.sentAt),
    SenderId: "simulated",
    ApproximateFirstReceiveTimestamp: String(message.firstReceivedAt),
    ...(message.groupId === undefined ? {} : { MessageGroupId: message.groupId }),
  },
  messageAttributes: {},
  md5OfBody: "",
  eventSource: "aws:sqs",
  eventSourceARN: "arn:aws:sqs:simulated",
  awsRegion: "simulated",
});

/** Lambda's own margin over a function's time-out, as infra/ gives it to every queue. */
const visibilitySeconds = ({ timeout, windowSeconds }: QueueSource): number => (6 * timeout) / SECOND + windowSeconds;

/** Lambda's poller of a queue: batches, at most so many at a time; what an invocation leaves comes again. */
export const followQueue = (surroundings: Surroundings, source: QueueSource) => {
  const { world, faults } = surroundings;
  const { queue, functionName, timeout, batchSize, concurrency, windowSeconds } = source;
  const visibility = visibilitySeconds(source);
  let running = 0;

  const finish = (batch: readonly QueueMessage[], outcome: Outcome<SQSBatchResponse>): void => {
    running -= 1;
    const back =
      outcome.kind === "answered"
        ? new Set(outcome.answer.batchItemFailures.map(({ itemIdentifier }) => itemIdentifier))
        : new Set(batch.map(({ id }) => id));
    for (const message of batch)
      if (!back.has(message.id) && !faults.strikes("duplicate")) queue.remove(message.receipt);
    poll();
    // What was left, or is handed over twice, can be received when its visibility has run out.
    if (queue.depth().inFlight > 0) world.after(visibility * SECOND, poll);
  };

  const poll = (): void => {
    while (running < concurrency) {
      const batch = queue.receive(batchSize, visibility);
      if (batch.length === 0) return;
      running += 1;
      invoke(
        surroundings,
        { functionName, timeout },
        (invocation) => source.work(invocation, { Records: batch.map(recordOf) }),
        (outcome) => finish(batch, outcome),
      );
    }
  };

  return {
    /** Something was put on the queue, to be received from a moment on. */
    sent: (visibleAt: Instant): void => world.at(visibleAt + windowSeconds * SECOND, poll),
  };
};

/** Lambda's types name the form of an item otherwise than the SDK's. */
const image = z.custom<NonNullable<NonNullable<DynamoDBRecord["dynamodb"]>["NewImage"]>>(
  (value) => typeof value === "object" && value !== null,
);

const streamRecord = ({ sequence, before, after }: Change): DynamoDBRecord => ({
  eventID: String(sequence),
  eventName: before === undefined ? "INSERT" : "MODIFY",
  eventVersion: "1.1",
  eventSource: "aws:dynamodb",
  awsRegion: "simulated",
  dynamodb: {
    SequenceNumber: String(sequence),
    StreamViewType: "NEW_AND_OLD_IMAGES",
    NewImage: image.parse(after),
    ...(before === undefined ? {} : { OldImage: image.parse(before) }),
  },
});

const LARGEST_BATCH = 100;

/** Lambda's poller of a stream: in order, one batch at a time, the same again until it is done, smaller after a failure. */
export const followStream = (
  surroundings: Surroundings,
  table: SimulatedTable,
  {
    functionName,
    timeout,
    work,
    wants = () => true,
  }: Pick<QueueSource, "functionName" | "timeout"> & {
    work: BatchWork<DynamoDBStreamEvent>;
    /** Which changes it is woken for. */
    wants?: (change: Change) => boolean;
  },
) => {
  const { world, faults, random } = surroundings;
  let done = 0;
  let most = LARGEST_BATCH;
  let busy = false;

  const finish = (batch: readonly Change[], outcome: Outcome<SQSBatchResponse>): void => {
    busy = false;
    const from = done;
    if (outcome.kind === "answered") {
      const [first] = outcome.answer.batchItemFailures;
      done = first === undefined ? (batch.at(-1)?.sequence ?? done) : Number(first.itemIdentifier) - 1;
      most = LARGEST_BATCH;
      if (faults.strikes("duplicate")) done = from;
    } else most = Math.max(1, Math.floor(batch.length / 2));
    if (done < table.changes.length) wake(outcome.kind === "answered" ? 0 : SECOND);
  };
  const read = (): void => {
    while (done < table.changes.length && !table.changes.slice(done, done + 1).every(wants)) done += 1;
    const batch = table.changes.slice(done, done + most);
    if (batch.length === 0) {
      busy = false;
      return;
    }
    invoke(
      surroundings,
      { functionName, timeout },
      (invocation) => work(invocation, { Records: batch.filter(wants).map(streamRecord) }),
      (outcome) => finish(batch, outcome),
    );
  };
  const wake = (after: number): void => {
    if (busy) return;
    busy = true;
    const late = faults.strikes("delay") ? random.between(SECOND, 120 * SECOND) : 0;
    world.after(after + random.between(50, 500) + late, read);
  };
  return {
    written: (change: Change): void => {
      if (!busy && done === change.sequence - 1 && !wants(change)) done = change.sequence;
      else wake(0);
    },
    /** Whether everything that was written has been worked off. */
    caughtUp: (): boolean => done === table.changes.length,
  };
};

/** EventBridge Scheduler at `rate(1 minute)`. */
export const everyMinute = (
  surroundings: Surroundings,
  {
    functionName,
    timeout,
    work,
  }: { functionName: string; timeout: number; work: (invocation: Invocation) => Promise<void> },
): void => {
  const { world, faults, random } = surroundings;
  const fire = (): void => {
    const late = faults.strikes("late-sweep") ? random.between(SECOND, 90 * SECOND) : 0;
    world.after(late, () => invoke(surroundings, { functionName, timeout }, work, () => {}));
  };
  const tick = (): void => {
    world.after(MINUTE, tick);
    if (faults.strikes("skipped-sweep")) return;
    fire();
    if (faults.strikes("doubled-sweep")) fire();
  };
  world.after(MINUTE, tick);
};
