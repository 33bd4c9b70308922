import { describe, expect, it } from "vitest";
import { InvalidSchedule, parseSchedule } from "../../local/sources/schedule-expression.ts";

const at = (text: string) => Date.parse(text);
/** The next firings after an instant. */
function firings(expression: string, zone: string, after: string, count: number): string[] {
  const recurrence = parseSchedule(expression, zone);
  const found: string[] = [];
  for (let instant = at(after); found.length < count; ) {
    const next = recurrence.nextAfter(instant, at(after));
    if (next === undefined) break;
    found.push(new Date(next).toISOString().replace(":00.000Z", "Z"));
    instant = next;
  }
  return found;
}

describe("schedule expressions", () => {
  it.each([
    ["rate(1 minute)", "UTC", "2026-03-02T09:00:00Z", ["2026-03-02T09:01Z", "2026-03-02T09:02Z"]],
    ["rate(2 hours)", "UTC", "2026-03-02T09:30:00Z", ["2026-03-02T11:30Z", "2026-03-02T13:30Z"]],
    ["cron(0 8 * * ? *)", "Europe/Moscow", "2026-03-02T05:00:00Z", ["2026-03-03T05:00Z", "2026-03-04T05:00Z"]],
    ["cron(0/20 9-10 ? * MON-FRI *)", "UTC", "2026-03-06T10:30:00Z", ["2026-03-06T10:40Z", "2026-03-09T09:00Z"]],
    ["cron(0 0 L * ? *)", "UTC", "2026-02-01T00:00:00Z", ["2026-02-28T00:00Z", "2026-03-31T00:00Z"]],
    ["cron(0 0 1W * ? *)", "UTC", "2026-07-31T12:00:00Z", ["2026-08-03T00:00Z", "2026-09-01T00:00Z"]],
    ["cron(0 0 LW * ? *)", "UTC", "2026-05-01T00:00:00Z", ["2026-05-29T00:00Z"]],
    ["cron(0 0 ? * 6#3 *)", "UTC", "2026-03-01T00:00:00Z", ["2026-03-20T00:00Z", "2026-04-17T00:00Z"]],
    ["cron(0 0 ? * FRIL *)", "UTC", "2026-03-01T00:00:00Z", ["2026-03-27T00:00Z"]],
    ["cron(0 0 29 FEB ? *)", "UTC", "2026-03-01T00:00:00Z", ["2028-02-29T00:00Z", "2032-02-29T00:00Z"]],
    ["cron(30 9 1 1 ? 2027)", "UTC", "2026-03-01T00:00:00Z", ["2027-01-01T09:30Z"]],
    ["cron(0 0 31 FEB ? *)", "UTC", "2026-03-01T00:00:00Z", []],
  ])("%s in %s after %s", (expression, zone, after, expected) => {
    expect(firings(expression, zone, after, 2).slice(0, Math.max(1, expected.length))).toEqual(expected);
  });

  it("skip a time that the clocks are put forward over", () => {
    expect(firings("cron(30 2 * * ? *)", "Europe/Berlin", "2026-03-28T12:00:00Z", 1)).toEqual(["2026-03-30T00:30Z"]);
  });

  it("fire once at a time that comes twice when the clocks are put back", () => {
    expect(firings("cron(30 2 * * ? *)", "Europe/Berlin", "2026-10-24T12:00:00Z", 2)).toEqual([
      "2026-10-25T00:30Z",
      "2026-10-26T01:30Z",
    ]);
  });

  it.each([
    "rate(1 minutes)",
    "rate(5 minute)",
    "rate(0 minutes)",
    "at(2026-03-02T09:00:00)",
    "cron(0 8 * * *)",
    "cron(0 8 * * * *)",
    "cron(0 8 ? * ? *)",
    "cron(60 8 * * ? *)",
    "cron(0 8 ? * 6#6 *)",
    "cron(0 8 ? * FUN *)",
  ])("refuse %s", (expression) => {
    expect(() => parseSchedule(expression, "UTC")).toThrow(InvalidSchedule);
  });

  it("refuse a zone that does not exist", () => {
    expect(() => parseSchedule("cron(0 8 * * ? *)", "Europe/Lipetsk")).toThrow(/Europe\/Lipetsk/);
  });
});
