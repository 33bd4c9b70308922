import type { Pace } from "../../shared/channels/way-back.ts";
import { type Instant, SECOND } from "../../shared/domain/time/instant.ts";
import { circuit } from "../../shared/platform/circuit.ts";
import type { Now } from "../../shared/platform/time.ts";

/** So many calls in a row to a page may be left without an answer. */
const MOST_SILENCES = 2;

/** Pages and chats that are remembered; a forgotten one may be called at once. */
const MOST_KNOWN = 1_000;

interface Parts {
  /** Milliseconds that no change of the clock touches: what calls are kept apart by. */
  readonly age: () => number;
  readonly now: Now;
  readonly wait: (milliseconds: number) => Promise<void>;
}

/**
 * Keeps calls as far apart as each platform asks, and leaves a page alone for as long as it has said, or while it answers
 * nothing. Of one page one
 * message is under way at a time, so what this process remembers is what the page has seen.
 */
export const pacing = ({ age, now, wait }: Parts) => {
  const free = new Map<string, number>();
  const closed = new Map<string, Instant>();
  const silent = circuit({ age, patience: MOST_SILENCES });

  return {
    /** Waits for a turn; seconds to come back in when the platform is to be left alone. */
    turn: async (paces: readonly Pace[]): Promise<number | undefined> => {
      const shut = Math.max(0, ...paces.map(({ of }) => Math.max((closed.get(of) ?? 0) - now(), silent.shutFor(of))));
      if (shut > 0) return Math.ceil(shut / SECOND);
      const pause = Math.max(0, ...paces.map(({ of }) => (free.get(of) ?? 0) - age()));
      if (pause > 0) await wait(pause);
      if (free.size > MOST_KNOWN) free.clear();
      for (const { of, milliseconds } of paces) free.set(of, age() + milliseconds);
      return undefined;
    },
    /** Whether the page was heard of before the time for its answer was over. */
    called: ([page]: readonly Pace[], isHeard: boolean): void => {
      if (page === undefined) return;
      if (isHeard) silent.answered(page.of);
      else silent.silent(page.of);
    },
    /** Nothing is sent to the page for so long. */
    close: ([page]: readonly Pace[], seconds: number): void => {
      if (page !== undefined) closed.set(page.of, now() + seconds * SECOND);
    },
  };
};

export type Pacing = ReturnType<typeof pacing>;
