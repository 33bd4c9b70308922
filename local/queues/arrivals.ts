/** Tells listeners that something became receivable in a queue. */
export interface Arrivals {
  readonly listen: (queueName: string, listener: () => void) => () => void;
  readonly announce: (queueNames: Iterable<string>) => void;
}

export function createArrivals(): Arrivals {
  const listeners = new Map<string, Set<() => void>>();
  return {
    listen: (queueName, listener) => {
      const ofQueue = listeners.get(queueName) ?? new Set();
      listeners.set(queueName, ofQueue);
      ofQueue.add(listener);
      return () => ofQueue.delete(listener);
    },
    announce: (queueNames) => {
      for (const queueName of new Set(queueNames)) {
        for (const listener of listeners.get(queueName) ?? []) listener();
      }
    },
  };
}
