import { HOUR, type Instant, SECOND } from "../../shared/domain/time/instant.ts";
import type { OpenMatters } from "../../shared/store/ports.ts";

/** An open incident that others are compared with. */
export type Matter = Awaited<ReturnType<OpenMatters["newest"]>>[number];

interface Asked {
  readonly centre: string;
  /** How far is looked back. */
  readonly since: Instant;
  /** When the signal came that asks, and the incident is opened by. */
  readonly at: Instant;
  readonly most: number;
}

/** What is open of a centre, and what is being opened. */
export interface RecentMatters {
  /** As it was within the last half minute, with what was opened since. Some of it may have been closed, reworded or erased. */
  newest(asked: Asked): Promise<readonly Matter[]>;
  /** Tells of an incident that is about to be opened, so that the next signal finds it before the index does. */
  notice(asked: Asked, matter: Matter): void;
}

/** Milliseconds for which an answer is used again: as little as the index may lag behind the table by itself. */
const USED_FOR = 250;
/** For so long what was opened since is asked for, and not all that is open. */
const KEPT_FOR = 30 * SECOND;
/**
 * Signals that are registered one after the other came this far apart at most. What a later one opens is found when all is
 * read anew.
 */
const APART = SECOND;
/** A megabyte each at most: a backlog is of many hours. */
const ANSWERS = 8;

interface Answer {
  readonly askedAt: number;
  /** When the signal came for which it was asked. */
  readonly at: Instant;
  /** When all was read. */
  readonly readAt: number;
  /** The newest first. Told with the next answer too, as the index may lag, and no longer: a repeat opens nothing. */
  readonly noticed: Matter[];
  readonly found: Promise<readonly Matter[]>;
  /** Once it was found: what the index has, and that with what was noticed. */
  indexed?: readonly Matter[];
  matters?: readonly Matter[];
  /** Of all of these. */
  ids: Set<string>;
}

/** The newest first; of what is told twice what is told first. */
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
  const keyOf = ({ centre, at, since, most }: Asked) =>
    JSON.stringify([centre, Math.floor(at / HOUR), Math.floor(since / HOUR), most]);

  const kept = (key: string): Answer | undefined => {
    for (const [each, { readAt }] of answers) if (age() - readAt >= KEPT_FOR) answers.delete(each);
    return answers.get(key);
  };

  const ask = (key: string, { centre, since, at, most }: Asked, before: Answer | undefined): Answer => {
    const older = before?.indexed;
    const from = older === undefined ? since : Math.max(since, Math.min(at, before?.at ?? at) - APART);
    const lately = [...(before?.noticed ?? [])];
    const readAt = older === undefined ? age() : (before?.readAt ?? age());
    const find = async (): Promise<readonly Matter[]> => {
      const newer = await open.newest({ centre, since: from, most });
      answer.indexed = together(newer, older ?? [], most);
      const notIndexed = lately.filter(({ id }) => newer.every((each) => each.id !== id));
      answer.matters = together([...answer.noticed, ...notIndexed], answer.indexed, most);
      answer.ids = new Set(answer.matters.map(({ id }) => id));
      return answer.matters;
    };
    const answer: Answer = { askedAt: age(), at, readAt, noticed: [], ids: new Set(), found: find() };
    answers.delete(key);
    answers.set(key, answer);
    for (const each of answers.keys()) if (answers.size > ANSWERS) answers.delete(each);
    answer.found.catch(() => {
      // A failure is not kept: the next signal asks again, for all.
      if (answers.get(key) === answer) answers.delete(key);
    });
    return answer;
  };

  return {
    newest: async (asked) => {
      const key = keyOf(asked);
      const before = kept(key);
      const isFresh = before !== undefined && age() - before.askedAt < USED_FOR;
      const answer = isFresh ? before : ask(key, asked, before);
      const found = await answer.found;
      return answer.matters ?? found;
    },
    notice: (asked, matter) => {
      const answer = kept(keyOf(asked));
      if (answer === undefined || answer.ids.has(matter.id)) return;
      answer.ids.add(matter.id);
      answer.noticed.unshift(matter);
      if (answer.matters !== undefined) answer.matters = [matter, ...answer.matters].slice(0, asked.most);
    },
  };
};
