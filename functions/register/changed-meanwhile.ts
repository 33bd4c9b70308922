/** Somebody else's change of the same incident or signal came between reading and writing. */
export class ChangedMeanwhile extends Error {
  override readonly name = "ChangedMeanwhile";
}

/** The pieces of an album come at one moment, at most ten of them, and each may have to wait for all the others. */
const MOST_TRIES = 12;

/**
 * Does it again, from the reading on, while somebody else's change comes between. The queue would bring it again only when
 * minutes have passed.
 */
export const untilUndisturbed = async <Result>(work: () => Promise<Result>): Promise<Result> => {
  for (let tries = 1; ; tries += 1) {
    try {
      return await work();
    } catch (error) {
      if (!(error instanceof ChangedMeanwhile) || tries >= MOST_TRIES) throw error;
    }
  }
};
