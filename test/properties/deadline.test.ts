import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { startClock } from "../../shared/domain/clock/clock.ts";
import { explainClock } from "../../shared/domain/clock/explain-clock.ts";
import { extendClock, pauseClock, reopenClock, resumeClock } from "../../shared/domain/clock/move-clock.ts";
import { endOf } from "../../shared/domain/clock/reckon.ts";
import type { CentreHours, ProductionCalendar } from "../../shared/domain/time/calendar.ts";
import { DAY, HOUR, MINUTE } from "../../shared/domain/time/instant.ts";
import { workingTime } from "../../shared/domain/time/working-time.ts";
import { rulesUnder } from "../fixtures/clock.ts";

const time = rulesUnder("1h").time;

/** The wall of a zone that never changes its clocks, five hours ahead. */
const ZONE = "Asia/Yekaterinburg";
const AHEAD = 5 * HOUR;

const clockText = (minutes: number): string =>
  `${String(Math.floor(minutes / 60)).padStart(2, "0")}:${String(minutes % 60).padStart(2, "0")}`;

/** A working day of two segments, or a free one. */
const day = fc.oneof(
  { weight: 1, arbitrary: fc.constant<[string, string][]>([]) },
  {
    weight: 3,
    arbitrary: fc
      .uniqueArray(fc.integer({ min: 0, max: 95 }), { minLength: 4, maxLength: 4 })
      .map((quarters) => quarters.toSorted((a, b) => a - b).map((quarter) => clockText(quarter * 15)))
      .map(([a = "", b = "", c = "", d = ""]): [string, string][] => [
        [a, b],
        [c, d],
      ]),
  },
);

const dateIn2026 = fc
  .integer({ min: 0, max: 364 })
  .map((n) => new Date(Date.UTC(2026, 0, 1) + n * DAY).toISOString().slice(0, 10));

/** Any calendar of two years in which somebody works on Wednesdays. */
const calendars = fc
  .record({ days: fc.array(day, { minLength: 7, maxLength: 7 }), daysOff: fc.array(dateIn2026, { maxLength: 30 }) })
  .map(({ days, daysOff }): { production: ProductionCalendar; hours: CentreHours } => ({
    production: { version: "random", firstYear: 2026, lastYear: 2027, daysOff, shortDays: [], workingWeekends: [] },
    hours: {
      zone: ZONE,
      week: days.map((each, index) => (index === 2 ? [["09:00", "18:00"]] : each)),
      shortDayMinutes: 60,
      daysOff: [],
    },
  }));

const start = fc.integer({ min: 0, max: 180 * 24 * 60 }).map((minutes) => Date.UTC(2026, 0, 10) + minutes * MINUTE);

/** Pauses one after the other, some touching, from the start of the clock on. */
const pausesAfter = (from: number) =>
  fc.array(fc.tuple(fc.nat(3 * 24 * 60), fc.integer({ min: 1, max: 4 * 24 * 60 })), { maxLength: 4 }).map((gaps) => {
    let at = from;
    return gaps.map(([gap, length]) => {
      const pause = { from: at + gap * MINUTE, to: at + (gap + length) * MINUTE, why: "asked" };
      at = pause.to;
      return pause;
    });
  });

const startedWithPauses = start.chain((from) => fc.tuple(fc.constant(from), pausesAfter(from)));

interface Slow {
  readonly production: ProductionCalendar;
  readonly hours: CentreHours;
}

const worksAt = ({ production, hours }: Slow, at: number): boolean => {
  const wall = new Date(at + AHEAD).toISOString();
  if (production.daysOff.includes(wall.slice(0, 10))) return false;
  const weekday = (new Date(at + AHEAD).getUTCDay() + 6) % 7;
  const now = wall.slice(11, 16);
  return (hours.week[weekday] ?? []).some(([begin, end]) => begin <= now && now < end);
};

/** The end of so many working minutes, counted one by one. */
const slowEnd = (
  data: Slow,
  from: number,
  minutes: number,
  pauses: readonly { from: number; to: number }[],
): number => {
  let at = from;
  for (let left = minutes; left > 0; at += MINUTE) {
    const paused = pauses.some((pause) => pause.from <= at && at < pause.to);
    if (!paused && worksAt(data, at)) left -= 1;
  }
  return at;
};

