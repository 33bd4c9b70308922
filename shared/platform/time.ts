import { WORLD_CLOCK } from "../contracts/environment.ts";
import type { Instant } from "../domain/time/instant.ts";

/** Tells the present moment. Domain code takes the moment itself. */
export type Now = () => Instant;

/** The machine's clock: the only place that asks it. */
export const systemNow: Now = () => Date.now();

/** The world's time, which others hold a signature against: the machine's clock, unless that is moved by hand for a trial. */
export const worldNow: Now = () => {
  const world: unknown = Reflect.get(globalThis, WORLD_CLOCK);
  return typeof world === "function" ? Number(world()) : systemNow();
};

/** Milliseconds since this process began, for the age of what is cached: no change of the clock touches it. */
export const uptime = (): number => performance.now();
