import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { endOf } from "../../shared/domain/clock/reckon.ts";
import type { CentreHours } from "../../shared/domain/time/calendar.ts";
import { DAY, HOUR, MINUTE } from "../../shared/domain/time/instant.ts";
import { workingTime } from "../../shared/domain/time/working-time.ts";
import { exampleCentre } from "../../shared/reference/example-centre.ts";

const { production, hours } = exampleCentre().calendar;

type Segments = CentreHours["week"][number];

/** A round-the-clock post: works through every change of the clocks. */
const NIGHTS: Segments = [
  ["00:00", "07:00"],
  ["08:00", "23:00"],
];

const centres: readonly { readonly name: string; readonly hours: CentreHours }[] = [
  { name: "Moscow", hours },
  { name: "Yakutsk", hours: { ...hours, zone: "Asia/Yakutsk", daysOff: ["2024-04-27", "2026-06-22"] } },
  { name: "Kamchatka", hours: { ...hours, zone: "Asia/Kamchatka", shortDayMinutes: 300 } },
  { name: "New York", hours: { ...hours, zone: "America/New_York" } },
  { name: "New York by night", hours: { ...hours, zone: "America/New_York", week: hours.week.map(() => NIGHTS) } },
];

const weekdays = ["Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"];

const minuteOfDay = (clock: string): number => Number(clock.slice(0, 2)) * 60 + Number(clock.slice(3));

/**
 * Working time counted the slow way: minute by minute, by the time on the centre's wall. It shares nothing with the
 * product but the data.
 */
const slowTime = ({ zone, week, shortDayMinutes, daysOff }: CentreHours) => {
  const off = new Set([...production.daysOff, ...daysOff]);
  const short = new Set(production.shortDays);
  const moved = new Set(production.workingWeekends);
  const wall = new Intl.DateTimeFormat("en-CA", {
    timeZone: zone,
    dateStyle: "short",
    timeStyle: "short",
    hourCycle: "h23",
  });
  const weekday = new Intl.DateTimeFormat("en-US", { timeZone: zone, weekday: "short" });

  const workedMinutes = (date: string, day: string): ReadonlySet<number> => {
    if (off.has(date)) return new Set();
    const plan = week[moved.has(date) ? 4 : weekdays.indexOf(day)] ?? [];
    const minutes = plan.flatMap(([from, to]) => {
      const start = minuteOfDay(from);
      return Array.from({ length: minuteOfDay(to) - start }, (_, index) => start + index);
    });
    return new Set(short.has(date) ? minutes.slice(0, Math.max(0, minutes.length - shortDayMinutes)) : minutes);
  };
  const days = new Map<string, ReadonlySet<number>>();
  const wallHours = new Map<number, { readonly worked: ReadonlySet<number>; readonly minute: number }>();

  /** Clocks change on whole hours of UTC in these zones, so that one look at the wall serves an hour. */
  const hourAt = (hour: number) => {
    const known = wallHours.get(hour);
    if (known !== undefined) return known;
    const [date = "", clock = ""] = wall.format(hour).split(", ");
    const worked = days.get(date) ?? workedMinutes(date, weekday.format(hour));
    days.set(date, worked);
    const read = { worked, minute: minuteOfDay(clock) };
    wallHours.set(hour, read);
    return read;
  };
  const isWorked = (at: number): boolean => {
    const { worked, minute } = hourAt(at - (at % HOUR));
    return worked.has(minute + Math.floor((at % HOUR) / MINUTE));
  };

  return {
    add: (from: number, duration: number): number => {
      let at = from;
      let left = duration;
      while (left > 0) {
        const next = at - (at % MINUTE) + MINUTE;
        if (isWorked(at)) {
          if (left <= next - at) return at + left;
          left -= next - at;
        }
        at = next;
      }
      return at;
    },
    between: (from: number, to: number): number => {
      let sum = 0;
      for (let at = from; at < to; ) {
        const next = Math.min(to, at - (at % MINUTE) + MINUTE);
        if (isWorked(at)) sum += next - at;
        at = next;
      }
      return sum;
    },
  };
};

const FIRST = Date.parse("2018-01-02T00:00:00Z");
const LAST = Date.parse("2027-11-15T00:00:00Z");

