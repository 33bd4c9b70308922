import { promiseOf } from "../../shared/understanding/same-matter/matter-index.ts";

/** So many of the newest open incidents of a centre are read: a megabyte at most, as one request gives. */
export const MOST_READ = 1500;
/** So many are compared: of fifteen hundred open ones this finds as many that are of one matter as all of them would. */
export const COMPARED = 30;

const MOST_PROMISE = 255;
/** How many more promising ones there are, by promise. */
const above = new Int32Array(MOST_PROMISE + 1);
const promiseAt = (place: number, inCommon: Int32Array): number =>
  place < 0 ? -1 : Math.min(MOST_PROMISE, promiseOf(inCommon[place] ?? 0));

/**
 * Which of the open incidents of a centre are compared with a message, the most promising first, of equals the newest: whatever
 * group it was put into, for half of all pairs of one matter are put into two. `places` are in order, the newest first; below 0 stands what
 * cannot be compared.
 */
export const candidates = (places: Int32Array, inCommon: Int32Array): Int32Array => {
  above.fill(0);
  for (let at = 0; at < places.length; at++) {
    const promise = promiseAt(places[at] ?? 0, inCommon);
    if (promise >= 0) above[promise] = (above[promise] ?? 0) + 1;
  }
  let count = 0;
  for (let promise = MOST_PROMISE; promise >= 0; promise--) {
    const asPromising = above[promise] ?? 0;
    above[promise] = count;
    count += asPromising;
  }
  const chosen = new Int32Array(Math.min(COMPARED, count));
  for (let at = 0; at < places.length; at++) {
    const place = places[at] ?? 0;
    const promise = promiseAt(place, inCommon);
    if (promise < 0) continue;
    const rank = above[promise] ?? 0;
    if (rank < chosen.length) chosen[rank] = place;
    above[promise] = rank + 1;
  }
  return chosen;
};
