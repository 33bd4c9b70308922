import * as z from "zod/mini";
import type { StreamReader } from "../ports.ts";
import type { RunnerStore } from "../store/store-port.ts";
import type { StreamSource } from "../template/deployment.ts";

/** How far every consumer of every stream has come, kept across restarts. */
export interface Checkpoints {
  of(source: StreamSource): string | undefined;
  advance(source: StreamSource, sequence: string): Promise<void>;
}

const Kept = z.object({ sequence: z.string() });

/** Tells the reader what no consumer of a stream needs any more. */
export function createCheckpoints(options: {
  store: RunnerStore;
  streams: StreamReader;
  sources: readonly StreamSource[];
}): Checkpoints {
  const { store, streams, sources } = options;
  const of = (source: StreamSource): string | undefined =>
    store.read((database) => database.first("SELECT sequence FROM checkpoints WHERE source = ?", Kept, source.id))
      ?.sequence;
  return {
    of,
    advance: async (source, sequence) => {
      const upsert =
        "INSERT INTO checkpoints (source, sequence) VALUES (?, ?) ON CONFLICT (source) DO UPDATE SET sequence = excluded.sequence";
      await store.commit((database) => database.run(upsert, source.id, sequence));
      const reached = sources.filter(({ streamArn }) => streamArn === source.streamArn).map(of);
      const behind = reached.reduce(earlier);
      if (behind !== undefined) await streams.processed(source.streamArn, behind);
    },
  };
}

function earlier(one: string | undefined, other: string | undefined): string | undefined {
  if (one === undefined || other === undefined) return undefined;
  return BigInt(one) < BigInt(other) ? one : other;
}
