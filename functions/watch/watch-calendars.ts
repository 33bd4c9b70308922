import { Metric } from "../../shared/contracts/metrics.ts";
import { DAY } from "../../shared/domain/time/instant.ts";
import type { Counter } from "../../shared/platform/metrics.ts";
import type { Now } from "../../shared/platform/time.ts";
import type { Calendars } from "../../shared/store/ports.ts";

interface Parts {
  readonly calendars: Calendars;
  /** The last loaded year of a centre that has put no data of its own. */
  readonly usualLastYear: number;
  readonly now: Now;
  readonly counter: Counter;
}

/** Tells how many days are left of the calendar that ends first: past it, no deadline in working time is certain. */
export const watchCalendars =
  ({ calendars, usualLastYear, now, counter }: Parts) =>
  async (): Promise<void> => {
    const years = [...(await calendars.lastYears()).values()];
    const lastYear = years.length === 0 ? usualLastYear : Math.min(...years);
    counter.add(Metric.CalendarDaysLeft, Math.max(0, Math.floor((Date.UTC(lastYear + 1, 0, 1) - now()) / DAY)));
  };
