import type { DeadLetters } from "../../shared/platform/dead-letters.ts";

export interface MemoryDeadLetters extends DeadLetters {
  readonly buried: readonly { readonly messageId: string; readonly body: string; readonly reason: string }[];
}

export const memoryDeadLetters = (): MemoryDeadLetters => {
  const buried: { readonly messageId: string; readonly body: string; readonly reason: string }[] = [];
  return {
    buried,
    bury: async ({ messageId, body }, reason) => {
      await Promise.resolve();
      buried.push({ messageId, body, reason });
    },
  };
};
