const first = 1_000;
const longest = 10 * 60_000;

/** Milliseconds before a delivery that has failed so many times before is tried again: doubled each time, with jitter. */
export function retryDelay(failuresBefore: number): number {
  const delay = Math.min(longest, first * 2 ** failuresBefore);
  return delay * (0.5 + Math.random() / 2);
}
