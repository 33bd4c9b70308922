import { expect, test } from "vitest";
import { MINUTE } from "../../shared/domain/time/instant.ts";
import { fromItem, toItem } from "../../shared/store/incident-item.ts";
import { fixtureIncident, MONDAY_NOON } from "../fixtures/centre.ts";
import { addressesTold } from "./centre.ts";
import { install } from "./installation.ts";
import { fortnight } from "./settings.ts";

const BURST = 10_000;
const DUE = MONDAY_NOON + 5 * MINUTE;

test("ten thousand stages of one minute are claimed within a minute of their moment, and each is told once", {
  timeout: 600_000,
}, async () => {
  const { parts, world, told, streams } = install({ ...fortnight(1, 0, 0), watchPage: 100 });
  const ids = Array.from({ length: BURST }, (_, number) => `burst-${number}`);
  for (const [number, id] of ids.entries()) {
    const whole = fixtureIncident({ id });
    const breached = DUE + Math.floor((number * MINUTE) / BURST);
    const clocks = whole.clocks
      .filter(({ kind }) => kind === "answer")
      .map((clock) => ({ ...clock, ahead: { breached } }));
    parts.table.write(toItem({ ...whole, clocks }));
  }
  await world.run(DUE + 2 * MINUTE);

  const late = ids.map((id) => {
    const stages = fromItem(parts.table.read(id)).history.filter((entry) => entry.what === "stage");
    expect([id, stages.length]).toEqual([id, 1]);
    const [stage] = stages;
    return stage === undefined ? Number.POSITIVE_INFINITY : stage.at - DUE - MINUTE;
  });
  expect(Math.max(...late)).toBeLessThan(MINUTE);
  await world.run(DUE + 20 * MINUTE);
  expect(streams.map((stream) => stream.caughtUp())).toEqual([true, true]);
  expect([...told.values()].every((times) => times === 1)).toBe(true);
  expect(told.size).toBe(BURST * addressesTold.length);
});
