import { DAY, HOUR, MINUTE } from "../../shared/domain/time/instant.ts";
import type { Fault } from "./faults.ts";

/** One run of the simulator. The same settings give the same run. */
export interface Settings {
  readonly seed: number;
  readonly signals: number;
  /** `share`: every fault strikes this share of its opportunities. `order`: faults strike one after another, in this order. */
  readonly faults: { readonly share: number } | { readonly order: readonly Fault[] };
  /** Norms of the simulated centre. */
  readonly norms: "usual" | "short";
  /** Milliseconds over which signals arrive. */
  readonly arrivals: number;
  /** Milliseconds until everybody stops and the rest is worked off. */
  readonly lasts: number;
  /** Milliseconds without faults afterwards, for what waits out its visibility and for senders that try again. */
  readonly settling: number;
  /** Incidents that a sweep reads at a time from a shard. */
  readonly watchPage: number;
}

/** Two weeks of a centre: signals on the first ten days, and their deadlines. */
export const fortnight = (seed: number, signals: number, share: number): Settings => ({
  seed,
  signals,
  faults: { share },
  norms: "usual",
  arrivals: 10 * DAY,
  lasts: 14 * DAY,
  settling: 6 * HOUR,
  watchPage: 50,
});

/** A few signals within minutes, and all their deadlines within hours. */
export const afternoon = (seed: number, signals: number, faults: Settings["faults"]): Settings => ({
  seed,
  signals,
  faults,
  norms: "short",
  arrivals: 20 * MINUTE,
  lasts: 4 * HOUR,
  settling: HOUR,
  watchPage: 2,
});
