import { expect, test } from "vitest";
import { isDeleted, withMark } from "../../../shared/domain/signal/existence.ts";
import type { ExistenceMarks } from "../../../shared/domain/signal/signal.ts";
import { DAY } from "../../../shared/domain/time/instant.ts";
import { MONDAY_NOON } from "../../fixtures/centre.ts";

test("a message that is deleted and restored for years stays as large as a month of that", () => {
  let marks: ExistenceMarks = { deletions: ["before"] };
  for (let day = 0; day <= 1_000; day += 1) {
    const at = MONDAY_NOON + day * DAY;
    if (day > 0) marks = withMark(marks, { change: "deleted", mark: `d${day}`, at }) ?? marks;
    expect(isDeleted(marks)).toBe(true);
    if (day < 1_000) marks = withMark(marks, { change: "restored", mark: `r${day}`, at: at + 1 }) ?? marks;
    if (day < 1_000) expect(isDeleted(marks)).toBe(false);
  }
  expect(Object.keys(marks.markedAt ?? {}).length).toBeLessThanOrEqual(64);
  expect([...(marks.deletions ?? []), ...(marks.restorations ?? [])].length).toBeLessThanOrEqual(64);
  const again = { change: "deleted", mark: "d990", at: MONDAY_NOON + 1_001 * DAY } as const;
  expect(withMark(marks, again)).toBeUndefined();
});
