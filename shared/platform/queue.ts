import { SendMessageBatchCommand, SendMessageCommand, type SQSClient } from "@aws-sdk/client-sqs";

export interface Outgoing<Message> {
  readonly message: Message;
  readonly delaySeconds?: number;
  /** Of a FIFO queue: what is worked off one after the other, and what is the same message for five minutes. */
  readonly fifo?: { readonly group: string; readonly deduplicationId: string };
}

/** A queue of one kind of message. What was not sent is thrown, never dropped. */
export interface Queue<Message> {
  send(message: Message): Promise<void>;
  /** Sends many, ten at a time. */
  sendAll(messages: readonly Outgoing<Message>[]): Promise<void>;
}

/** SQS takes ten messages at once. */
const AT_ONCE = 10;

export const sqsQueue = <Message>(client: SQSClient, url: string): Queue<Message> => ({
  send: async (message) => {
    await client.send(new SendMessageCommand({ QueueUrl: url, MessageBody: JSON.stringify(message) }));
  },
  sendAll: async (messages) => {
    for (let start = 0; start < messages.length; start += AT_ONCE) {
      const { Failed } = await client.send(
        new SendMessageBatchCommand({
          QueueUrl: url,
          Entries: messages.slice(start, start + AT_ONCE).map(({ message, delaySeconds, fifo }, index) => ({
            Id: String(index),
            MessageBody: JSON.stringify(message),
            ...(delaySeconds === undefined ? {} : { DelaySeconds: delaySeconds }),
            ...(fifo === undefined ? {} : { MessageGroupId: fifo.group, MessageDeduplicationId: fifo.deduplicationId }),
          })),
        }),
      );
      const [first] = Failed ?? [];
      if (first !== undefined) throw new Error(`${Failed?.length} messages were not queued: ${first.Code}.`);
    }
  },
});
