/** What a route takes from all callers together: so many a second, and so many at once after a quiet while. */
export interface DoorLimit {
  readonly rateLimit: number;
  readonly burstLimit: number;
}

/**
 * Of doors where nobody shows who they are. Below what all routes are given, so that whoever storms one of them leaves
 * the webhooks their share of the account's functions.
 */
export const doorLimits = {
  /** Pages and lists that everyone may read. */
  reading: { rateLimit: 500, burstLimit: 1000 },
  /** What people and applications send by hand. */
  writing: { rateLimit: 200, burstLimit: 500 },
} as const satisfies Readonly<Record<string, DoorLimit>>;
