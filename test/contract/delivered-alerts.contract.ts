import { expect, it } from "vitest";
import type { DeliveredAlerts } from "../../shared/store/ports.ts";
import { MONDAY_NOON } from "../fixtures/centre.ts";

const until = MONDAY_NOON + 30 * 86_400_000;

/** What every store of delivered alerts promises. `open` gives an empty one. */
export const deliveredAlertsContract = (open: () => Promise<{ readonly deliveredAlerts: DeliveredAlerts }>): void => {
  it("tells the alerts that nobody has been told of from the others, in their order", async () => {
    const { deliveredAlerts } = await open();
    expect(await deliveredAlerts.untold(["a", "b", "c"])).toEqual(["a", "b", "c"]);
    await deliveredAlerts.told(["b"], MONDAY_NOON, until);
    await deliveredAlerts.told(["b"], MONDAY_NOON + 1, until);
    expect(await deliveredAlerts.untold(["c", "b", "a"])).toEqual(["c", "a"]);
    expect(await deliveredAlerts.untold([])).toEqual([]);
  });

  it("answers for more alerts than one request holds", async () => {
    const { deliveredAlerts } = await open();
    const ids = Array.from({ length: 250 }, (_, n) => `event-${n}`);
    const told = ids.filter((_, n) => n % 3 === 0);
    await deliveredAlerts.told(told, MONDAY_NOON, until);
    expect(await deliveredAlerts.untold(ids)).toEqual(ids.filter((id) => !told.includes(id)));
  });

  it("names an alert once when a queue has delivered it twice in one batch", async () => {
    const { deliveredAlerts } = await open();
    expect(await deliveredAlerts.untold(["a", "b", "a"])).toEqual(["a", "b"]);
    await deliveredAlerts.told(["a", "b", "a"], MONDAY_NOON, until);
    expect(await deliveredAlerts.untold(["a", "b"])).toEqual([]);
  });
};
