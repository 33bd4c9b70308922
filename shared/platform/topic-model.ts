import { readFileSync, statSync } from "node:fs";
import { join } from "node:path";
import { MINUTE } from "../domain/time/instant.ts";
import { ModelFailure, readModel } from "../understanding/model/model-file.ts";
import { type LikelyTopics, likelyTopics } from "../understanding/topic/likely-topics.ts";
import type { Log } from "./log.ts";

interface Parts {
  /** The model of a centre that has none of its own. */
  readonly packed: () => string;
  /** Where a centre's own model lies, as `<centre>/model.bin`. */
  readonly folder: string;
  readonly age: () => number;
  readonly log: Log;
}

interface Own {
  readonly lookedAt: number;
  /** Tells the file from another one of its name; absent when there is none. */
  readonly stamp?: string | undefined;
  readonly likely?: LikelyTopics | undefined;
}

const LOOK_AGAIN_AFTER = MINUTE;

const modelAt = (path: string): LikelyTopics => likelyTopics(readModel(readFileSync(path)));

/**
 * What a centre's own model says, or the packed one where it has none. Files are read when a centre first asks, not at
 * the start. A changed file serves within a minute; one that is no model is told of, and the last good one serves on.
 */
export const topicModels = ({ packed, folder, age, log }: Parts): ((centre: string) => LikelyTopics) => {
  let usual: LikelyTopics | undefined;
  const known = new Map<string, Own>();

  const read = (path: string, last: LikelyTopics | undefined, centre: string): LikelyTopics | undefined => {
    try {
      return modelAt(path);
    } catch (thrown) {
      if (!(thrown instanceof ModelFailure)) throw thrown;
      log.error("A centre's model of topics cannot be used; the last good one serves on.", {
        centre,
        why: thrown.message,
      });
      return last;
    }
  };

  const ownOf = (centre: string): LikelyTopics | undefined => {
    const before = known.get(centre);
    if (before !== undefined && age() - before.lookedAt < LOOK_AGAIN_AFTER) return before.likely;
    const path = join(folder, centre, "model.bin");
    const file = statSync(path, { throwIfNoEntry: false });
    const stamp = file === undefined ? undefined : `${file.mtimeMs} ${file.size}`;
    const own = { lookedAt: age(), stamp };
    if (stamp === undefined) known.set(centre, own);
    else if (stamp === before?.stamp) known.set(centre, { ...own, likely: before.likely });
    else known.set(centre, { ...own, likely: read(path, before?.likely, centre) });
    return known.get(centre)?.likely;
  };

  return (centre) => (read, topics) => {
    if (topics.model === undefined) return undefined;
    const likely = ownOf(centre) ?? (usual ??= modelAt(packed()));
    return likely(read, topics);
  };
};
