import { type Instant, MINUTE } from "./instant.ts";

const formats = new Map<string, Intl.DateTimeFormat>();

const formatOf = (zone: string): Intl.DateTimeFormat => {
  const known = formats.get(zone);
  if (known !== undefined) return known;
  const made = new Intl.DateTimeFormat("en-US", { timeZone: zone, timeZoneName: "longOffset" });
  formats.set(zone, made);
  return made;
};

/** Minutes by which the zone is ahead of UTC at an instant. */
export const offsetMinutes = (zone: string, at: Instant): number => {
  const text = formatOf(zone).format(at);
  const match = /GMT(?:([+-])(\d{2}):(\d{2}))?$/.exec(text);
  if (match === null) throw new RangeError(`The offset of zone ${zone} is not known.`);
  const [, sign, hours, minutes] = match;
  if (hours === undefined || minutes === undefined) return 0;
  return (sign === "-" ? -1 : 1) * (Number(hours) * 60 + Number(minutes));
};

/**
 * The instant of a local time: `date` as `2026-11-22`, minutes since its midnight. A time that a change of the clocks
 * skips is read with the offset before the change, as RFC 5545 does.
 */
export const instantOf = (zone: string, date: string, minutes: number): Instant => {
  const asUtc = Date.parse(`${date}T00:00:00Z`) + minutes * MINUTE;
  const first = asUtc - offsetMinutes(zone, asUtc) * MINUTE;
  const second = asUtc - offsetMinutes(zone, first) * MINUTE;
  return first === second ? first : Math.max(first, second);
};

/** The local date at an instant, as `2026-11-22`. */
export const dateOf = (zone: string, at: Instant): string =>
  new Date(at + offsetMinutes(zone, at) * MINUTE).toISOString().slice(0, 10);

/** The date so many days later. */
export const addDays = (date: string, days: number): string =>
  new Date(Date.parse(`${date}T00:00:00Z`) + days * 86_400_000).toISOString().slice(0, 10);
