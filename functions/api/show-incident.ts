import type { Centre } from "../../shared/domain/centre.ts";
import { type Incident, isOpen } from "../../shared/domain/incident.ts";
import { type HttpAnswer, jsonAnswer } from "../../shared/platform/http.ts";
import type { Staff } from "../../shared/platform/staff.ts";
import type { Now } from "../../shared/platform/time.ts";
import type { Assignments, Incidents } from "../../shared/store/ports.ts";
import { detailView, type ShownSignal } from "./incident-view.ts";
import { mayDo, wordsFor } from "./staff.ts";
import { divisionView, suggestionsView } from "./suggestions-view.ts";

/** Every signal of an incident: the one that opened it, then those that joined. */
export const signalsOf = async (
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

export interface ShowParts {
  readonly incidents: Pick<Incidents, "find">;
  readonly assignments: Pick<Assignments, "read">;
  readonly now: Now;
}

/**
 * An incident with all its signals; its version is the ETag. Who may assign it is told to whom such ones were given, and who
 * may divide it, by which of its sentences.
 */
export const showIncident = async (
  { incidents, assignments, now }: ShowParts,
  incident: Incident,
  centre: Centre,
  staff: Staff,
): Promise<HttpAnswer> => {
  const mayAssign = isOpen(incident) && mayDo(staff, "assign");
  const [signals, given] = await Promise.all([
    signalsOf(incidents, incident),
    mayAssign ? assignments.read(incident) : [],
  ]);
  const suggested = suggestionsView(given, incident, centre, now());
  const words = wordsFor(staff);
  const parts = isOpen(incident) && mayDo(staff, "divide") ? divisionView(incident, centre, words) : {};
  const view = { ...detailView({ incident, signals, centre, words }), ...suggested, ...parts };
  return jsonAnswer(200, view, { etag: `"${incident.version}"` });
};
