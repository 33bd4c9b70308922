import type * as z from "zod/mini";

type SqlValue = string | number | null;

/** What a closure may do with the store: prepared statements, every row parsed. Valid during the closure only. */
export interface Database {
  /** Answers how many rows were changed. */
  run(sql: string, ...values: readonly SqlValue[]): number;
  all<Row>(sql: string, row: z.ZodMiniType<Row>, ...values: readonly SqlValue[]): Row[];
  first<Row>(sql: string, row: z.ZodMiniType<Row>, ...values: readonly SqlValue[]): Row | undefined;
}

/**
 * What a commit outlives: `power-cut` is on the disk itself, `kill` is with the operating system and enough where doing it
 * again does no harm.
 */
export type Survives = "power-cut" | "kill";

/** The one durable store of the runner: `runner.db` in the data directory. */
export interface RunnerStore {
  /**
   * Runs the closure in a transaction together with whatever else was asked for in the same turn of the event loop, and
   * resolves once that transaction is as safe as asked. A closure that throws is undone alone. What a power cut takes is
   * always the latest: nothing is kept that came after something lost.
   */
  commit<T>(work: (database: Database) => T, survives?: Survives): Promise<T>;
  read<T>(work: (database: Database) => T): T;
  /** Commits what is waiting, then closes the file. */
  close(): Promise<void>;
}
