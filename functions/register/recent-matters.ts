import { HOUR } from "../../shared/domain/instant.ts";
import type { OpenMatters } from "../../shared/store/ports.ts";

/** An open incident that others are compared with. */
export type Matter = Awaited<ReturnType<OpenMatters["newest"]>>[number];
type Asked = Parameters<OpenMatters["newest"]>[0];

/** What is open of a group, and what is being opened. */
export interface RecentMatters {
  newest(asked: Asked): Promise<readonly Matter[]>;
  /** Tells of an incident that is about to be opened, so that the next signal finds it before the index does. */
  notice(asked: Asked, matter: Matter): void;
}

/** Milliseconds for which an answer is used again: as little as the index may lag behind the table by itself. */
const USED_FOR = 250;

interface Answer {
  readonly at: number;
  readonly found: Promise<readonly Matter[]>;
  readonly noticed: Matter[];
}

/** Asks once for all the signals of a group that come within a moment: in a burst two hundred sketches each would be the most of the work. */
export const recentMatters = (open: OpenMatters, age: () => number): RecentMatters => {
  const answers = new Map<string, Answer>();
  // Who looks back from about the same moment gets the same answer.
  const keyOf = ({ centre, group, since, most }: Asked) =>
    JSON.stringify([centre, group, Math.floor(since / HOUR), most]);

  const fresh = (key: string): Answer | undefined => {
    for (const [each, { at }] of answers) if (age() - at >= USED_FOR) answers.delete(each);
    return answers.get(key);
  };

  return {
    newest: async (asked) => {
      const key = keyOf(asked);
      const kept = fresh(key);
      if (kept !== undefined) return [...kept.noticed, ...(await kept.found)].slice(0, asked.most);
      const found = open.newest(asked);
      answers.set(key, { at: age(), found, noticed: [] });
      // A failure is not kept: the next signal asks again.
      found.catch(() => answers.delete(key));
      return found;
    },
    notice: (asked, matter) => {
      const kept = fresh(keyOf(asked));
      if (kept?.noticed.some(({ id }) => id === matter.id) === false) kept.noticed.unshift(matter);
    },
  };
};
