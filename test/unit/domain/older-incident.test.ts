import { expect, it } from "vitest";
import { explainClock } from "../../../shared/domain/clock/explain-clock.ts";
import { claimStages } from "../../../shared/domain/incident/claim-stages.ts";
import { recomputeIncident } from "../../../shared/domain/incident/recompute-incident.ts";
import { rulesOf, rulesVersionOf } from "../../../shared/domain/incident/rules.ts";
import { HOUR } from "../../../shared/domain/time/instant.ts";
import { fromItem, toItem } from "../../../shared/store/incident-item.ts";
import { fixtureCentre, fixtureIncident, fixtureSignal, MONDAY_NOON } from "../../fixtures/centre.ts";
import { decide } from "../../fixtures/decide.ts";
import { reviseIncident } from "../../fixtures/tell.ts";

/** An item as it was written before clocks knew pauses, extensions and the version of their rules. */
const before = () => {
  const { clocks, ...rest } = fixtureIncident();
  const older = clocks.map((clock) => {
    const { rules: _, ...known } = clock;
    return known;
  });
  return toItem({ ...rest, clocks: older });
};

it("an incident written before clocks could pause is read, claimed, paused, resumed and explained like any other", () => {
  const old = fromItem(before());
  expect(old.clocks.map(({ rules }) => rules)).toEqual([undefined, undefined]);
  expect(claimStages(old, MONDAY_NOON + 1.5 * HOUR)?.passed).toHaveLength(1);
  const asked = decide(old, { name: "ask", text: "Где?", replyId: "r" }, "olga", MONDAY_NOON + HOUR);
  const resumed =
    asked.kind === "changed" ? decide(asked.incident, { name: "resume" }, "olga", MONDAY_NOON + 2 * HOUR) : asked;
  if (resumed.kind !== "changed") throw new Error("An older incident can be asked about.");
  const clock = resumed.incident.clocks[1];
  if (clock === undefined) throw new Error("The clocks are kept.");
  expect(clock).toMatchObject({ version: 2, rules: rulesVersionOf(fixtureCentre()) });
  expect(explainClock(clock, rulesOf(fixtureCentre(), resumed.incident, clock)).at(-1)?.to).toBe(clock.dueAt);
});

it("an incident whose deadlines do not move is not written again for the sake of its age", () => {
  expect(recomputeIncident(fromItem(before()), fixtureCentre(), MONDAY_NOON + HOUR)).toBeUndefined();
});

it("an incident that kept its past wordings beside the signal still knows their copies", () => {
  const { signal, ...item } = toItem(fixtureIncident());
  const old = fromItem({ ...item, signal, pastWordings: ["zeroth"] });
  expect(old.signal.pastWordings).toEqual(["zeroth"]);
  const copy = fixtureSignal({ text: "Другая яма", wording: "zeroth", wordedAt: MONDAY_NOON + HOUR });
  expect(reviseIncident(old, copy, MONDAY_NOON + HOUR)).toBeUndefined();
});
