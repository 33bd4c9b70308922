import * as z from "zod/mini";
import { type Instant, instant, MINUTE, SECOND } from "../time/instant.ts";

/** How far one look at a source has come. */
const lookedAt = z.object({
  /** By the platform's clock: all that it showed from before is on the queue, or was known. */
  since: instant,
  /** Not looked again before. */
  nextAt: instant,
  /** Marks of what was found of late, so that an overlap finds nothing twice. */
  seen: z.array(z.string()),
  /** Figures by which the next look knows what has changed. */
  figures: z.record(z.string(), z.int()),
});
export type LookedAt = z.infer<typeof lookedAt>;

/** What is remembered of a source between two visits. */
export const cursor = z.object({
  looks: z.record(z.string(), lookedAt),
  /** Visits in a row in which the platform did not answer. */
  failures: z.int(),
  /** The platform is left alone until then. */
  openUntil: z.optional(instant),
});
export type Cursor = z.infer<typeof cursor>;

/** So many visits may fail before the source is left alone for a while. */
const PATIENCE = 3;
const FIRST_PAUSE = 10 * MINUTE;
const LONGEST_PAUSE = 60 * MINUTE;
/** A platform may ask for more than our own longest pause, but not to be forgotten. */
const LONGEST_ASKED = 24 * 60 * MINUTE;

/** Whether a source may be visited: one that failed again and again is tried once in a while. */
export const isOpen = ({ openUntil }: Cursor, now: Instant): boolean => openUntil === undefined || openUntil <= now;

/** What becomes of a source's circuit after a visit. `afterSeconds`: what a platform that is not to be asked asks for itself. */
export const afterVisit = (
  { looks, failures }: Cursor,
  failure: { readonly afterSeconds?: number | undefined } | undefined,
  now: Instant,
): Cursor => {
  if (failure === undefined) return { looks, failures: 0 };
  const failed = failures + 1;
  const pause = failed < PATIENCE ? 0 : Math.min(FIRST_PAUSE * 2 ** Math.min(failed - PATIENCE, 10), LONGEST_PAUSE);
  const asked = Math.min((failure.afterSeconds ?? 0) * SECOND, LONGEST_ASKED);
  const until = Math.max(pause, asked);
  return { looks, failures: failed, ...(until === 0 ? {} : { openUntil: now + until }) };
};
