import { incidentId } from "../../shared/contracts/api.ts";
import type { Incident } from "../../shared/domain/incident/incident.ts";
import { placeOf } from "../../shared/platform/place-of-signal.ts";
import type { Staff } from "../../shared/platform/staff.ts";
import type { Incidents } from "../../shared/store/ports.ts";
import { maySee } from "./staff.ts";

/**
 * The incident with this id, merged or not, or the one that the signal with this id joined. Nothing when there is none, and
 * nothing when staff may not see it: which of the two it is, is not told.
 */
export const seenIncident = async (incidents: Incidents, id: string, staff: Staff): Promise<Incident | undefined> => {
  if (!incidentId.safeParse(id).success) return undefined;
  const held = await incidents.find(id);
  if (held === undefined || held.kind === "placeholder") return undefined;
  const incident = held.kind === "incident" ? held.incident : (await placeOf(incidents, held)).incident;
  return maySee(staff, incident) ? incident : undefined;
};
