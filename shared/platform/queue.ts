import {
  SendMessageBatchCommand,
  type SendMessageBatchRequestEntry,
  SendMessageCommand,
  type SQSClient,
} from "@aws-sdk/client-sqs";
import { quiet } from "../store/dynamo/quiet-client.ts";

export interface Outgoing<Message> {
  readonly message: Message;
  readonly delaySeconds?: number;
  /** Of a FIFO queue: what is worked off one after the other, and what is the same message for five minutes. */
  readonly fifo?: { readonly group: string; readonly deduplicationId: string };
}

/** A queue of one kind of message. What was not sent is thrown, never dropped. */
export interface Queue<Message> {
  send(message: Message): Promise<void>;
  /** Sends many, as many at a time as the queue takes. */
  sendAll(messages: readonly Outgoing<Message>[]): Promise<void>;
}

/**
 * SQS takes ten messages at once. Together they may hold 1 MiB there, and 256 KiB with services that speak as it does:
 * https://docs.aws.amazon.com/AWSSimpleQueueService/latest/APIReference/API_SendMessageBatch.html
 */
const AT_ONCE = 10;
const BYTES_AT_ONCE = 256 * 1024;

type Entry = Omit<SendMessageBatchRequestEntry, "Id">;

const entryOf = <Message>({ message, delaySeconds, fifo }: Outgoing<Message>): Entry => ({
  MessageBody: JSON.stringify(message),
  ...(delaySeconds === undefined ? {} : { DelaySeconds: delaySeconds }),
  ...(fifo === undefined ? {} : { MessageGroupId: fifo.group, MessageDeduplicationId: fifo.deduplicationId }),
});

/** As few requests as take them, in their order. What alone is too much goes alone, for the queue to refuse. */
const requestsOf = (entries: readonly Entry[]): readonly (readonly Entry[])[] => {
  const requests: Entry[][] = [];
  let left = 0;
  for (const entry of entries) {
    const bytes = Buffer.byteLength(entry.MessageBody ?? "");
    const last = requests.at(-1);
    if (last !== undefined && last.length < AT_ONCE && bytes <= left) last.push(entry);
    else {
      requests.push([entry]);
      left = BYTES_AT_ONCE;
    }
    left -= bytes;
  }
  return requests;
};

export const sqsQueue = <Message>(given: SQSClient, url: string): Queue<Message> => {
  const client = quiet(given);
  return {
    send: async (message) => {
      await client.send(new SendMessageCommand({ QueueUrl: url, MessageBody: JSON.stringify(message) }));
    },
    sendAll: async (messages) => {
      for (const request of requestsOf(messages.map(entryOf))) {
        const Entries = request.map((entry, index) => ({ Id: String(index), ...entry }));
        const { Failed } = await client.send(new SendMessageBatchCommand({ QueueUrl: url, Entries }));
        const [first] = Failed ?? [];
        if (first !== undefined) throw new Error(`${Failed?.length} messages were not queued: ${first.Code}.`);
      }
    },
  };
};
