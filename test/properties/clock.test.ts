import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import {
  clock as clockSchema,
  LATE_AFTER,
  marks,
  nextStageAt,
  type PassedStage,
  passStages,
  startClock,
} from "../../shared/domain/clock/clock.ts";
import { DAY } from "../../shared/domain/time/instant.ts";
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
  .record({ norm, start, ladder: fc.array(fc.record({ after: norm }), { minLength: 1, maxLength: 5 }) })
  .map(({ norm: duration, start: from, ladder }) => startClock("answer", from, rulesUnder(duration, { ladder })));

const marksOf = ({ ahead }: ReturnType<typeof startClock>) => marks.filter((mark) => ahead[mark] !== undefined);

describe("a clock, whatever its norm", () => {
  it("warns, is missed and escalates in that order, never before its start", () => {
    fc.assert(
      fc.property(started, (clock) => {
        expect(clockSchema.parse(clock)).toEqual(clock);
        const moments = marksOf(clock).map((mark) => clock.ahead[mark] ?? Number.NaN);
        expect([clock.startedAt, ...moments]).toEqual([clock.startedAt, ...moments].toSorted((a, b) => a - b));
        expect(clock.ahead.breached).toBe(clock.dueAt);
        expect(nextStageAt(clock)).toBe(moments[0]);
      }),
    );
  });

  it("passes each stage, and each rung of its escalation, exactly once, in order, at whatever moments it is looked at", () => {
    fc.assert(
      fc.property(
        started,
        fc.array(fc.double({ min: -0.5, max: 2, noNaN: true }), { maxLength: 12 }),
        (clock, looks) => {
          const length = Math.max(...Object.values(clock.ahead)) - clock.startedAt;
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
            if (passed.length > 0)
              expect([after.stage, after.rung]).toEqual([passed.at(-1)?.stage, passed.at(-1)?.rung]);
            told.push(...passed);
            current = after;
          }
          expect(told.map(({ stage, rung }) => (rung === undefined ? stage : `${stage}-${rung}`))).toEqual(
            marksOf(clock),
          );
          expect(current).toMatchObject({ stage: "escalated", ahead: {} });
        },
      ),
    );
  });
});
