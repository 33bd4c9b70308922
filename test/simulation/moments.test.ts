import { expect, test } from "vitest";
import { type Instant, MINUTE, SECOND } from "../../shared/domain/time/instant.ts";
import { fromItem, toItem } from "../../shared/store/incident-item.ts";
import { fixtureIncident, MONDAY_NOON } from "../fixtures/centre.ts";
import { install } from "./installation.ts";
import { fortnight } from "./settings.ts";

const CHANGED_AT = MONDAY_NOON + 5 * SECOND;
/** The first sweep is a minute after noon. */
const BEFORE_ANY_SWEEP = MONDAY_NOON + MINUTE - 1;

const breachingAt = (breached: Instant) => {
  const whole = fixtureIncident();
  const clocks = whole.clocks
    .filter(({ kind }) => kind === "answer")
    .map((clock) => ({ ...clock, ahead: { breached } }));
  return { ...whole, clocks };
};

test.each([
  ["into the past", CHANGED_AT - 1, CHANGED_AT],
  ["to twenty seconds ahead", CHANGED_AT + 20 * SECOND, CHANGED_AT + 20 * SECOND],
])(
  "a deadline that a change moves %s is noticed within two seconds, and no sweep is needed",
  async (_, at, noticed) => {
    const { parts, world } = install(fortnight(1, 0, 0));
    const before = breachingAt(MONDAY_NOON + 60 * MINUTE);
    parts.table.write(toItem(before));
    world.at(CHANGED_AT, () => parts.table.write(toItem({ ...breachingAt(at), version: before.version + 1 })));
    await world.run(BEFORE_ANY_SWEEP);

    const stages = fromItem(parts.table.read(before.id)).history.filter((entry) => entry.what === "stage");
    expect(stages).toHaveLength(1);
    for (const stage of stages) {
      expect(stage.at).toBeGreaterThanOrEqual(noticed);
      expect(stage.at).toBeLessThan(noticed + 2 * SECOND);
    }
  },
);
