import * as z from "zod/mini";
import { DAY, HOUR, type Instant, SECOND } from "../time/instant.ts";

/** How long something is kept: `30d` days or `48h` hours, of the calendar and not of work. */
const keeping = z.string().check(z.regex(/^[1-9][0-9]{0,3}[hd]$/));

/** How long a centre keeps what has an end. */
export const retention = z.strictObject({
  /** Who a citizen is, from their last message on. */
  identities: keeping,
  /** An incident with its text, from its closing on. One that is open is kept. */
  incidents: keeping,
  /** A message that was not understood. */
  rejections: keeping,
  /** The key a partner's message came under: a repeat is known for so long. */
  acceptedKeys: keeping,
  /** That a message was deleted or restored which has not come yet. May be missing: centres were there before it. */
  placeholders: z._default(keeping, "30d"),
  /** That people on duty were told of an alert: it is told once for so long. */
  toldAlerts: keeping,
});
export type Retention = z.infer<typeof retention>;

/** What a centre that says nothing keeps. */
export const usualRetention: Retention = {
  identities: "365d",
  incidents: "1825d",
  rejections: "90d",
  acceptedKeys: "30d",
  placeholders: "30d",
  toldAlerts: "30d",
};

/** The moment until which something is kept, to the second, for the table counts in seconds. */
export const keptUntil = (time: string, from: Instant): Instant => {
  const [, amount, unit] = /^([0-9]+)([hd])$/.exec(time) ?? [];
  const until = from + Number(amount) * (unit === "h" ? HOUR : DAY);
  if (Number.isNaN(until)) throw new RangeError(`"${time}" is not a time to keep something: write 30d or 48h.`);
  return Math.floor(until / SECOND) * SECOND;
};
