import {
  ChangeMessageVisibilityBatchCommand,
  CreateQueueCommand,
  DeleteMessageBatchCommand,
  GetQueueAttributesCommand,
  type Message,
  type MessageAttributeValue,
  ReceiveMessageCommand,
  SendMessageBatchCommand,
  type SendMessageBatchRequestEntry,
  SQSClient,
} from "@aws-sdk/client-sqs";
import type { MessageAttribute, NewMessage, Part, QueueMessage, Queues } from "../ports.ts";
import { StartFailure } from "../start-failure.ts";
import type { Queue } from "../template/deployment.ts";
import { createArrivals } from "./arrivals.ts";
import { queueAttributes } from "./queue-attributes.ts";

const batchLimit = 10;
const heartbeatMilliseconds = 1_000;

/**
 * The queues of the deployment on an SQS-compatible server. Its delays and leases run in real time, whatever the
 * product's clock says. It cannot call back, so listeners are also nudged once a second.
 */
export function createRemoteQueues(options: {
  endpoint: string;
  region: string;
  credentials: { accessKeyId: string; secretAccessKey: string };
  queues: readonly Queue[];
}): Queues & Part {
  const client = new SQSClient({
    endpoint: options.endpoint,
    region: options.region,
    credentials: options.credentials,
    useQueueUrlAsEndpoint: false,
  });
  const urls = new Map<string, string>();
  const arns = new Map<string, string>();
  const arrivals = createArrivals();
  let heartbeat: NodeJS.Timeout | undefined;

  const urlOf = (queueName: string): string => {
    const url = urls.get(queueName);
    if (url === undefined) throw new Error(`the deployment has no queue ${queueName}`);
    return url;
  };
  const create = async (queue: Queue): Promise<void> => {
    const deadLetterArn = queue.redrive === undefined ? undefined : arns.get(queue.redrive.deadLetterArn);
    const Attributes = queueAttributes(queue, deadLetterArn);
    const created = await client.send(new CreateQueueCommand({ QueueName: queue.name, Attributes }));
    const url = created.QueueUrl;
    if (url === undefined) throw new Error(`the server named no URL for ${queue.name}`);
    const asked = await client.send(new GetQueueAttributesCommand({ QueueUrl: url, AttributeNames: ["QueueArn"] }));
    urls.set(queue.name, url);
    arns.set(queue.arn, asked.Attributes?.["QueueArn"] ?? queue.arn);
  };

  return {
    start: async () => {
      try {
        for (const queue of options.queues) if (queue.redrive === undefined) await create(queue);
        for (const queue of options.queues) if (queue.redrive !== undefined) await create(queue);
      } catch (error) {
        throw new StartFailure(
          `the queues cannot be created at ${options.endpoint} (${String(error)}): check OTKLIK_SQS_ENDPOINT and its credentials`,
          { cause: error },
        );
      }
      heartbeat = setInterval(() => arrivals.announce(urls.keys()), heartbeatMilliseconds);
      heartbeat.unref();
    },
    stop: async () => {
      clearInterval(heartbeat);
      client.destroy();
    },
    send: async (queueName, messages) => {
      const ids: string[] = [];
      for (const entries of batches(messages.map(sendEntry))) {
        const { Successful = [], Failed = [] } = await client.send(
          new SendMessageBatchCommand({ QueueUrl: urlOf(queueName), Entries: entries }),
        );
        refuseFailures(queueName, "sent", Failed);
        const byEntry = new Map(Successful.map((sent) => [sent.Id, sent.MessageId]));
        for (const entry of entries) ids.push(byEntry.get(entry.Id) ?? "");
      }
      arrivals.announce([queueName]);
      return ids;
    },
    receive: async (queueName, most, visibilitySeconds) => {
      const messages: QueueMessage[] = [];
      while (messages.length < most) {
        const { Messages = [] } = await client.send(
          new ReceiveMessageCommand({
            QueueUrl: urlOf(queueName),
            MaxNumberOfMessages: Math.min(batchLimit, most - messages.length),
            VisibilityTimeout: visibilitySeconds,
            MessageSystemAttributeNames: ["All"],
            MessageAttributeNames: ["All"],
          }),
        );
        if (Messages.length === 0) break;
        messages.push(...Messages.map(received));
      }
      return messages;
    },
    remove: async (queueName, receipts) => {
      for (const entries of batches(receipts.map((ReceiptHandle, index) => ({ Id: String(index), ReceiptHandle })))) {
        const { Failed = [] } = await client.send(
          new DeleteMessageBatchCommand({ QueueUrl: urlOf(queueName), Entries: entries }),
        );
        refuseFailures(queueName, "deleted", Failed);
      }
    },
    release: async (queueName, receipts, afterSeconds) => {
      const released = receipts.map((ReceiptHandle, index) => ({
        Id: String(index),
        ReceiptHandle,
        VisibilityTimeout: afterSeconds,
      }));
      for (const entries of batches(released)) {
        const { Failed = [] } = await client.send(
          new ChangeMessageVisibilityBatchCommand({ QueueUrl: urlOf(queueName), Entries: entries }),
        );
        refuseFailures(queueName, "released", Failed);
      }
      if (afterSeconds === 0) arrivals.announce([queueName]);
    },
    depth: async (queueName) => {
      const { Attributes = {} } = await client.send(
        new GetQueueAttributesCommand({ QueueUrl: urlOf(queueName), AttributeNames: ["All"] }),
      );
      return {
        visible: Number(Attributes["ApproximateNumberOfMessages"] ?? 0),
        inFlight: Number(Attributes["ApproximateNumberOfMessagesNotVisible"] ?? 0),
        delayed: Number(Attributes["ApproximateNumberOfMessagesDelayed"] ?? 0),
        oldestAgeSeconds: 0,
      };
    },
    nextDelayedAt: async () => undefined,
    onArrival: arrivals.listen,
  };
}

