import { describe, expect, test } from "vitest";
import { keptUntil, retention, usualRetention } from "../../../shared/domain/centre/retention.ts";
import { retained } from "../../../shared/domain/incident/retained.ts";
import { DAY, HOUR } from "../../../shared/domain/time/instant.ts";
import { fixtureIncident, fixtureSignal, MONDAY_NOON } from "../../fixtures/centre.ts";

describe("how long something is kept", () => {
  test("is days or hours, to the second", () => {
    expect(keptUntil("30d", MONDAY_NOON + 999)).toBe(MONDAY_NOON + 30 * DAY);
    expect(keptUntil("48h", MONDAY_NOON)).toBe(MONDAY_NOON + 48 * HOUR);
  });

  test.each(["", "30", "30wd", "0d", "-1d", "P30D", "99999d"])("is not %j", (time) => {
    expect(retention.safeParse({ ...usualRetention, incidents: time }).success).toBe(false);
  });

  test("has no kinds but its own: a misspelt one is not passed over", () => {
    expect(retention.safeParse({ ...usualRetention, identity: "30d" }).success).toBe(false);
  });
});

describe("an incident", () => {
  test("is kept while somebody has something to do about it, and from then on as long as the centre says", () => {
    const open = fixtureIncident();
    expect(open).not.toHaveProperty("keptUntil");
    const closed = retained({ ...open, state: "closed" }, usualRetention, MONDAY_NOON);
    expect(closed.keptUntil).toBe(MONDAY_NOON + 1_825 * DAY);
    expect(retained({ ...closed, state: "reopened" }, usualRetention, MONDAY_NOON)).not.toHaveProperty("keptUntil");
  });

  test("that nobody has to answer has its end from the beginning", () => {
    const thanks = fixtureIncident({ signal: fixtureSignal({ text: "Спасибо большое, дорогу починили!" }) });
    expect(thanks.keptUntil).toBe(MONDAY_NOON + 1_825 * DAY);
  });
});
