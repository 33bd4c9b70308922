import { keptUntil, type Retention } from "../centre/retention.ts";
import type { Instant } from "../time/instant.ts";
import { type Incident, isOpen } from "./incident.ts";

/** An incident with the moment it is kept until: once nobody has anything to do about it, and not before. */
export const retained = (incident: Incident, { incidents }: Retention, at: Instant): Incident => {
  const { keptUntil: _, ...rest } = incident;
  return isOpen(incident) ? rest : { ...rest, keptUntil: keptUntil(incidents, at) };
};
