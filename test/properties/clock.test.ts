import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import {
  clock as clockSchema,
  LATE_AFTER,
  nextStageAt,
  type PassedStage,
  passStages,
  startClock,
  timedStages,
} from "../../shared/domain/clock.ts";
import { DAY } from "../../shared/domain/instant.ts";
import { rulesUnder } from "../fixtures/clock.ts";

const norm = fc.oneof(
  fc.integer({ min: 1, max: 72 }).map((hours) => `${hours}h`),
  fc.integer({ min: 1, max: 80 }).map((hours) => `${hours}wh`),
  fc.integer({ min: 1, max: 20 }).map((days) => `${days}wd`),
  fc.integer({ min: 1, max: 60 }).map((days) => `${days}d`),
);
/** Past the end of the calendar too. */
const start = fc.integer({ min: Date.parse("2018-01-01T00:00:00Z"), max: Date.parse("2028-12-31T00:00:00Z") });

const started = fc
  .record({ norm, start, escalateAfter: norm })
  .map(({ norm: duration, start: from, escalateAfter }) =>
    startClock("answer", from, rulesUnder(duration, { escalateAfter })),
  );

describe("a clock, whatever its norm", () => {
  it("warns, is missed and escalates in that order, never before its start", () => {
    fc.assert(
      fc.property(started, (clock) => {
        expect(clockSchema.parse(clock)).toEqual(clock);
        const moments = timedStages.map((stage) => clock.ahead[stage] ?? Number.NaN);
        expect([clock.startedAt, ...moments]).toEqual([clock.startedAt, ...moments].toSorted((a, b) => a - b));
        expect(clock.ahead.breached).toBe(clock.dueAt);
        expect(nextStageAt(clock)).toBe(moments[0]);
      }),
    );
  });

  it("passes each stage exactly once, in order, at whatever moments it is looked at", () => {
    fc.assert(
      fc.property(
        started,
        fc.array(fc.double({ min: -0.5, max: 2, noNaN: true }), { maxLength: 12 }),
        (clock, looks) => {
          const length = (clock.ahead.escalated ?? clock.dueAt) - clock.startedAt;
          const end = clock.startedAt + length + DAY;
          const told: PassedStage[] = [];
          let current = clock;
          for (const now of [...looks.map((share) => Math.round(clock.startedAt + length * share)), end]) {
            const { clock: after, passed } = passStages(current, now);
            expect(passStages(after, now)).toEqual({ clock: after, passed: [] });
            expect(nextStageAt(after) ?? Number.POSITIVE_INFINITY).toBeGreaterThan(now);
            for (const { moment, late } of passed) {
              expect(moment).toBeLessThanOrEqual(now);
              expect(late).toBe(now - moment > LATE_AFTER);
            }
            if (passed.length > 0) expect(after.stage).toBe(passed.at(-1)?.stage);
            told.push(...passed);
            current = after;
          }
          expect(told.map(({ stage }) => stage)).toEqual(timedStages);
          expect(current).toMatchObject({ stage: "escalated", ahead: {} });
        },
      ),
    );
  });
});
