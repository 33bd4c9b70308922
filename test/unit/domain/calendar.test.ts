import { describe, expect, it } from "vitest";
import { workingDays } from "../../../shared/domain/time/calendar.ts";
import { dateText } from "../../../shared/domain/time/zone.ts";
import { exampleCentre } from "../../../shared/reference/example-centre.ts";

const { production, hours } = exampleCentre().calendar;

const minutesOf = (segments: readonly (readonly [number, number])[]): number =>
  segments.reduce((sum, [from, to]) => sum + to - from, 0);

describe("the production calendar of Russia", () => {
  // 2020 and 2021 without the days that decrees made non-working.
  it.each([
    { year: 2018, days: 247, short: 6 },
    { year: 2019, days: 247, short: 6 },
    { year: 2020, days: 219, short: 3 },
    { year: 2021, days: 240, short: 3 },
    { year: 2022, days: 247, short: 3 },
    { year: 2023, days: 247, short: 3 },
    { year: 2024, days: 248, short: 5 },
    { year: 2025, days: 247, short: 4 },
    { year: 2026, days: 247, short: 4 },
    { year: 2027, days: 247, short: 4 },
  ])("has $days working days in $year, $short of them an hour shorter", ({ year, days, short }) => {
    const worked = workingDays(year, year, production, hours);
    expect(worked).toHaveLength(days);
    expect(worked.filter(({ segments }) => minutesOf(segments) === 7 * 60)).toHaveLength(short);
    expect(worked.filter(({ segments }) => minutesOf(segments) === 8 * 60)).toHaveLength(days - short);
  });

  it("frees New Year's week and the days moved to it", () => {
    const january = workingDays(2026, 2026, production, hours).map(({ day }) => dateText(day));
    expect(january[0]).toBe("2026-01-12");
  });

  it("works on a Saturday whose rest was moved to another day", () => {
    const november = workingDays(2025, 2025, production, hours).map(({ day }) => dateText(day));
    expect(november).toContain("2025-11-01");
    expect(november).not.toContain("2025-11-03");
  });
});

describe("a centre's own hours", () => {
  it("honour the region's own free days", () => {
    const regional = { ...hours, daysOff: ["2026-04-21"] };
    const dates = workingDays(2026, 2026, production, regional).map(({ day }) => dateText(day));
    expect(dates).not.toContain("2026-04-21");
    expect(dates).toHaveLength(246);
  });

  it("lose a whole segment on a short day when it is not longer than what is cut", () => {
    const evening: [string, string][] = [
      ["09:00", "15:00"],
      ["16:00", "16:30"],
    ];
    const short = { ...hours, week: [evening, evening, evening, evening, evening, [], []] };
    const day = workingDays(2026, 2026, production, short).find((each) => dateText(each.day) === "2026-04-30");
    expect(day?.segments).toEqual([[540, 870]]);
  });
});
