import type { Instant } from "../domain/time/instant.ts";
import { Unanswered } from "./ask-api.ts";
import { type Found, isWithin, type Visit } from "./collector.ts";

export interface Refused {
  readonly kind: "refused";
  readonly why: string;
}

/** Some of a chat's messages, newest first: from a moment backwards, or the newest there are. */
export type PageOf = (from: Instant | undefined, visit: Visit) => Promise<readonly Found[] | Refused>;

/** Says no to one more question when there is no time to hear the answer. */
export const stillTime = (visit: Visit): void => {
  if (!visit.hasTime()) throw new Unanswered("more than there is time for");
};

/**
 * Takes what a chat holds, page by page, back to the floor of a visit. A page holds at most so many, and may hold somewhat fewer
 * though more follows: what was removed, or is not for a bot to see, may have had its place there.
 */
export const takeHistory = async (page: PageOf, most: number, visit: Visit): Promise<Refused | undefined> => {
  let from: Instant | undefined;
  for (;;) {
    stillTime(visit);
    const found = await page(from, visit);
    if ("kind" in found) return found;
    await visit.take(found.filter(({ at }) => isWithin(visit, at)));
    const oldest = Math.min(...found.map(({ at }) => at));
    // Newer than what was asked for: the platform gives what it gives, wherever one begins.
    if (found.length < most / 2 || oldest < visit.floor || (from !== undefined && oldest > from)) return undefined;
    // Of the same moment there may be more than the page held.
    if (from === undefined || oldest + 1 < from) from = oldest + 1;
    else if (found.length < most) return undefined;
    else from -= 1;
  }
};
