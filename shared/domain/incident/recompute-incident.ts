import { canonical } from "../canonical.ts";
import type { Centre } from "../centre/centre.ts";
import { type Clock, isOver } from "../clock/clock.ts";
import { reckonAgain } from "../clock/move-clock.ts";
import type { Instant } from "../time/instant.ts";
import { movedClocks, OTKLIK } from "./history.ts";
import type { Incident } from "./incident.ts";
import { rulesOf, rulesVersionOf } from "./rules.ts";
import { asking, withWait } from "./silence.ts";

/** Reckons every running clock anew from what was recorded, under the centre's rules of today. */
export const reckoned = (incident: Incident, centre: Centre, now: Instant): Clock[] =>
  incident.clocks.map((clock) => reckonAgain(clock, rulesOf(centre, incident, clock), now));

/** Whether every clock of an incident is known to be reckoned under a centre's rules of today. */
export const isUpToDate = (clocks: readonly Clock[], centre: Centre): boolean =>
  clocks.every((clock) => isOver(clock) || (clock.stage !== "paused" && clock.rules === rulesVersionOf(centre)));

/**
 * Reckons an incident anew after the centre has changed its norms or its calendar, a wait for the citizen that has begun
 * included. Nothing when nothing moves, and so nothing the second time.
 */
export const recomputeIncident = (incident: Incident, centre: Centre, now: Instant): Incident | undefined => {
  const clocks = reckoned(incident, centre, now);
  const { asked } = incident;
  const waiting = asked === undefined ? {} : { asked: asking(centre, asked.at) };
  const after = withWait({ ...incident, clocks, ...waiting }, centre);
  if (canonical([after.clocks, after.asked]) === canonical([incident.clocks, incident.asked])) return undefined;
  const version = incident.version + 1;
  const moved = movedClocks(incident.clocks, clocks);
  return {
    ...after,
    version,
    history: [...incident.history, { version, at: now, who: OTKLIK, what: "recomputed", moved }],
  };
};
