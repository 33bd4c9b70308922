const formats = new Map<string, Intl.DateTimeFormat>();
const day = 86_400_000;

function formatOf(zone: string): Intl.DateTimeFormat {
  const known = formats.get(zone);
  if (known !== undefined) return known;
  const format = new Intl.DateTimeFormat("en-US", {
    timeZone: zone,
    hourCycle: "h23",
    year: "numeric",
    month: "numeric",
    day: "numeric",
    hour: "numeric",
    minute: "numeric",
    second: "numeric",
  });
  formats.set(zone, format);
  return format;
}

/** The zone's wall clock at an instant, as if it were UTC. Throws a RangeError for a zone that does not exist. */
export function wallClock(instant: number, zone: string): number {
  const parts: Partial<Record<Intl.DateTimeFormatPartTypes, number>> = {};
  for (const { type, value } of formatOf(zone).formatToParts(instant)) parts[type] = Number(value);
  const { year = 0, month = 1, day: date = 1, hour = 0, minute = 0, second = 0 } = parts;
  return Date.UTC(year, month - 1, date, hour, minute, second);
}

/**
 * The instant at which the zone's wall clock first shows a time; undefined when the clocks are put forward over it.
 */
export function instantOfWallClock(shown: number, zone: string): number | undefined {
  const offsets = new Set([shown - day, shown + day].map((instant) => wallClock(instant, zone) - instant));
  const instants = [...offsets].map((offset) => shown - offset).filter((instant) => wallClock(instant, zone) === shown);
  return instants.length === 0 ? undefined : Math.min(...instants);
}
