import * as fc from "fast-check";
import { Temporal } from "temporal-polyfill";
import { describe, expect, it } from "vitest";
import { DAY, MINUTE } from "../../shared/domain/time/instant.ts";
import { wallClock } from "../../shared/domain/time/zone.ts";

const FIRST = 2018;
const LAST = 2027;

/** Russia's, the ones with summer time on either half of the earth, and those that are odd by half an hour. */
const zones = [
  "Europe/Kaliningrad",
  "Europe/Moscow",
  "Europe/Volgograd",
  "Europe/Samara",
  "Asia/Yekaterinburg",
  "Asia/Omsk",
  "Asia/Krasnoyarsk",
  "Asia/Irkutsk",
  "Asia/Yakutsk",
  "Asia/Vladivostok",
  "Asia/Magadan",
  "Asia/Kamchatka",
  "America/New_York",
  "Europe/Berlin",
  "Australia/Lord_Howe",
  "Asia/Kolkata",
  "Africa/Casablanca",
];

const days = fc.integer({ min: Date.UTC(FIRST, 0, 1) / DAY, max: Date.UTC(LAST, 11, 31) / DAY });

const dateOf = (day: number) => Temporal.PlainDate.from(new Date(day * DAY).toISOString().slice(0, 10));

describe.each(zones)("the wall of %s", (zone) => {
  const wall = wallClock(zone, FIRST, LAST);
  /** The days on which the clocks change, with their neighbours: a random day is hardly ever one. */
  const changes = [...Array((LAST - FIRST + 1) * 366).keys()]
    .map((n) => Date.UTC(FIRST, 0, 1) / DAY + n)
    .filter((day) => wall.instantOf(day + 1, 0) - wall.instantOf(day, 0) !== DAY);
  const someDay = changes.length === 0 ? days : fc.oneof(days, fc.constantFrom(...changes));

  it("reads a local time as Temporal does, on the days when the clocks change, too", () => {
    fc.assert(
      fc.property(someDay, fc.integer({ min: 0, max: 1439 }), (day, minutes) => {
        const local = dateOf(day).toPlainDateTime({ hour: Math.floor(minutes / 60), minute: minutes % 60 });
        const known = local.toZonedDateTime(zone, { disambiguation: "compatible" }).epochMilliseconds;
        expect(wall.instantOf(day, minutes)).toBe(known);
      }),
    );
  });

  it("knows the day of a moment as Temporal does, outside of the compiled years, too", () => {
    const moment = fc.oneof(
      fc.integer({ min: Date.UTC(2000, 0, 1), max: Date.UTC(2035, 0, 1) }),
      fc
        .tuple(someDay, fc.integer({ min: -180, max: 180 }))
        .map(([day, minutes]) => wall.instantOf(day, 0) + minutes * MINUTE),
    );
    fc.assert(
      fc.property(moment, (at) => {
        const known = Temporal.Instant.fromEpochMilliseconds(at).toZonedDateTimeISO(zone).toPlainDate().toString();
        expect(new Date(wall.dayOf(at) * DAY).toISOString().slice(0, 10)).toBe(known);
      }),
    );
  });
});
