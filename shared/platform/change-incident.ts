import type { Incident } from "../domain/incident.ts";
import type { Incidents } from "../store/ports.ts";

/** Beyond so many lost races in a row something else is wrong. */
const MOST_RACES = 5;

/** Makes a change to an incident as it stands, however often others change it meanwhile; answers what it then is. */
export const changeAsItStands = async (
  incidents: Incidents,
  read: Incident,
  change: (incident: Incident) => Incident | undefined,
): Promise<Incident | undefined> => {
  let present: Incident | undefined = read;
  for (let race = 0; race < MOST_RACES && present !== undefined; race += 1) {
    const changed = change(present);
    if (changed === undefined) return present;
    if ((await incidents.replace(changed)) === "replaced") return changed;
    present = await incidents.read(read.id);
  }
  if (present === undefined) return undefined;
  throw new Error(`Incident ${read.id} changed ${MOST_RACES} times while something was written on it.`);
};
