import type { VirtualClock } from "../ports.ts";
import type { RunnerStore } from "../store/store-port.ts";

/** Keeps why messages failed last: a message that moves to its dead-letter queue takes the reason with it. */
export interface FailureReasons {
  keep(messageIds: readonly string[], reason: string): Promise<void>;
}

const keptMilliseconds = 14 * 86_400_000;

export function createFailureReasons(options: { store: RunnerStore; clock: VirtualClock }): FailureReasons {
  const { store, clock } = options;
  return {
    keep: async (messageIds, reason) => {
      const now = clock.now();
      await store.commit((database) => {
        database.run("DELETE FROM failures WHERE at < ?", now - keptMilliseconds);
        for (const id of messageIds) {
          database.run("INSERT OR REPLACE INTO failures (message_id, reason, at) VALUES (?, ?, ?)", id, reason, now);
        }
      });
    },
  };
}
