import { incidentId } from "../../shared/contracts/api.ts";
import type { Incident } from "../../shared/domain/incident.ts";
import type { Staff } from "../../shared/platform/staff.ts";
import type { Incidents } from "../../shared/store/ports.ts";
import { findPlace } from "../../shared/platform/place-of-signal.ts";
import { maySee } from "./staff.ts";

/** The incident of its own id or of a signal's that joined it, if there is one and staff may see it; which of the two fails is not told. */
export const seenIncident = async (incidents: Incidents, id: string, staff: Staff): Promise<Incident | undefined> => {
  if (!incidentId.safeParse(id).success) return undefined;
  const incident = (await findPlace(incidents, id))?.incident;
  return incident !== undefined && maySee(staff, incident) ? incident : undefined;
};
