import { describe, expect, it } from "vitest";
import { dayNumber, wallClock } from "../../../shared/domain/time/zone.ts";

const HOUR = 60;

const at = (zone: string, date: string, minutes: number): string =>
  new Date(wallClock(zone, 2026, 2026).instantOf(dayNumber(date), minutes)).toISOString();

describe("a local time", () => {
  it("is read with the zone's offset", () => {
    expect(at("Europe/Moscow", "2026-03-02", 8 * HOUR + 30)).toBe("2026-03-02T05:30:00.000Z");
    expect(at("Asia/Kamchatka", "2026-03-02", 8 * HOUR)).toBe("2026-03-01T20:00:00.000Z");
    expect(at("UTC", "2026-03-02", 0)).toBe("2026-03-02T00:00:00.000Z");
  });

  it("is read rightly in the hours around a change of the clocks", () => {
    expect(at("America/New_York", "2026-03-08", 1 * HOUR)).toBe("2026-03-08T06:00:00.000Z");
    expect(at("America/New_York", "2026-03-08", 4 * HOUR)).toBe("2026-03-08T08:00:00.000Z");
    expect(at("America/New_York", "2026-11-01", 3 * HOUR)).toBe("2026-11-01T08:00:00.000Z");
    expect(at("Europe/Berlin", "2026-10-25", 1 * HOUR)).toBe("2026-10-24T23:00:00.000Z");
    expect(at("Europe/Berlin", "2026-10-25", 4 * HOUR)).toBe("2026-10-25T03:00:00.000Z");
  });

  it("that is skipped is read with the offset before, and one that comes twice is the first", () => {
    expect(at("America/New_York", "2026-03-08", 2 * HOUR + 30)).toBe("2026-03-08T07:30:00.000Z");
    expect(at("Europe/Berlin", "2026-03-29", 2 * HOUR + 30)).toBe("2026-03-29T01:30:00.000Z");
    expect(at("America/New_York", "2026-11-01", 1 * HOUR + 30)).toBe("2026-11-01T05:30:00.000Z");
    expect(at("Europe/Berlin", "2026-10-25", 2 * HOUR + 30)).toBe("2026-10-25T00:30:00.000Z");
  });
});

describe("the local date", () => {
  it("is the zone's own, not the one of Greenwich", () => {
    const evening = Date.parse("2026-12-31T21:30:00Z");
    expect(wallClock("Europe/Moscow", 2026, 2026).dayOf(evening)).toBe(dayNumber("2027-01-01"));
    expect(wallClock("America/New_York", 2026, 2026).dayOf(evening)).toBe(dayNumber("2026-12-31"));
  });
});
