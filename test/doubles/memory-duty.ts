import type { Duty } from "../../shared/platform/duty.ts";

export interface MemoryDuty extends Duty {
  /** What people on duty have got, in order. */
  readonly told: readonly { readonly subject: string; readonly text: string }[];
  /** The next notice does not go out. */
  failNext(error: Error): void;
}

export const memoryDuty = (): MemoryDuty => {
  const told: { readonly subject: string; readonly text: string }[] = [];
  const failures: Error[] = [];
  return {
    told,
    tell: async (notice) => {
      await Promise.resolve();
      const failure = failures.shift();
      if (failure !== undefined) throw failure;
      told.push(notice);
    },
    failNext: (error) => {
      failures.push(error);
    },
  };
};
