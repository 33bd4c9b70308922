import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { parseSchedule } from "../../local/sources/schedule-expression.ts";
import { wallClock } from "../../local/sources/zoned-time.ts";

const instants = fc.integer({ min: Date.parse("2020-01-01T00:00:00Z"), max: Date.parse("2040-01-01T00:00:00Z") });
const zones = fc.constantFrom("UTC", "Europe/Moscow", "Europe/Berlin", "America/New_York", "Australia/Lord_Howe");

describe("schedule expressions", () => {
  it("name the very next firing of a rate, on its own beat", () => {
    fc.assert(
      fc.property(instants, fc.nat(1e9), fc.integer({ min: 2, max: 90 }), (from, later, minutes) => {
        const every = minutes * 60_000;
        const next = parseSchedule(`rate(${minutes} minutes)`, "UTC").nextAfter(from + later, from) ?? 0;
        expect((next - from) % every).toBe(0);
        expect(next).toBeGreaterThan(from + later);
        expect(next - every).toBeLessThanOrEqual(from + later);
      }),
    );
  });

  it("show the wanted time on the zone's wall clock, after the instant, with no firing in between", () => {
    fc.assert(
      fc.property(instants, zones, fc.nat(23), fc.nat(59), (instant, zone, hour, minute) => {
        const daily = parseSchedule(`cron(${minute} ${hour} * * ? *)`, zone);
        const next = daily.nextAfter(instant, instant) ?? 0;
        expect(next).toBeGreaterThan(instant);
        expect(wallClock(next, zone) % 86_400_000).toBe((hour * 60 + minute) * 60_000);
        expect(daily.nextAfter(next - 1, instant)).toBe(next);
        // Two days and an hour: one day may be skipped when the clocks are put forward over the time.
        expect(next - instant).toBeLessThanOrEqual(49 * 3_600_000);
      }),
    );
  });
});
