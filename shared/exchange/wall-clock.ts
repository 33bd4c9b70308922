import type { Centre } from "../domain/centre/centre.ts";
import { type WallClock, wallClock } from "../domain/time/zone.ts";

const walls = new WeakMap<Centre, WallClock>();

/** The clock on a centre's wall; compiled once for as long as the centre's data live. */
export const wallClockOf = (centre: Centre): WallClock => {
  const { hours, production } = centre.calendar;
  const wall = walls.get(centre) ?? wallClock(hours.zone, production.firstYear, production.lastYear);
  walls.set(centre, wall);
  return wall;
};