describe("a deadline over any calendar and any pauses", () => {
  it("in working hours is the one that is counted minute by minute", () => {
    fc.assert(
      fc.property(calendars, startedWithPauses, fc.integer({ min: 1, max: 20 }), (data, [from, pauses], hours) => {
        const { at } = endOf(workingTime(data.production, data.hours), `${hours}wh`, from, pauses, true);
        expect(at).toBe(slowEnd(data, from, hours * 60, pauses));
      }),
      { numRuns: 60 },
    );
  });

  it("in working days is the close of the last day whose close was not paused, counted minute by minute", () => {
    fc.assert(
      fc.property(calendars, startedWithPauses, fc.integer({ min: 1, max: 10 }), (data, [from, pauses], days) => {
        const { at: due } = endOf(workingTime(data.production, data.hours), `${days}wd`, from, pauses, true);
        const localDay = (at: number) => Math.floor((at + AHEAD) / DAY);
        let left = days;
        let at = (localDay(from) + 1) * DAY - AHEAD;
        for (let close = 0; left > 0; at += MINUTE) {
          if (worksAt(data, at)) close = at + MINUTE;
          if (localDay(at + MINUTE) === localDay(at) || close === 0) continue;
          const closed = close;
          close = 0;
          if (!pauses.some((pause) => pause.from < closed && closed <= pause.to)) left -= 1;
          if (left === 0) expect(due).toBe(closed);
        }
      }),
      { numRuns: 40 },
    );
  });

  it("never comes sooner for a pause, and a pause in two parts is one pause", () => {
    const unit = fc.constantFrom("h", "wh", "wd", "d");
    fc.assert(
      fc.property(
        startedWithPauses,
        fc.integer({ min: 1, max: 30 }),
        unit,
        fc.boolean(),
        ([from, pauses], n, u, roll) => {
          const end = (parts: typeof pauses) => endOf(time, `${n}${u}`, from, parts, roll).at;
          const halves = pauses.flatMap((pause) => {
            const middle = Math.floor((pause.from + pause.to) / 2);
            return [
              { ...pause, to: middle },
              { ...pause, from: middle },
            ];
          });
          expect(end(halves)).toBe(end(pauses));
          expect(end(pauses)).toBeGreaterThanOrEqual(end(pauses.slice(0, -1)));
          if (u === "h") {
            const before = pauses.filter((pause) => pause.from < end(pauses));
            const paused = before.reduce((sum, pause) => sum + pause.to - pause.from, 0);
            expect(end(pauses)).toBe(from + n * HOUR + paused);
          }
        },
      ),
    );
  });

  it("is never earlier for a longer norm or a later start", () => {
    const unit = fc.constantFrom("h", "wh", "wd", "d");
    fc.assert(
      fc.property(
        startedWithPauses,
        fc.integer({ min: 1, max: 30 }),
        unit,
        fc.nat(5 * DAY),
        ([from, pauses], n, u, later) => {
          const end = (amount: number, at: number) => endOf(time, `${amount}${u}`, at, pauses, true).at;
          expect(end(n + 1, from)).toBeGreaterThanOrEqual(end(n, from));
          expect(end(n, from + later)).toBeGreaterThanOrEqual(end(n, from));
        },
      ),
    );
  });
});

describe("a clock that explains itself", () => {
  const duration = fc
    .tuple(fc.integer({ min: 1, max: 40 }), fc.constantFrom("h", "wh", "wd", "d"))
    .map(([n, unit]) => `${n}${unit}`);
  const step = fc.tuple(
    fc.integer({ min: 1, max: 3 * 24 * 60 }),
    fc.oneof(
      fc.constant({ what: "pause" as const }),
      fc.constant({ what: "resume" as const }),
      fc.constant({ what: "reopen" as const }),
      fc.record({ what: fc.constant("by" as const), by: duration }),
      fc.record({ what: fc.constant("until" as const), hours: fc.integer({ min: 1, max: 500 }) }),
    ),
  );

  it("counts in each leg as much as the leg is long, and ends where the deadline is", () => {
    fc.assert(
      fc.property(duration, start, fc.array(step, { maxLength: 8 }), fc.boolean(), (norm, from, steps, rollOver) => {
        const rules = rulesUnder(norm, { rollOver, onReopening: "continues" });
        let clock = startClock("answer", from, rules);
        let now = from;
        for (const [later, what] of steps) {
          now += later * MINUTE;
          if (what.what === "pause") clock = pauseClock(clock, "asked", now);
          else if (what.what === "resume") clock = resumeClock(clock, rules, now);
          else if (what.what === "reopen" && clock.stage !== "paused")
            clock = reopenClock({ ...clock, overAt: now - MINUTE }, "again", rules, now);
          else if (what.what === "by" && clock.stage !== "paused")
            clock = extendClock(clock, { at: now, why: "more", by: what.by }, rules);
          else if (what.what === "until" && clock.stage !== "paused")
            clock = extendClock(clock, { at: now, why: "more", until: now + what.hours * HOUR }, rules);
        }
        const legs = explainClock(clock, rules);
        if (clock.stage !== "paused") expect(legs.at(-1)?.to).toBe(clock.dueAt);
        for (const leg of legs) {
          const counted = leg.segments.reduce((sum, { amount }) => sum + amount, 0);
          expect([leg.duration, counted]).toEqual([leg.duration, leg.amount]);
          const edges = leg.segments.flatMap((segment) => [segment.from, segment.to]);
          expect([leg.from, ...edges, leg.to]).toEqual([leg.from, ...edges, leg.to].toSorted((a, b) => a - b));
        }
      }),
    );
  });
});
