import type { Instant } from "../domain/instant.ts";

/** Tells the present moment. Domain code takes the moment itself. */
export type Now = () => Instant;

/** The machine's clock: the only place that asks it. */
export const systemNow: Now = () => Date.now();

/** Milliseconds since this process began, for the age of what is cached: no change of the clock touches it. */
export const uptime = (): number => performance.now();
