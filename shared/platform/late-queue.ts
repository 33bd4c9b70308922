import type { Queue } from "./queue.ts";

/** A queue that most invocations send nothing to, so its client is loaded with the first message. */
export const lateQueue = <Message>(url: string): Queue<Message> => {
  let queue: Queue<Message> | undefined;
  const opened = async (): Promise<Queue<Message>> => {
    const { SQSClient, sqsQueue } = await import("./queue-calls.ts");
    queue ??= sqsQueue<Message>(new SQSClient({}), url);
    return queue;
  };
  return {
    send: async (message) => (await opened()).send(message),
    sendAll: async (messages) => {
      if (messages.length > 0) await (await opened()).sendAll(messages);
    },
  };
};
