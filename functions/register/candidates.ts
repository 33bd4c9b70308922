import {
  NAME_IN_COMMON,
  NEIGHBOURHOOD_IN_COMMON,
  WORD_IN_COMMON,
} from "../../shared/understanding/same-matter/word-index.ts";

/** So many of the newest open incidents of a centre are read: a megabyte at most, as one request gives. */
export const MOST_READ = 1500;
/** So many are compared: of fifteen hundred open ones this finds nearly as many that are of one matter as four times as many would. */
export const COMPARED = 60;

/** The less, the sooner: what tells of about one place, what has a word in common, and anything. */
const RANKS = [0, 1, 2];
const rankOf = (inCommon: number): number =>
  (inCommon & (NAME_IN_COMMON | NEIGHBOURHOOD_IN_COMMON)) !== 0 ? 0 : (inCommon & WORD_IN_COMMON) !== 0 ? 1 : 2;

/**
 * Which of the open incidents of a centre are compared with a message, the newest first of what is as likely: what somebody wrote of
 * the same place, whatever group it was put into, for half of all pairs of one matter are put into two; then what has a
 * word in common. `places` are in order, the newest first; below 0 stands what cannot be compared.
 */
export const candidates = (places: Int32Array, inCommon: Uint8Array): Int32Array => {
  const chosen = new Int32Array(Math.min(COMPARED, places.length));
  let count = 0;
  for (const rank of RANKS)
    for (let at = 0; at < places.length && count < chosen.length; at++) {
      const place = places[at] ?? 0;
      if (place >= 0 && rankOf(inCommon[place] ?? 0) === rank) chosen[count++] = place;
    }
  return chosen.subarray(0, count);
};
