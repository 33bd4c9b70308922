/** How the page writes figures and moments: in Russian, in the zone of the centre. */
export interface Format {
  number(value: number): string;
  /** A moment as a tick or a tooltip shows it. */
  moment(at: number): string;
  clock(at: number): string;
  day(at: number): string;
  /** Milliseconds the zone is ahead of UTC at the moment. */
  offset(at: number): number;
}

export function createFormat(zone: string): Format {
  const number = new Intl.NumberFormat("ru", { maximumFractionDigits: 2 });
  const withZone = (options: Intl.DateTimeFormatOptions) =>
    new Intl.DateTimeFormat("ru", { timeZone: zone, ...options });
  const moment = withZone({ day: "2-digit", month: "2-digit", hour: "2-digit", minute: "2-digit" });
  const clock = withZone({ hour: "2-digit", minute: "2-digit" });
  const day = withZone({ day: "2-digit", month: "2-digit" });
  const offset = new Intl.DateTimeFormat("en", { timeZone: zone, timeZoneName: "longOffset" });
  return {
    number: (value) => number.format(value),
    moment: (at) => moment.format(at),
    clock: (at) => clock.format(at),
    day: (at) => day.format(at),
    offset(at) {
      const name = offset.formatToParts(at).find(({ type }) => type === "timeZoneName")?.value ?? "";
      const [, sign, hours, minutes] = /([+-])(\d\d):(\d\d)/.exec(name) ?? [];
      return (sign === "-" ? -1 : 1) * (Number(hours ?? 0) * 60 + Number(minutes ?? 0)) * 60_000;
    },
  };
}
