import type { Incident } from "./incident.ts";

/** The next version of an incident, in which nothing but the way of its replies is another one. */
export const carriedOn = (incident: Incident, replies: Incident["replies"]): Incident => {
  const { version, carried } = incident;
  const from = carried?.to === version ? carried.from : version;
  return { ...incident, version: version + 1, replies, carried: { from, to: version + 1 } };
};

/** Whether somebody who has read a version knows all that they decide by: what came after it only carried replies. */
export const isKnownBy = ({ version, carried }: Incident, read: number): boolean =>
  read === version || (carried?.to === version && read >= carried.from && read < version);
