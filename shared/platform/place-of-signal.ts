import type { Held, Write } from "../domain/incident/held.ts";
import type { SignalPlace } from "../domain/incident/tell-signal.ts";
import type { Incidents } from "../store/ports.ts";

/** Beyond so many lost races in a row something else is wrong. */
const MOST_RACES = 5;

/** Follows a signal's pointer to the incident that it is dealt with in. */
export const placeOf = async (incidents: Pick<Incidents, "read">, home: SignalPlace["home"]): Promise<SignalPlace> => {
  const into = home.kind === "incident" ? home.incident.merged?.into : home.joined.incidentId;
  if (home.kind === "incident" && into === undefined) return { home, incident: home.incident };
  const incident = into === undefined ? undefined : await incidents.read(into);
  if (incident === undefined) throw new Error(`The incident ${into} of a signal that joined it is not there.`);
  return { home, incident };
};

/** The place of a signal by its id; nothing when nothing is there, or a placeholder. */
export const findPlace = async (
  incidents: Pick<Incidents, "find" | "read">,
  signalId: string,
): Promise<SignalPlace | undefined> => {
  const held: Held | undefined = await incidents.find(signalId);
  return held === undefined || held.kind === "placeholder" ? undefined : placeOf(incidents, held);
};

/** Writes what one step came to: a single item by itself, several together. */
export const writeChange = async (
  incidents: Pick<Incidents, "replace" | "together">,
  writes: readonly Write[],
): Promise<"written" | "conflict" | "busy"> => {
  const [first, ...others] = writes;
  if (first?.after.kind === "incident" && others.length === 0)
    return (await incidents.replace(first.after.incident)) === "replaced" ? "written" : "conflict";
  return incidents.together(writes);
};

/** The place as it is once the writes are made. */
const afterwards = (place: SignalPlace, writes: readonly Write[]): SignalPlace => {
  let { home, incident } = place;
  for (const { after } of writes) {
    if (after.kind === "joined") home = after;
    if (after.kind !== "incident") continue;
    if (home.kind === "incident" && home.incident.id === after.incident.id) home = after;
    if (incident.id === after.incident.id) incident = after.incident;
  }
  return { home, incident };
};

/** Makes a change to a signal as it stands, however often others change it meanwhile; answers what it then is. */
export const changeSignal = async (
  incidents: Pick<Incidents, "find" | "read" | "replace" | "together">,
  signalId: string,
  change: (place: SignalPlace) => readonly Write[],
): Promise<SignalPlace | undefined> => {
  for (let race = 0; race < MOST_RACES; race += 1) {
    const place = await findPlace(incidents, signalId);
    if (place === undefined) return undefined;
    const writes = change(place);
    if (writes.length === 0 || (await writeChange(incidents, writes)) === "written") return afterwards(place, writes);
  }
  throw new Error(`The signal ${signalId} changed ${MOST_RACES} times while something was written on it.`);
};
