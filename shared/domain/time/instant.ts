import * as z from "zod/mini";

/** A moment, in milliseconds since 1970-01-01T00:00:00Z. */
export type Instant = number;

export const instant = z.int().check(z.nonnegative());

export const SECOND = 1_000;
export const MINUTE = 60 * SECOND;
export const HOUR = 60 * MINUTE;
export const DAY = 24 * HOUR;

/** RFC 3339 in UTC, as every border of the product writes a moment. */
export const iso = (at: Instant): string => new Date(at).toISOString();
