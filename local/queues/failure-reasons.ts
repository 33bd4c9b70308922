import * as z from "zod/mini";
import type { VirtualClock } from "../ports.ts";
import type { RunnerStore } from "../store/runner-store.ts";

/** Why messages failed last, so that a dead letter can be shown with its reason. */
export interface FailureReasons {
  keep(messageIds: readonly string[], reason: string): Promise<void>;
  of(messageId: string): string | undefined;
}

const keptMilliseconds = 14 * 86_400_000;
const Reason = z.object({ reason: z.string() });

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
    of: (messageId) =>
      store.read((database) => database.first("SELECT reason FROM failures WHERE message_id = ?", Reason, messageId))
        ?.reason,
  };
}
