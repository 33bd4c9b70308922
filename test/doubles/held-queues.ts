import type { QueueMessage } from "../../local/ports.ts";

/** Queues that hold what is sent; a received message is away until it is released or removed. */
export function heldQueues() {
  const held = new Map<string, QueueMessage[]>();
  const away = new Map<string, QueueMessage>();
  const of = (name: string): QueueMessage[] => held.get(name) ?? [];
  return {
    of,
    put: (name: string, ...messages: QueueMessage[]) => void held.set(name, [...of(name), ...messages]),
    send: async (name: string, messages: readonly { body: string; attributes?: QueueMessage["attributes"] }[]) => {
      const made = messages.map(({ body, attributes = {} }, at) => letter(`${body}-${at}`, attributes, body));
      held.set(name, [...of(name), ...made]);
      return made.map(({ id }) => id);
    },
    receive: async (name: string, most: number) => {
      const taken = of(name).slice(0, most);
      held.set(name, of(name).slice(most));
      for (const message of taken) away.set(message.receipt, message);
      return taken;
    },
    release: async (name: string, receipts: readonly string[]) => {
      held.set(name, [...of(name), ...receipts.flatMap((receipt) => away.get(receipt) ?? [])]);
    },
    remove: async (_name: string, receipts: readonly string[]) =>
      receipts.forEach((receipt) => void away.delete(receipt)),
    depth: async (name: string) => ({ visible: of(name).length, inFlight: 0, delayed: 0, oldestAgeSeconds: 0 }),
  };
}

export const letter = (
  id: string,
  attributes: QueueMessage["attributes"] = {},
  body = "citizen's words",
): QueueMessage => ({
  id,
  receipt: `${id}-receipt`,
  body,
  attributes,
  sentAt: Date.UTC(2026, 2, 2, 9),
  firstReceivedAt: Date.UTC(2026, 2, 2, 9),
  receiveCount: 5,
});
