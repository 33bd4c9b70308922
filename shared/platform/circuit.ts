import { MINUTE } from "../domain/time/instant.ts";

/** Less than it is from one round of questions to the next. */
const FIRST_PAUSE = 4 * MINUTE;
const LONGEST_PAUSE = 16 * MINUTE;

interface Parts {
  /** Milliseconds that no change of the clock touches. */
  readonly age: () => number;
  /** So many calls in a row may be left without an answer. */
  readonly patience: number;
}

export interface Circuit {
  /** Milliseconds of real time that nobody is to call; 0 when one more call may show whether there are answers again. */
  readonly shutFor: (of: string) => number;
  /** A call was waited for to its end, and not answered. */
  readonly silent: (of: string) => void;
  readonly answered: (of: string) => void;
}

/**
 * Leaves alone whoever takes calls and does not answer. Each such call costs all the time that an answer is waited for,
 * and that time is real however fast an installation's clock goes. The pause is four minutes at first, and twice as long after
 * each further call that nobody answers. What is remembered is this process's own.
 */
export const circuit = ({ age, patience }: Parts): Circuit => {
  const known = new Map<string, { readonly silences: number; readonly until: number }>();
  return {
    shutFor: (of) => Math.max(0, (known.get(of)?.until ?? 0) - age()),
    silent: (of) => {
      const silences = (known.get(of)?.silences ?? 0) + 1;
      const beyond = silences - patience;
      const pause = beyond < 0 ? 0 : Math.min(LONGEST_PAUSE, FIRST_PAUSE * 2 ** Math.min(beyond, 10));
      known.set(of, { silences, until: age() + pause });
    },
    answered: (of) => void known.delete(of),
  };
};
