import * as z from "zod/mini";
import type { VirtualClock } from "../ports.ts";
import type { RunnerStore, Survives } from "../store/store-port.ts";

/** Layout of the shared cells, a Float64Array: 1 when the clock is virtual, and the epoch milliseconds it stands at. */
export const clockCells = { virtual: 0, now: 1 } as const;

/** The product's clock: real until it is given an instant of its own, then standing still between moves. */
export interface RunnerClock extends VirtualClock {
  /** Read by the workers' shifted `Date`; see `clockCells`. */
  readonly shared: SharedArrayBuffer;
  /** Stands at the instant from now on; resolves when the store has it as safe as asked. Never goes back. */
  moveTo(instant: number, survives?: Survives): Promise<void>;
  /** Calls back after every move; returns the way to stop it. */
  onMove(listener: () => void): () => void;
}

const Kept = z.object({ now: z.number() });

/** What the one at the screen is to know of a clock that is not the world's. */
export const virtualTime = (now: number): string =>
  `The clock is virtual and stands at ${new Date(now).toISOString()}: deadlines pass only when POST /local/clock moves it.`;

/** Stands at the later of the instant kept in the store and `startAt`; is real when there is neither. */
export async function createVirtualClock(options: { store: RunnerStore; startAt?: number }): Promise<RunnerClock> {
  const { store, startAt } = options;
  const shared = new SharedArrayBuffer(2 * Float64Array.BYTES_PER_ELEMENT);
  const cells = new Float64Array(shared);
  const listeners = new Set<() => void>();
  const standing = (): number | undefined => (cells[clockCells.virtual] === 1 ? cells[clockCells.now] : undefined);

  const stand = async (instant: number, survives?: Survives): Promise<void> => {
    const replace = "INSERT INTO clock (only, now) VALUES (1, ?) ON CONFLICT (only) DO UPDATE SET now = excluded.now";
    await store.commit((database) => database.run(replace, instant), survives);
    cells[clockCells.now] = instant;
    cells[clockCells.virtual] = 1;
  };

  const kept = store.read((database) => database.first("SELECT now FROM clock", Kept))?.now;
  const instants = [kept, startAt].filter((instant) => instant !== undefined);
  if (instants.length > 0) await stand(Math.max(...instants));

  return {
    shared,
    now: () => standing() ?? Date.now(),
    get virtual() {
      return standing() !== undefined;
    },
    moveTo: async (instant, survives) => {
      const present = standing();
      if (present !== undefined && instant < present) {
        throw new Error(`the clock stands at ${new Date(present).toISOString()} and does not go back`);
      }
      await stand(instant, survives);
      for (const listener of listeners) listener();
    },
    onMove: (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
  };
}
