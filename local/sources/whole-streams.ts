import type { StreamReader } from "../ports.ts";
import { damaged } from "../store/damage.ts";
import type { StreamSource } from "../template/deployment.ts";
import type { Checkpoints } from "./checkpoints.ts";

/**
 * A consumer that is further than the stream it reads has seen changes that the table no longer knows: the tables' file
 * lost its latest writes. Going on would lose them in silence.
 */
export function mustBeWhole(options: {
  readonly sources: readonly StreamSource[];
  readonly streams: StreamReader;
  readonly checkpoints: Checkpoints;
  /** Absolute path of the tables' file. */
  readonly file: string;
}): void {
  const { sources, streams, checkpoints, file } = options;
  if (streams.latest === undefined) return;
  for (const source of sources) {
    const seen = BigInt(checkpoints.of(source) ?? "0");
    const there = BigInt(streams.latest(source.streamArn) ?? "0");
    if (there < seen) throw damaged(file, `or its -wal has lost ${seen - there} of its latest changes`);
  }
}
