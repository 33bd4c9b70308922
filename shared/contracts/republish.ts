import * as z from "zod/mini";

const instant = z.iso.datetime({ offset: true });

/** What `republish` is asked: to announce again what happened from one moment up to another, that one not included. */
export const republishRequest = z.object({
  from: instant,
  to: instant,
  /** Counts, and puts nothing on the bus. */
  dryRun: z._default(z.boolean(), false),
  /** Where the last answer stopped. */
  cursor: z.optional(z.string()),
});

/** What one invocation got done. With a cursor it goes on from there when asked again. */
export const republishReport = z.object({
  /** Incidents and rejections that were looked at. */
  read: z.int(),
  /** Events of the period, put on the bus unless it was a dry run. */
  events: z.int(),
  cursor: z.optional(z.string()),
});
export type RepublishReport = z.infer<typeof republishReport>;
