import { deadlineEventTypes, EVENT_SCHEMA_VERSION, type ProductEvent } from "../../shared/contracts/events.ts";
import type { Instant } from "../../shared/domain/time/instant.ts";
import { SECOND } from "../../shared/domain/time/instant.ts";
import type { Surroundings } from "./invocation.ts";
import type { SimulatedQueue } from "./simulated-queue.ts";

/** An event as the bus took it. */
export interface Taken {
  readonly event: ProductEvent;
  readonly at: Instant;
}

export interface SimulatedBus {
  /** Takes events, or not; answers those it did not take. */
  put(events: readonly ProductEvent[]): readonly ProductEvent[];
  /** Everything taken, in order; what was put twice is there twice. */
  readonly journal: readonly Taken[];
}

const deadlines: ReadonlySet<string> = new Set(deadlineEventTypes);

/** As a rule hands an event to a queue. */
const envelope = ({ type, id, time, data }: ProductEvent): string =>
  JSON.stringify({
    version: "0",
    source: "otklik",
    "detail-type": type,
    time,
    detail: { id, time, schemaVersion: EVENT_SCHEMA_VERSION, data },
  });

/** The bus with its one rule: deadlines go to the alerts queue, at least once, some moments later. */
export const simulatedBus = ({ world, faults, random }: Surroundings, alerts: SimulatedQueue): SimulatedBus => {
  const journal: Taken[] = [];
  const deliver = (event: ProductEvent): void => {
    const takes = random.between(50, 800) + (faults.strikes("delay") ? random.between(SECOND, 120 * SECOND) : 0);
    world.after(takes, () => void alerts.send({ body: envelope(event) }));
  };
  return {
    journal,
    put: (events) => {
      const refused = events.filter(() => faults.strikes("refused-entry"));
      for (const event of events) {
        if (refused.includes(event)) continue;
        journal.push({ event, at: world.now() });
        if (!deadlines.has(event.type)) continue;
        deliver(event);
        if (faults.strikes("duplicate")) deliver(event);
      }
      return refused;
    },
  };
};
