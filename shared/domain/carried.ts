import type { Entry } from "./change.ts";
import { OTKLIK } from "./history.ts";
import type { Incident } from "./incident.ts";
import type { Instant } from "./instant.ts";

/** The next version of an incident, in which nothing but the way of its replies is another one. */
export const carriedOn = (
  incident: Incident,
  replies: Incident["replies"],
  now: Instant,
  entries: readonly Entry[],
): Incident => {
  const version = incident.version + 1;
  const from = incident.carried?.to === incident.version ? incident.carried.from : incident.version;
  const steps = entries.map((entry) => ({ version, at: now, who: OTKLIK, ...entry }));
  return { ...incident, version, replies, carried: { from, to: version }, history: [...incident.history, ...steps] };
};

/** Whether somebody who has read a version knows all that they decide by: what came after it only carried replies. */
export const isKnownBy = ({ version, carried }: Incident, read: number): boolean =>
  read === version || (carried?.to === version && read >= carried.from && read < version);
