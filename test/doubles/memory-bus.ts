import type { ProductEvent } from "../../shared/contracts/events.ts";
import type { Bus } from "../../shared/platform/bus.ts";

export interface MemoryBus extends Bus {
  /** What the bus took, in order; an event that is put twice is here twice. */
  readonly taken: readonly ProductEvent[];
  /** From now on refuses the events this says yes to. */
  refuse(which: (event: ProductEvent) => boolean): void;
}

export const memoryBus = (): MemoryBus => {
  const taken: ProductEvent[] = [];
  let refused = (_event: ProductEvent): boolean => false;
  return {
    taken,
    put: async (events) => {
      await Promise.resolve();
      taken.push(...structuredClone(events.filter((event) => !refused(event))));
      return events.filter((event) => refused(event));
    },
    refuse: (which) => {
      refused = which;
    },
  };
};