const moment = fc.integer({ min: FIRST, max: LAST });
const duration = fc.oneof(
  fc.integer({ min: 0, max: 60 * HOUR }),
  fc.integer({ min: 0, max: 60 }).map((hour) => hour * HOUR),
);

describe.each(centres)("working time in $name", ({ hours: theirs }) => {
  const time = workingTime(production, theirs);
  const slow = slowTime(theirs);

  it("passes as it does when counted minute by minute", () => {
    fc.assert(
      fc.property(moment, duration, (from, wanted) => {
        expect(time.add(from, wanted)).toEqual({ at: slow.add(from, wanted), beyondCalendar: false });
      }),
      { numRuns: 100 },
    );
  });

  it("between two moments is what is counted minute by minute", () => {
    fc.assert(
      fc.property(moment, fc.integer({ min: -DAY, max: 20 * DAY }), (from, length) => {
        expect(time.until(from, from + length)).toBe(slow.between(from, from + length));
      }),
      { numRuns: 100 },
    );
  });

  it("that was added lies between the two moments, and adds up piece by piece", () => {
    fc.assert(
      fc.property(moment, duration, duration, (from, first, second) => {
        const middle = time.add(from, first).at;
        expect(time.until(from, middle)).toBe(first);
        expect(time.add(middle, second).at).toBe(time.add(from, first + second).at);
      }),
    );
  });

  it("never makes a later start or a longer norm end sooner", () => {
    fc.assert(
      fc.property(moment, fc.nat(10 * DAY), duration, fc.nat(10 * HOUR), (from, later, wanted, longer) => {
        const { at } = time.add(from, wanted);
        expect(at).toBeGreaterThanOrEqual(from);
        expect(time.add(from + later, wanted).at).toBeGreaterThanOrEqual(at);
        expect(time.add(from, wanted + longer).at).toBeGreaterThanOrEqual(at);
      }),
    );
  });

  it("ends a norm in days at the close of a working day, later for more days", () => {
    fc.assert(
      fc.property(moment, fc.integer({ min: 1, max: 30 }), (from, days) => {
        for (const unit of ["wd", "d"]) {
          const end = (amount: number) => endOf(time, `${amount}${unit}`, from, [], true).at;
          const at = end(days);
          expect(at).toBeGreaterThan(from);
          expect(slow.between(at - MINUTE, at)).toBe(MINUTE);
          expect(slow.between(at, at + 30 * MINUTE)).toBe(0);
          expect(end(days + 1)).toBeGreaterThanOrEqual(at);
        }
      }),
    );
  });

  it("says so when it runs past the last year of the calendar, and only then", () => {
    const end = Date.parse(`${production.lastYear + 1}-01-02T00:00:00Z`);
    const late = fc.integer({ min: end - 40 * DAY, max: end + 400 * DAY });
    fc.assert(
      fc.property(late, fc.integer({ min: 1, max: 200 * HOUR }), (from, wanted) => {
        const { at, beyondCalendar } = time.add(from, wanted);
        expect(beyondCalendar).toBe(time.until(from, end) < wanted);
        expect(at).toBeGreaterThanOrEqual(from);
      }),
    );
  });
});

describe("working time whose hours begin or end within the hour that a change of the clocks skips", () => {
  const nights: Segments = [
    ["00:30", "02:45"],
    ["02:50", "03:10"],
    ["03:20", "06:00"],
  ];
  const time = workingTime(production, { ...hours, zone: "Europe/Berlin", week: hours.week.map(() => nights) });

  it("counts no moment twice, and what was added lies between", () => {
    const begin = Date.parse("2026-03-27T00:00:00+01:00");
    fc.assert(
      fc.property(fc.nat(4 * DAY), fc.nat(12 * HOUR), fc.nat(12 * HOUR), (since, first, second) => {
        const from = begin + since;
        const middle = time.add(from, first).at;
        expect(time.until(from, middle)).toBe(first);
        expect(time.add(middle, second).at).toBe(time.add(from, first + second).at);
        const spans = time.spans(from, from + 2 * DAY);
        expect(spans.every((span, place) => span.from < span.to && span.from >= (spans[place - 1]?.to ?? 0))).toBe(
          true,
        );
        expect(spans.reduce((sum, span) => sum + span.to - span.from, 0)).toBe(time.until(from, from + 2 * DAY));
      }),
    );
  });
});
