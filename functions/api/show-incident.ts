import type { Centre } from "../../shared/domain/centre.ts";
import type { Incident } from "../../shared/domain/incident.ts";
import { type HttpAnswer, jsonAnswer } from "../../shared/platform/http.ts";
import type { Staff } from "../../shared/platform/staff.ts";
import type { Incidents } from "../../shared/store/ports.ts";
import { detailView, type ShownSignal } from "./incident-view.ts";
import { wordsFor } from "./staff.ts";

/** Every signal of an incident: the one that opened it, then those that joined. */
const signalsOf = async (
  incidents: Pick<Incidents, "find">,
  { signal, kind, joined = [] }: Incident,
): Promise<readonly ShownSignal[]> => {
  const held = await Promise.all(joined.map(({ id }) => incidents.find(id)));
  const others = held.flatMap((each): ShownSignal[] => {
    if (each?.kind === "joined") return [each.joined];
    return each?.kind === "incident" ? [each.incident] : [];
  });
  return [{ signal, kind }, ...others];
};

/** An incident with all its signals; its version is the ETag. */
export const showIncident = async (
  incidents: Pick<Incidents, "find">,
  incident: Incident,
  centre: Centre,
  staff: Staff,
): Promise<HttpAnswer> => {
  const signals = await signalsOf(incidents, incident);
  const view = detailView({ incident, signals, centre, words: wordsFor(staff) });
  return jsonAnswer(200, view, { etag: `"${incident.version}"` });
};
