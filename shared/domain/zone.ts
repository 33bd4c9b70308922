import { DAY, type Instant, MINUTE } from "./instant.ts";

const formats = new Map<string, Intl.DateTimeFormat>();

const formatOf = (zone: string): Intl.DateTimeFormat => {
  const known = formats.get(zone);
  if (known !== undefined) return known;
  const made = new Intl.DateTimeFormat("en-US", { timeZone: zone, timeZoneName: "longOffset" });
  formats.set(zone, made);
  return made;
};

/** Minutes by which the zone is ahead of UTC at an instant. */
const offsetMinutes = (zone: string, at: Instant): number => {
  const text = formatOf(zone).format(at);
  const match = /GMT(?:([+-])(\d{2}):(\d{2}))?$/.exec(text);
  if (match === null) throw new RangeError(`The offset of zone ${zone} is not known.`);
  const [, sign, hours, minutes] = match;
  if (hours === undefined || minutes === undefined) return 0;
  return (sign === "-" ? -1 : 1) * (Number(hours) * 60 + Number(minutes));
};

/**
 * The instant of a local time: `date` as `2026-11-22`, minutes since its midnight. As RFC 5545 does, a time that a
 * change of the clocks skips is read with the offset before the change, and of one that comes twice the first is taken.
 */
export const instantOf = (zone: string, date: string, minutes: number): Instant => {
  const asUtc = Date.parse(`${date}T00:00:00Z`) + minutes * MINUTE;
  // No zone is farther than a day from UTC: these are the offsets before and after any change near that time.
  const before = asUtc - offsetMinutes(zone, asUtc - DAY) * MINUTE;
  const after = asUtc - offsetMinutes(zone, asUtc + DAY) * MINUTE;
  const isRead = (at: Instant): boolean => at + offsetMinutes(zone, at) * MINUTE === asUtc;
  return before === after || isRead(before) || !isRead(after) ? before : after;
};

/** The local date at an instant, as `2026-11-22`. */
export const dateOf = (zone: string, at: Instant): string =>
  new Date(at + offsetMinutes(zone, at) * MINUTE).toISOString().slice(0, 10);

/** The date so many days later. */
export const addDays = (date: string, days: number): string =>
  new Date(Date.parse(`${date}T00:00:00Z`) + days * 86_400_000).toISOString().slice(0, 10);
