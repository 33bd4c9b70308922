import { HOUR, type Instant, MINUTE, SECOND } from "../../shared/domain/instant.ts";
import type { OpenMatters } from "../../shared/store/ports.ts";

/** An open incident that others are compared with. */
export type Matter = Awaited<ReturnType<OpenMatters["newest"]>>[number];

interface Asked {
  readonly centre: string;
  /** How far is looked back, and from when on. */
  readonly since: Instant;
  readonly until: Instant;
  readonly most: number;
}

/** What is open of a centre, and what is being opened. */
export interface RecentMatters {
  /** What was closed within the last half minute may be among them. */
  newest(asked: Asked): Promise<readonly Matter[]>;
  /** Tells of an incident that is about to be opened, so that the next signal finds it before the index does. */
  notice(asked: Asked, matter: Matter): void;
}

/** Milliseconds for which an answer is used again: as little as the index may lag behind the table by itself. */
const USED_FOR = 250;
/** For so long what was opened since is asked for, and not all that is open. */
const KEPT_FOR = 30 * SECOND;
/** An incident is opened with the time at which its signal came: so much may lie between. */
const LAG = 2 * MINUTE;

interface Answer {
  readonly at: number;
  /** When all was read, and of what time. */
  readonly readAt: number;
  readonly until: Instant;
  readonly found: Promise<readonly Matter[]>;
  readonly noticed: Matter[];
}

/** The newest first, each as it is told first. */
const together = (newer: readonly Matter[], older: readonly Matter[], most: number): readonly Matter[] => {
  if (newer.length === 0) return older;
  const ids = new Set(newer.map(({ id }) => id));
  return [...newer, ...older.filter(({ id }) => !ids.has(id))].slice(0, most);
};

/**
 * Asks once for all the signals of a centre that come within a moment, and for half a minute for what is new alone: in a
 * burst fifteen hundred sketches each would be the most of the work.
 */
export const recentMatters = (open: OpenMatters, age: () => number): RecentMatters => {
  const answers = new Map<string, Answer>();
  // Who looks back from about the same moment gets the same answer.
  const keyOf = ({ centre, since, most }: Asked) => JSON.stringify([centre, Math.floor(since / HOUR), most]);

  const kept = (key: string): Answer | undefined => {
    for (const [each, { readAt }] of answers) if (age() - readAt >= KEPT_FOR) answers.delete(each);
    return answers.get(key);
  };
  const isFresh = ({ at }: Answer): boolean => age() - at < USED_FOR;

  const newerThan = async (before: Answer, { centre, since, most }: Asked): Promise<readonly Matter[]> => {
    const [older, newer] = await Promise.all([
      before.found,
      open.newest({ centre, since: Math.max(since, before.until - LAG), most }),
    ]);
    return together(newer, older, most);
  };

  const ask = (key: string, asked: Asked, before: Answer | undefined): Promise<readonly Matter[]> => {
    const { centre, since, until, most } = asked;
    const found = before === undefined ? open.newest({ centre, since, most }) : newerThan(before, asked);
    const made = before ?? { readAt: age(), until };
    answers.set(key, { at: age(), readAt: made.readAt, until: made.until, found, noticed: [] });
    // A failure is not kept: the next signal asks again.
    found.catch(() => answers.delete(key));
    return found;
  };

  return {
    newest: async (asked) => {
      const key = keyOf(asked);
      const before = kept(key);
      if (before === undefined || !isFresh(before)) return ask(key, asked, before);
      return together(before.noticed, await before.found, asked.most);
    },
    notice: (asked, matter) => {
      const before = kept(keyOf(asked));
      if (before === undefined || !isFresh(before)) return;
      if (before.noticed.every(({ id }) => id !== matter.id)) before.noticed.unshift(matter);
    },
  };
};