function* batches<Entry>(entries: readonly Entry[]): Generator<Entry[]> {
  for (let start = 0; start < entries.length; start += batchLimit) yield entries.slice(start, start + batchLimit);
}

function refuseFailures(queueName: string, what: string, failed: readonly { Code?: string | undefined }[]): void {
  if (failed.length > 0) {
    throw new Error(`${queueName}: ${failed.length} messages were not ${what} (${failed[0]?.Code ?? "no code"})`);
  }
}

function sendEntry(message: NewMessage, index: number): SendMessageBatchRequestEntry {
  return {
    Id: String(index),
    MessageBody: message.body,
    MessageAttributes: Object.fromEntries(
      Object.entries(message.attributes ?? {}).map(([name, attribute]) => [name, attributeValue(attribute)]),
    ),
    ...(message.delaySeconds === undefined ? {} : { DelaySeconds: message.delaySeconds }),
    ...(message.groupId === undefined ? {} : { MessageGroupId: message.groupId }),
    ...(message.deduplicationId === undefined ? {} : { MessageDeduplicationId: message.deduplicationId }),
  };
}

function attributeValue({ type, value }: MessageAttribute): MessageAttributeValue {
  if (type.startsWith("Binary")) return { DataType: type, BinaryValue: Buffer.from(value, "base64") };
  return { DataType: type, StringValue: value };
}

function received(message: Message): QueueMessage {
  const system = message.Attributes ?? {};
  const sentAt = Number(system.SentTimestamp ?? 0);
  const attributes = Object.entries(message.MessageAttributes ?? {}).map(([name, attribute]) => [
    name,
    {
      type: attribute.DataType ?? "String",
      value: attribute.StringValue ?? Buffer.from(attribute.BinaryValue ?? []).toString("base64"),
    },
  ]);
  return {
    id: message.MessageId ?? "",
    receipt: message.ReceiptHandle ?? "",
    body: message.Body ?? "",
    attributes: Object.fromEntries(attributes),
    sentAt,
    firstReceivedAt: Number(system.ApproximateFirstReceiveTimestamp ?? sentAt),
    receiveCount: Number(system.ApproximateReceiveCount ?? 1),
    ...(system.MessageGroupId === undefined ? {} : { groupId: system.MessageGroupId }),
  };
}
