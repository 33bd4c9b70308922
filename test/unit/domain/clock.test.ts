import { describe, expect, it } from "vitest";
import {
  type Clock,
  cancelClock,
  meetClock,
  nextStageAt,
  passStages,
  startClock,
} from "../../../shared/domain/clock/clock.ts";
import type { ClockKind } from "../../../shared/domain/clock/norm.ts";
import { MINUTE } from "../../../shared/domain/time/instant.ts";
import { rulesUnder } from "../../fixtures/clock.ts";

const moscow = (local: string): number => Date.parse(`${local}:00+03:00`);

const started = (kind: ClockKind, norm: string, local: string): Clock =>
  startClock(kind, moscow(local), rulesUnder(norm));

describe("a deadline", () => {
  it.each([
    ["counts on over the weekend", "9wh", "2026-03-13T17:00", "2026-03-17T09:00"],
    ["starts with the next working day at night", "4wh", "2026-03-10T23:10", "2026-03-11T12:30"],
    ["does not count the lunch break", "1wh", "2026-03-10T12:00", "2026-03-10T14:00"],
    ["ends at the close of the day it fills, not at the next opening", "8wh", "2026-03-10T08:30", "2026-03-10T17:30"],
    ["loses the last hour of a short day", "4wh", "2026-04-30T15:30", "2026-05-04T11:30"],
    ["waits for the end of the New Year holidays", "9wh", "2025-12-30T17:00", "2026-01-13T09:00"],
    ["counts a working Saturday", "4wh", "2025-10-31T17:00", "2025-11-01T12:00"],
    ["counts working days from the next one", "7wd", "2026-03-13T09:00", "2026-03-24T17:30"],
    ["counts the first working day after a Saturday as the first", "1wd", "2026-03-14T12:00", "2026-03-16T17:30"],
    ["counts calendar days to the close of the last one", "30d", "2026-03-02T10:00", "2026-04-01T17:30"],
    ["is put off when its last day is free", "30d", "2026-04-11T10:00", "2026-05-12T17:30"],
    ["in hours runs at night and at weekends", "3h", "2026-03-13T23:00", "2026-03-14T02:00"],
  ])("%s (%s)", (_, norm, from, due) => {
    expect(started("answer", norm, from).dueAt).toBe(moscow(due));
  });

  it("warns at shares of working time and escalates at the close of the working day after it is missed", () => {
    expect(started("answer", "9wh", "2026-03-13T17:00").ahead).toEqual({
      "warned-50": moscow("2026-03-16T12:30"),
      "warned-75": moscow("2026-03-16T15:45"),
      "warned-90": moscow("2026-03-16T17:06"),
      breached: moscow("2026-03-17T09:00"),
      escalated: moscow("2026-03-18T17:30"),
    });
  });

  it("in hours warns at shares of the time on the wall", () => {
    expect(started("reaction", "3h", "2026-03-14T01:00").ahead).toMatchObject({
      "warned-50": moscow("2026-03-14T02:30"),
      "warned-75": moscow("2026-03-14T03:15"),
      "warned-90": moscow("2026-03-14T03:42"),
      breached: moscow("2026-03-14T04:00"),
    });
  });

  it("says so when the calendar does not reach that far", () => {
    expect(started("answer", "9wh", "2027-12-30T12:00")).toMatchObject({ beyondCalendar: true });
    expect(started("answer", "4wh", "2027-12-30T08:30")).not.toHaveProperty("beyondCalendar");
  });

  it.each(["3h", "9wh", "7wd", "30d"])("of %s is never before its start, however old the calendar", (norm) => {
    const clock = started("answer", norm, "2029-06-01T12:00");
    expect(clock.dueAt).toBeGreaterThanOrEqual(clock.startedAt);
    expect(clock.ahead.escalated).toBeGreaterThanOrEqual(clock.dueAt);
  });
});

describe("a running clock", () => {
  const clock = started("answer", "9wh", "2026-03-13T17:00");

  it("passes no stage before its moment and each one at its moment", () => {
    expect(passStages(clock, moscow("2026-03-16T12:29")).passed).toEqual([]);
    const { clock: warned, passed } = passStages(clock, moscow("2026-03-16T12:30"));
    expect(passed).toEqual([
      {
        clock: "answer",
        stage: "warned-50",
        clockVersion: 1,
        dueAt: clock.dueAt,
        moment: moscow("2026-03-16T12:30"),
        late: false,
      },
    ]);
    expect(warned.stage).toBe("warned-50");
    expect(nextStageAt(warned)).toBe(moscow("2026-03-16T15:45"));
  });

  it("passes in order all that was slept through, and says that it was noticed late", () => {
    const { clock: after, passed } = passStages(clock, moscow("2026-03-17T09:00") + MINUTE);
    expect(passed.map(({ stage, late }) => [stage, late])).toEqual([
      ["warned-50", true],
      ["warned-75", true],
      ["warned-90", true],
      ["breached", false],
    ]);
    expect(after.stage).toBe("breached");
  });

  it("that is met or cancelled is over: it passes nothing and does not change again", () => {
    const end = moscow("2026-12-01T00:00");
    for (const over of [meetClock(clock, end), cancelClock(clock, end)]) {
      expect(nextStageAt(over)).toBeUndefined();
      expect(passStages(over, end).passed).toEqual([]);
      expect(meetClock(over, end + MINUTE)).toEqual(over);
      expect(cancelClock(over, end + MINUTE)).toEqual(over);
    }
  });
});
