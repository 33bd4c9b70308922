import { wordingOf } from "../domain/ids.ts";
import type { Instant } from "../domain/time/instant.ts";

/** When this wording came about, and what tells it from others. */
export interface Worded {
  readonly wording: string;
  readonly wordedAt: Instant;
}

/**
 * An edit: later than the writing even where the platform's clock is too coarse to say so, and told apart from another one
 * of the same moment by its text.
 */
export const editedAt = (moment: Instant, sentAt: Instant, text: string): Worded => ({
  wording: wordingOf(JSON.stringify([moment, text])),
  wordedAt: Math.max(moment, sentAt + 1),
});
