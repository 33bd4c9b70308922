import { MINUTE } from "../domain/time/instant.ts";
import type { Visit } from "./collector.ts";

/** A comment that comes as another goes leaves the count as it was: so often all is looked at, whatever is counted. */
const REGARDLESS = 30 * MINUTE;
/** The figure that says when that was; the others are counts, by the number of a post or a video. */
const ALL = "all";

/** What a platform counts under each of its posts, and counted at the visit before: nobody looks where that is the same. */
export const countsOf = ({ figures: before, now }: Visit) => {
  const { [ALL]: lookedAt = 0 } = before;
  const isTime = lookedAt + REGARDLESS <= now;
  const figures: Record<string, number> = { [ALL]: isTime ? now : lookedAt };
  return {
    figures,
    isSame: (post: string, count: number): boolean => !isTime && before[post] === count,
  };
};
