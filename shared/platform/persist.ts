import { Rejection } from "../domain/signal/rejection.ts";

/**
 * Does what may be done twice, and does it again at once when it fails: at most so often, and as long as there is time.
 * The last failure is thrown; a Rejection is never tried again.
 */
export const persist = async <Answer>(
  mostTries: number,
  work: () => Promise<Answer>,
  hasTime: () => boolean = () => true,
): Promise<Answer> => {
  for (let tries = 1; ; tries += 1) {
    try {
      return await work();
    } catch (error) {
      if (error instanceof Rejection || tries >= mostTries || !hasTime()) throw error;
    }
  }
};
