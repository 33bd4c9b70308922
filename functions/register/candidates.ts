import { promiseOf } from "../../shared/understanding/same-matter/matter-index.ts";

/** So many of the newest open incidents of a centre are read: a megabyte at most, as one request gives. */
export const MOST_READ = 1500;
/** So many are compared: of fifteen hundred open ones this finds as many that are of one matter as all of them would. */
export const COMPARED = 24;

/** The promises of those that are chosen, the most promising first. */
const promises = new Int32Array(COMPARED);

/**
 * Which of the open incidents of a centre are compared with a message, the most promising first, of equals the newest. The
 * group that each was put into does not count: half of all pairs of one matter are put into two.
 * @param places the places of incidents in what was read, the newest first; below 0 for one that cannot be compared
 * @param inCommon by these places what each has in common with the message
 */
export const candidates = (places: Int32Array, inCommon: Int32Array): Int32Array => {
  const chosen = new Int32Array(COMPARED);
  let count = 0;
  let least = -1;
  for (let next = 0; next < places.length; next++) {
    const place = places[next] ?? -1;
    const promise = place < 0 ? -1 : promiseOf(inCommon[place] ?? 0);
    if (promise <= least) continue;
    let at = Math.min(count, COMPARED - 1);
    for (; at > 0 && (promises[at - 1] ?? 0) < promise; at--) {
      promises[at] = promises[at - 1] ?? 0;
      chosen[at] = chosen[at - 1] ?? 0;
    }
    promises[at] = promise;
    chosen[at] = place;
    if (count < COMPARED) count += 1;
    if (count === COMPARED) least = promises[COMPARED - 1] ?? 0;
  }
  return chosen.subarray(0, count);
};
